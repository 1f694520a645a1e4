import { useMutation } from "@apollo/client/react";
import { Paper, Stack } from "@mantine/core";
import { notifyDone } from "../dialogs/notify.js";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import type { Payload } from "../forms/payload.js";
import { useServerForm } from "../forms/use-server-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { metadataError, parseMetadata } from "../metadata/metadata-text.js";
import { GroupFields } from "./group-fields.js";
import { CreateGroupDocument } from "./group-mutations.generated.js";
import { type GroupValues, noGroupValues } from "./group-values.js";

interface Created extends Payload {
  readonly customerGroup?: { readonly id: string } | null;
}

/** A form for a new group. */
export function NewGroupPage() {
  const navigate = useNavigateFromPage();
  const [create] = useMutation(CreateGroupDocument);
  const server = useServerForm<GroupValues, Created>({
    initialValues: noGroupValues,
    send: async ({ name, externalIds, metadata }) => {
      const parsed = parseMetadata(metadata);
      if (!parsed) return { userErrors: [metadataError] };
      return (await create({ variables: { input: { name, externalIds, metadata: parsed } } })).data
        ?.customerGroupCreate;
    },
    listPath: "/groups",
    onSaved: ({ customerGroup }) => {
      notifyDone("The group was created.");
      navigate(`/groups/${customerGroup?.id}`, { replace: true });
    },
  });
  useUnsavedChanges(server.form.isDirty());
  return (
    <Page title="New group" parent={{ to: "/groups", label: "Groups" }}>
      <Paper withBorder p="lg" maw={720}>
        <form {...server.formProps}>
          <Stack>
            <FormProblems problems={server.problems} />
            <GroupFields server={server} />
            <FormButtons action="Create group" isSending={server.isSending} cancel="/groups" />
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
