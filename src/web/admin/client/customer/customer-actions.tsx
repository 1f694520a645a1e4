import { Button, Menu } from "@mantine/core";
import { ArchiveRestore, ChevronDown } from "lucide-react";
import { useAction } from "../forms/use-action.js";
import { useScopes } from "../viewer/viewer-context.js";
import type { CustomerDetailsFragment } from "./customer.generated.js";
import { RestoreCustomerDocument } from "./customer-actions.generated.js";
import { useCustomerActions } from "./use-customer-actions.js";

interface CustomerActionsProps {
  readonly customer: CustomerDetailsFragment;
}

/** The actions for a customer that the viewer may use. */
export function CustomerActions({ customer }: CustomerActionsProps) {
  const { id, deletedAt } = customer;
  const mayRestore = useScopes("CUSTOMERS_WRITE") && deletedAt !== null;
  const restore = useAction(RestoreCustomerDocument, "The customer was restored.");
  const { actions, isRunning } = useCustomerActions(customer);
  return (
    <>
      {mayRestore && (
        <Button
          leftSection={<ArchiveRestore size={16} aria-hidden />}
          loading={restore.isRunning}
          onClick={() => restore.run({ id })}
        >
          Restore
        </Button>
      )}
      {actions.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<ChevronDown size={16} aria-hidden />} loading={isRunning}>
              Actions
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {actions.map(({ label, Icon, start }) => (
              <Menu.Item key={label} leftSection={<Icon size={16} aria-hidden />} onClick={start}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
