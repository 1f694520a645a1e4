import { useApolloClient, useMutation } from "@apollo/client/react";
import { Checkbox, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { refetchActive } from "../../api/refetch-active.js";
import { Dialog } from "../../dialogs/dialog.js";
import { notifyDone } from "../../dialogs/notify.js";
import { emptyToNull } from "../../forms/empty-to-null.js";
import { FormButtons } from "../../forms/form-buttons.js";
import { FormProblems } from "../../forms/form-problems.js";
import { currentOf, useEditForm } from "../../forms/use-edit-form.js";
import { useCloseForm, useUnsavedChanges } from "../../forms/use-unsaved-changes.js";
import { VersionConflict } from "../../forms/version-conflict.js";
import { CountrySelect } from "../../pickers/country-select.js";
import { useHasPostalCodes } from "../../pickers/use-has-postal-codes.js";
import { addressLabels, addressValues } from "./address-values.js";
import { type AddressRowFragment, CreateAddressDocument, EditAddressDocument } from "./addresses.generated.js";

interface AddressDialogProps {
  readonly customerId: string;
  /** The address to change. Undefined for a new one. */
  readonly address: AddressRowFragment | undefined;
  onClose(): void;
}

/** The form for an address of a customer. It asks before changes are lost. */
export function AddressDialog({ customerId, address, onClose }: AddressDialogProps) {
  const close = useCloseForm(onClose);
  const isPhone = useMediaQuery("(max-width: 48em)");
  return (
    <Dialog
      onClose={close}
      title={address ? "Edit address" : "New address"}
      size="lg"
      fullScreen={isPhone}
      closeOnClickOutside={false}
    >
      <AddressForm customerId={customerId} address={address} onClose={onClose} onCancel={close} />
    </Dialog>
  );
}

interface AddressFormProps extends AddressDialogProps {
  onCancel(): void;
}

function AddressForm({ customerId, address, onClose, onCancel }: AddressFormProps) {
  const { form, formProps, field, problems, isSending, conflict } = useAddressForm({ customerId, address, onClose });
  useUnsavedChanges(form.isDirty());
  const hasPostalCodes = useHasPostalCodes(form.getValues().countryCode);
  // Imported addresses may lack these values, and can be saved without them.
  const isRequired = (name: "address1" | "postalCode" | "city" | "countryCode") => !address || address[name] !== null;
  const checkbox = (name: string) => form.getInputProps(name, { type: "checkbox" });
  return (
    <form {...formProps}>
      <Stack>
        <FormProblems problems={problems} />
        <VersionConflict conflict={conflict} form={form} labels={addressLabels} describe={describe} />
        <TextInput
          label={addressLabels.addressName}
          placeholder="Office"
          dir="auto"
          data-autofocus
          {...field("addressName")}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={addressLabels.firstName} dir="auto" {...field("firstName")} />
          <TextInput label={addressLabels.lastName} dir="auto" {...field("lastName")} />
        </SimpleGrid>
        <TextInput label={addressLabels.company} dir="auto" {...field("company")} />
        <TextInput label={addressLabels.address1} required={isRequired("address1")} dir="auto" {...field("address1")} />
        <TextInput label={addressLabels.address2} dir="auto" {...field("address2")} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={addressLabels.postalCode}
            required={hasPostalCodes && isRequired("postalCode")}
            {...field("postalCode")}
          />
          {/* Only marked, and checked by the server: addresses in city states need no city. */}
          <TextInput label={addressLabels.city} withAsterisk={isRequired("city")} dir="auto" {...field("city")} />
          <TextInput label={addressLabels.province} dir="auto" {...field("province")} />
          <CountrySelect
            label={addressLabels.countryCode}
            required={isRequired("countryCode")}
            {...field("countryCode")}
          />
        </SimpleGrid>
        <TextInput label={addressLabels.phone} inputMode="tel" {...field("phone")} />
        <Checkbox label={addressLabels.isDefaultShipping} {...checkbox("isDefaultShipping")} />
        <Checkbox label={addressLabels.isDefaultBilling} {...checkbox("isDefaultBilling")} />
        <div className="dialog-buttons">
          <FormButtons
            action={conflict ? "Save these values" : address ? "Save address" : "Add address"}
            isSending={isSending}
            cancel={onCancel}
          />
        </div>
      </Stack>
    </form>
  );
}

function useAddressForm({ customerId, address, onClose }: AddressDialogProps) {
  const client = useApolloClient();
  const [create] = useMutation(CreateAddressDocument);
  const [edit] = useMutation(EditAddressDocument);
  return useEditForm({
    saved: savedOf(address),
    send: async (changes, ifVersion) => {
      const input = emptyToNull(changes);
      if (!address) return (await create({ variables: { customerId, input } })).data?.customerAddressCreate;
      const variables = { customerId, id: address.id, ifVersion, input };
      return (await edit({ variables })).data?.customerAddressUpdate;
    },
    presentOf: ({ userErrors }) => {
      const current = currentOf<AddressRowFragment>(userErrors);
      return current && savedOf(current);
    },
    onSaved: () => {
      notifyDone("The address was saved.");
      onClose();
      // All addresses are read again, because a new default takes the place of another one.
      refetchActive(client);
    },
  });
}

function savedOf(address?: AddressRowFragment) {
  return { values: addressValues(address), version: address?.version ?? 0 };
}

function describe(value: unknown): string {
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}
