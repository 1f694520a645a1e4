import { useMutation, useQuery } from "@apollo/client/react";
import { Paper, Stack } from "@mantine/core";
import { useParams } from "react-router";
import { notifyDone } from "../dialogs/notify.js";
import { personName } from "../format/person-name.js";
import { emptyToNull } from "../forms/empty-to-null.js";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import { currentOf, useEditForm } from "../forms/use-edit-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { VersionConflict } from "../forms/version-conflict.js";
import { LoadState } from "../layout/load-state.js";
import { NotFound } from "../layout/not-found.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { ExternalIdsInput } from "../metadata/external-ids-input.js";
import { describeExternalIds, type ExternalIdValue } from "../metadata/external-ids-view.js";
import { MetadataInput } from "../metadata/metadata-input.js";
import { metadataText } from "../metadata/metadata-text.js";
import { useMetadataChanges } from "../metadata/use-metadata-changes.js";
import { type CustomerDetailsFragment, CustomerPageDocument } from "./customer.generated.js";
import { CustomerFields, type CustomerValues, customerLabels } from "./customer-fields.js";
import { EditCustomerDocument } from "./edit-customer.generated.js";

/** The form for the fields of a customer. */
export function EditCustomerPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(CustomerPageDocument, {
    variables: { id },
    fetchPolicy: "network-only",
    // The form keeps what is typed. Later states of the customer would not change it.
    nextFetchPolicy: "cache-only",
  });
  const customer = data?.customers.nodes[0];
  if (data && (!customer || customer.deletedAt !== null)) return <NotFound />;
  return (
    <Page
      title="Edit customer"
      parent={{ to: `/customers/${id}`, label: customer ? personName(customer) : "Customer" }}
    >
      <Paper withBorder p="lg" maw={720}>
        <LoadState queries={[{ error, refetch }]} isLoaded={customer !== undefined} height={240} />
        {customer && <EditCustomerForm customer={customer} />}
      </Paper>
    </Page>
  );
}

interface EditCustomerFormProps {
  readonly customer: CustomerDetailsFragment;
}

function EditCustomerForm({ customer }: EditCustomerFormProps) {
  const { id } = customer;
  const { form, formProps, field, problems, isSending, conflict } = useCustomerForm(customer);
  useUnsavedChanges(form.isDirty());
  return (
    <form {...formProps}>
      <Stack>
        <FormProblems problems={problems} />
        <VersionConflict conflict={conflict} form={form} labels={labels} describe={describe} />
        <CustomerFields field={field} />
        <ExternalIdsInput
          externalIds={form.getValues().externalIds}
          field={field}
          onChange={(externalIds) => form.setFieldValue("externalIds", externalIds)}
        />
        <MetadataInput {...field("metadata")} />
        <FormButtons
          action={conflict ? "Save these values" : "Save"}
          isSending={isSending}
          cancel={`/customers/${id}`}
        />
      </Stack>
    </form>
  );
}

type EditValues = CustomerValues & {
  externalIds: ExternalIdValue[];
  /** JSON, as it is typed. */
  metadata: string;
};

const labels = { ...customerLabels, externalIds: "External ids", metadata: "Metadata" };

function useCustomerForm(customer: CustomerDetailsFragment) {
  const { id } = customer;
  const navigate = useNavigateFromPage();
  const [save] = useMutation(EditCustomerDocument);
  const metadata = useMetadataChanges(customer.metadata);
  return useEditForm({
    saved: savedOf(customer),
    send: async (changes, ifVersion) => {
      const result = metadata.inputOf(changes);
      if ("refused" in result) return result.refused;
      const variables = { id, ifVersion, input: emptyToNull(result.input) };
      return (await save({ variables })).data?.customerUpdate;
    },
    presentOf: ({ userErrors }) => {
      const current = currentOf<CustomerDetailsFragment>(userErrors);
      if (!current) return undefined;
      metadata.setSaved(current.metadata);
      return savedOf(current);
    },
    listPath: "/customers",
    onSaved: () => {
      notifyDone("The customer was saved.");
      navigate(`/customers/${id}`, { replace: true });
    },
  });
}

function savedOf({ firstName, lastName, companyName, email, phone, ...customer }: CustomerDetailsFragment) {
  const values: EditValues = {
    firstName: firstName ?? "",
    lastName: lastName ?? "",
    companyName: companyName ?? "",
    email: email ?? "",
    phone: phone ?? "",
    externalIds: customer.externalIds.map(({ system, value }) => ({ system, value })),
    metadata: metadataText(customer.metadata),
  };
  return { values, version: customer.version };
}

function describe(value: unknown): string {
  return Array.isArray(value) ? describeExternalIds(value) : String(value);
}
