import { Stack, Text } from "@mantine/core";
import { Dialog } from "../dialogs/dialog.js";
import { formatCount } from "../format/format.js";
import { useAction } from "../forms/use-action.js";
import { GroupPicker } from "../pickers/group-picker.js";
import { AddCustomersToGroupDocument, RemoveCustomersFromGroupDocument } from "./bulk-actions.generated.js";
import { addedText, removedText } from "./membership-texts.js";

interface GroupDialogProps {
  readonly kind: "add" | "remove";
  /** The ids of the customers. */
  readonly ids: readonly string[];
  onClose(): void;
  /** Is called when the customers are in the group, or no longer. */
  onDone(): void;
}

/** Asks for the group that customers join or leave. */
export function GroupDialog({ kind, ids, onClose, onDone }: GroupDialogProps) {
  const add = useAction(AddCustomersToGroupDocument, addedText);
  const remove = useAction(RemoveCustomersFromGroupDocument, removedText);
  const action = kind === "add" ? add : remove;
  const count = formatCount(ids.length, "customer", "customers");
  const pick = async (id: string) => {
    if (!(await action.run({ id, customerIds: [...ids] }))) return;
    onClose();
    onDone();
  };
  return (
    <Dialog onClose={onClose} title={kind === "add" ? `Add ${count} to a group` : `Remove ${count} from a group`}>
      <Stack gap="sm" mih={300}>
        <Text size="sm">
          {kind === "add"
            ? "Customers who are in the group already stay in it."
            : "Customers who are not in the group do not change."}
        </Text>
        <GroupPicker label="Choose a group" isDisabled={action.isRunning} onPick={pick} />
      </Stack>
    </Dialog>
  );
}
