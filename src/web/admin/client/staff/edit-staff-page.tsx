import { useMutation, useQuery } from "@apollo/client/react";
import { Alert, Button, Paper, Stack } from "@mantine/core";
import { Info, Trash2 } from "lucide-react";
import { useParams } from "react-router";
import { useConfirm } from "../dialogs/confirm.js";
import { notifyDone } from "../dialogs/notify.js";
import { personName } from "../format/person-name.js";
import { emptyToNull } from "../forms/empty-to-null.js";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import { useAction } from "../forms/use-action.js";
import { useEditForm } from "../forms/use-edit-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { LoadState } from "../layout/load-state.js";
import { NotFound } from "../layout/not-found.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { holdsScopes, useViewer } from "../viewer/viewer-context.js";
import {
  DeleteStaffDocument,
  EditStaffDocument,
  StaffMemberDocument,
  type StaffRowFragment,
} from "./staff.generated.js";
import { StaffFields, type StaffValues } from "./staff-fields.js";

/** One member of staff. */
export function EditStaffPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(StaffMemberDocument, {
    variables: { id },
    fetchPolicy: "network-only",
    // The form keeps what is typed. Later states of the user would not change it.
    nextFetchPolicy: "cache-only",
  });
  const user = data?.node?.__typename === "User" ? data.node : undefined;
  // Nobody may change somebody who may do more.
  const mayEdit = holdsScopes(useViewer(), user?.scopes ?? []);
  if (data && !user) return <NotFound />;
  return (
    <Page
      title={user ? personName(user) : "Member of staff"}
      parent={{ to: "/staff", label: "Staff" }}
      actions={user && mayEdit && <DeleteButton user={user} />}
    >
      <LoadState queries={[{ error, refetch }]} isLoaded={user !== undefined} height={320} />
      {user && !mayEdit && (
        <Alert icon={<Info size={18} />} title="You cannot change this member of staff">
          They hold scopes that you do not hold.
        </Alert>
      )}
      {user && <EditStaffForm user={user} mayEdit={mayEdit} />}
    </Page>
  );
}

interface EditStaffFormProps {
  readonly user: StaffRowFragment;
  readonly mayEdit: boolean;
}

function EditStaffForm({ user, mayEdit }: EditStaffFormProps) {
  const { id, email, firstName, lastName, scopes } = user;
  const navigate = useNavigateFromPage();
  const [save] = useMutation(EditStaffDocument);
  const values: StaffValues = {
    email,
    firstName: firstName ?? "",
    lastName: lastName ?? "",
    password: "",
    scopes: [...scopes],
  };
  const server = useEditForm({
    // Members of staff have no version. The last change of a field wins.
    saved: { values, version: 0 },
    send: async (changes) => (await save({ variables: { id, input: emptyToNull(changes) } })).data?.userUpdate,
    presentOf: () => undefined,
    listPath: "/staff",
    onSaved: () => {
      notifyDone("The member of staff was saved.");
      navigate("/staff", { replace: true });
    },
  });
  useUnsavedChanges(server.form.isDirty());
  return (
    <Paper withBorder p="lg" maw={720}>
      <form {...server.formProps}>
        <fieldset disabled={!mayEdit} className="plain-fieldset">
          <Stack>
            <FormProblems problems={server.problems} />
            <StaffFields
              server={server}
              passwordHint="Empty to keep the present one. A new one ends all sessions."
              isPasswordRequired={false}
            />
            {mayEdit && <FormButtons action="Save" isSending={server.isSending} cancel="/staff" />}
          </Stack>
        </fieldset>
      </form>
    </Paper>
  );
}

function DeleteButton({ user }: { readonly user: StaffRowFragment }) {
  const confirm = useConfirm();
  const navigate = useNavigateFromPage();
  const { run, isRunning } = useAction(DeleteStaffDocument, "The member of staff was deleted.");
  const askAndDelete = async () => {
    const question = {
      title: "Delete this member of staff?",
      body: "Their sessions end at once. API keys that they created stay valid. This cannot be undone.",
      action: "Delete",
      isDangerous: true,
    };
    if ((await confirm(question)) && (await run({ id: user.id }))) navigate("/staff");
  };
  return (
    <Button variant="default" leftSection={<Trash2 size={16} aria-hidden />} loading={isRunning} onClick={askAndDelete}>
      Delete this member
    </Button>
  );
}
