import { useMutation } from "@apollo/client/react";
import { Paper, Stack } from "@mantine/core";
import { notifyDone } from "../dialogs/notify.js";
import { emptyToNull } from "../forms/empty-to-null.js";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import { useServerForm } from "../forms/use-server-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { CreateStaffDocument } from "./staff.generated.js";
import { StaffFields, type StaffValues } from "./staff-fields.js";

const noValues: StaffValues = { email: "", firstName: "", lastName: "", password: "", scopes: [] };

/** The form for a member of staff with a password. */
export function NewStaffPage() {
  const navigate = useNavigateFromPage();
  const [create] = useMutation(CreateStaffDocument);
  const server = useServerForm({
    initialValues: noValues,
    send: async ({ firstName, lastName, ...required }) => {
      const input = { ...required, ...emptyToNull({ firstName, lastName }) };
      return (await create({ variables: { input } })).data?.userCreate;
    },
    listPath: "/staff",
    onSaved: () => {
      notifyDone("The member of staff was created.");
      navigate("/staff", { replace: true });
    },
  });
  useUnsavedChanges(server.form.isDirty());
  return (
    <Page title="New member of staff" parent={{ to: "/staff", label: "Staff" }}>
      <Paper withBorder p="lg" maw={720}>
        <form {...server.formProps}>
          <Stack>
            <FormProblems problems={server.problems} />
            <StaffFields
              server={server}
              passwordHint="At least 8 characters. They can change it after they sign in."
              isPasswordRequired
            />
            <FormButtons action="Create" isSending={server.isSending} cancel="/staff" />
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
