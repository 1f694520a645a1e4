import { ActionIcon, Badge, Group, Menu, Paper, Text } from "@mantine/core";
import { EllipsisVertical, Pencil, ReceiptText, Trash2, Truck } from "lucide-react";
import { useConfirm } from "../../dialogs/confirm.js";
import { useAction } from "../../forms/use-action.js";
import type { AddressRole } from "../../generated/schema.js";
import { AddressLines } from "./address-lines.js";
import { type AddressRowFragment, DeleteAddressDocument, SetDefaultAddressDocument } from "./addresses.generated.js";

interface AddressItemProps {
  readonly customerId: string;
  readonly address: AddressRowFragment;
  readonly mayWrite: boolean;
  onEdit(): void;
}

/** An address with its roles and actions. */
export function AddressItem(props: AddressItemProps) {
  const { address, mayWrite } = props;
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <div>
          {address.addressName && (
            <Text fw={600} dir="auto" className="wrap-anywhere">
              {address.addressName}
            </Text>
          )}
          <AddressLines address={address} />
        </div>
        {mayWrite && <AddressMenu {...props} />}
      </Group>
      {(address.isDefaultShipping || address.isDefaultBilling) && (
        <Group gap={6} mt="sm">
          {address.isDefaultShipping && <Badge variant="light">Default shipping</Badge>}
          {address.isDefaultBilling && <Badge variant="light">Default billing</Badge>}
        </Group>
      )}
    </Paper>
  );
}

function AddressMenu({ customerId, address, onEdit }: AddressItemProps) {
  const confirm = useConfirm();
  const setDefault = useAction(SetDefaultAddressDocument, "The default address was changed.");
  const remove = useAction(DeleteAddressDocument, "The address was deleted.");
  const variables = { customerId, id: address.id };
  const makeDefault = (role: AddressRole) => setDefault.run({ ...variables, roles: [role] });
  const askAndRemove = async () => {
    const question = {
      title: "Delete this address?",
      body: "It is deleted for good. If it is a default address, the customer has no default afterwards.",
      action: "Delete address",
      isDangerous: true,
    };
    if (await confirm(question)) remove.run(variables);
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Actions for the address ${nameOf(address)}`}
          loading={setDefault.isRunning || remove.isRunning}
        >
          <EllipsisVertical size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Pencil size={16} aria-hidden />} onClick={onEdit}>
          Edit
        </Menu.Item>
        {!address.isDefaultShipping && (
          <Menu.Item leftSection={<Truck size={16} aria-hidden />} onClick={() => makeDefault("SHIPPING")}>
            Make default for shipping
          </Menu.Item>
        )}
        {!address.isDefaultBilling && (
          <Menu.Item leftSection={<ReceiptText size={16} aria-hidden />} onClick={() => makeDefault("BILLING")}>
            Make default for billing
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Trash2 size={16} aria-hidden />} onClick={askAndRemove}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function nameOf({ addressName, address1, city }: AddressRowFragment): string {
  return addressName ?? address1 ?? city ?? "without a street";
}
