import { useMutation, useQuery } from "@apollo/client/react";
import { Paper, Stack } from "@mantine/core";
import { useParams } from "react-router";
import { notifyDone } from "../dialogs/notify.js";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import { currentOf, useEditForm } from "../forms/use-edit-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { VersionConflict } from "../forms/version-conflict.js";
import { LoadState } from "../layout/load-state.js";
import { NotFound } from "../layout/not-found.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { describeExternalIds } from "../metadata/external-ids-view.js";
import { useMetadataChanges } from "../metadata/use-metadata-changes.js";
import { type GroupDetailsFragment, GroupPageDocument } from "./group.generated.js";
import { GroupFields } from "./group-fields.js";
import { EditGroupDocument } from "./group-mutations.generated.js";
import { groupLabels, savedGroup } from "./group-values.js";

/** The form for the fields of a group. */
export function EditGroupPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(GroupPageDocument, {
    variables: { id },
    fetchPolicy: "network-only",
    // The form keeps what is typed. Later states of the group would not change it.
    nextFetchPolicy: "cache-only",
  });
  const group = data?.customerGroups.nodes[0];
  if (data && (!group || group.deletedAt !== null)) return <NotFound />;
  return (
    <Page title="Edit group" parent={{ to: `/groups/${id}`, label: group?.name ?? "Group" }}>
      <Paper withBorder p="lg" maw={720}>
        <LoadState queries={[{ error, refetch }]} isLoaded={group !== undefined} height={240} />
        {group && <EditGroupForm group={group} />}
      </Paper>
    </Page>
  );
}

interface EditGroupFormProps {
  readonly group: GroupDetailsFragment;
}

function EditGroupForm({ group }: EditGroupFormProps) {
  const { id } = group;
  const navigate = useNavigateFromPage();
  const [save] = useMutation(EditGroupDocument);
  const metadata = useMetadataChanges(group.metadata);
  const server = useEditForm({
    saved: savedGroup(group),
    send: async (changes, ifVersion) => {
      const result = metadata.inputOf(changes);
      if ("refused" in result) return result.refused;
      return (await save({ variables: { id, ifVersion, input: result.input } })).data?.customerGroupUpdate;
    },
    presentOf: ({ userErrors }) => {
      const current = currentOf<GroupDetailsFragment>(userErrors);
      if (!current) return undefined;
      metadata.setSaved(current.metadata);
      return savedGroup(current);
    },
    listPath: "/groups",
    onSaved: () => {
      notifyDone("The group was saved.");
      navigate(`/groups/${id}`, { replace: true });
    },
  });
  useUnsavedChanges(server.form.isDirty());
  return (
    <form {...server.formProps}>
      <Stack>
        <FormProblems problems={server.problems} />
        <VersionConflict
          conflict={server.conflict}
          form={server.form}
          labels={groupLabels}
          describe={(value) => (Array.isArray(value) ? describeExternalIds(value) : String(value))}
        />
        <GroupFields server={server} />
        <FormButtons
          action={server.conflict ? "Save these values" : "Save"}
          isSending={server.isSending}
          cancel={`/groups/${id}`}
        />
      </Stack>
    </form>
  );
}
