import { useMutation } from "@apollo/client/react";
import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import { CustomerFields, noCustomerValues } from "../customer/customer-fields.js";
import { notifyDone } from "../dialogs/notify.js";
import { FormProblems } from "../forms/form-problems.js";
import { useServerForm } from "../forms/use-server-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { NewCustomerDocument } from "./new-customer.generated.js";

const parent = { to: "/customers", label: "Customers" };

/** A form for a new customer. */
export function NewCustomerPage() {
  const navigate = useNavigateFromPage();
  const [create] = useMutation(NewCustomerDocument);
  const { form, formProps, field, problems, isSending } = useServerForm({
    initialValues: noCustomerValues,
    send: async (input) => (await create({ variables: { input } })).data?.customerCreate,
    listPath: "/customers",
    onSaved: ({ customer }) => {
      notifyDone("The customer was created.");
      navigate(`/customers/${customer?.id}`, { replace: true });
    },
  });
  useUnsavedChanges(form.isDirty());

  return (
    <Page title="New customer" parent={parent}>
      <Paper withBorder p="lg" maw={720}>
        <form {...formProps}>
          <Stack>
            <FormProblems problems={problems} />
            <Text size="sm" c="dimmed">
              A customer needs at least one of these.
            </Text>
            <CustomerFields field={field} />
            <Group justify="flex-end">
              <Button variant="default" component={Link} to="/customers">
                Cancel
              </Button>
              <Button type="submit" loading={isSending}>
                Create customer
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
