import { useMutation } from "@apollo/client/react";
import { Paper, Stack, Text, TextInput } from "@mantine/core";
import { notifyDone } from "../dialogs/notify.js";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import { useServerForm } from "../forms/use-server-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import type { Scope } from "../generated/schema.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { ScopesInput } from "../scopes/scopes-input.js";
import { InviteStaffDocument } from "./staff.generated.js";

const noValues = { email: "", scopes: [] as Scope[] };

/** The form that invites somebody by mail. */
export function InvitePage() {
  const navigate = useNavigateFromPage();
  const [invite] = useMutation(InviteStaffDocument);
  const { form, formProps, field, problems, isSending } = useServerForm({
    initialValues: noValues,
    send: async (variables) => (await invite({ variables })).data?.userInvite,
    listPath: "/staff",
    onSaved: () => {
      notifyDone("The invitation is on its way.");
      navigate("/staff", { replace: true });
    },
  });
  useUnsavedChanges(form.isDirty());
  return (
    <Page title="Invite a member of staff" parent={{ to: "/staff", label: "Staff" }}>
      <Paper withBorder p="lg" maw={720}>
        <form {...formProps}>
          <Stack>
            <FormProblems problems={problems} />
            <Text size="sm">
              A mail has a link on which they choose a password. It works for 3 days, as long as you have these scopes.
            </Text>
            <TextInput label="Email" required inputMode="email" autoCapitalize="none" {...field("email")} />
            <ScopesInput
              value={form.getValues().scopes}
              error={form.errors.scopes}
              onChange={(scopes) => form.setFieldValue("scopes", scopes)}
            />
            <FormButtons action="Send the invitation" isSending={isSending} cancel="/staff" />
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
