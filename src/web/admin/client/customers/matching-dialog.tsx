import { Button, Group, Stack, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Dialog } from "../dialogs/dialog.js";
import { formatCount } from "../format/format.js";
import { FormProblems } from "../forms/form-problems.js";
import type { UserError } from "../forms/payload.js";
import { useAction } from "../forms/use-action.js";
import { GroupPicker } from "../pickers/group-picker.js";
import { AddMatchingToGroupDocument, RemoveMatchingFromGroupDocument } from "./bulk-actions.generated.js";
import { addedText, removedText } from "./membership-texts.js";
import type { Matching } from "./use-customer-selection.js";

interface MatchingDialogProps {
  readonly kind: "add" | "remove";
  readonly matching: Matching;
  onClose(): void;
  /** Is called when the customers are in the group, or no longer. */
  onDone(): void;
}

interface PickedGroup {
  readonly id: string;
  readonly name: string;
}

/** Asks for the group that all customers who match join or leave, and then whether the number is meant. */
export function MatchingDialog({ kind, matching: { where, count }, onClose, onDone }: MatchingDialogProps) {
  const [group, setGroup] = useState<PickedGroup>();
  const [problems, setProblems] = useState<readonly UserError[]>([]);
  const add = useAction(AddMatchingToGroupDocument, addedText, setProblems);
  const remove = useAction(RemoveMatchingFromGroupDocument, removedText, setProblems);
  const action = kind === "add" ? add : remove;
  const customers = formatCount(count, "customer", "customers");
  const run = async (id: string) => {
    setProblems([]);
    if (!(await action.run({ id, where, expectedCount: count }))) return;
    onClose();
    onDone();
  };
  return (
    <Dialog
      // It stays until the server has said how many have changed.
      onClose={() => !action.isRunning && onClose()}
      title={kind === "add" ? `Add ${customers} to a group` : `Remove ${customers} from a group`}
    >
      <Stack gap="md" mih={group ? 0 : 300}>
        <FormProblems problems={problems.map(describeProblem)} title="No customer was changed" />
        {group ? (
          <Confirmation
            kind={kind}
            customers={customers}
            groupName={group.name}
            isRunning={action.isRunning}
            onBack={() => setGroup(undefined)}
            onConfirm={() => run(group.id)}
          />
        ) : (
          <GroupPicker label="Choose a group" onPick={(id, name) => setGroup({ id, name })} />
        )}
      </Stack>
    </Dialog>
  );
}

function describeProblem({ path, message }: UserError): string {
  const isCount = path[0] === "expectedCount";
  return isCount ? "Another number of customers matches now. Look at it, and then try again." : message;
}

interface ConfirmationProps {
  readonly kind: "add" | "remove";
  /** Their number, such as `25 customers`. */
  readonly customers: string;
  readonly groupName: string;
  readonly isRunning: boolean;
  onBack(): void;
  onConfirm(): void;
}

function Confirmation({ kind, customers, groupName, isRunning, onBack, onConfirm }: ConfirmationProps) {
  const backButton = useRef<HTMLButtonElement>(null);
  useEffect(() => backButton.current?.focus(), []);
  const name = (
    <Text span fw={600} className="wrap-anywhere">
      <bdi>{groupName}</bdi>
    </Text>
  );
  return (
    <>
      <Text role="status">
        {kind === "add" ? (
          <>
            All {customers} that match, on all pages, are added to {name}. Those who are in it already stay in it.
          </>
        ) : (
          <>
            All {customers} that match, on all pages, are removed from {name}. Those who are not in it do not change.
          </>
        )}
      </Text>
      <Group justify="flex-end">
        <Button ref={backButton} variant="default" disabled={isRunning} onClick={onBack}>
          Back
        </Button>
        <Button {...(kind === "remove" && { color: "red" })} loading={isRunning} onClick={onConfirm}>
          {kind === "add" ? `Add ${customers}` : `Remove ${customers}`}
        </Button>
      </Group>
    </>
  );
}
