import { Button, Group, Paper, Text } from "@mantine/core";
import { ArchiveRestore, Download, FolderMinus, FolderPlus, Trash2, X } from "lucide-react";
import { Suspense, useState } from "react";
import { Link, useLocation } from "react-router";
import { useConfirm } from "../dialogs/confirm.js";
import { formatCount, formatNumber } from "../format/format.js";
import { useAction } from "../forms/use-action.js";
import { lazyComponent } from "../layout/lazy-component.js";
import { useScopes } from "../viewer/viewer-context.js";
import { DeleteCustomersDocument, RestoreCustomersDocument } from "./bulk-actions.generated.js";
import type { CustomerSelection } from "./use-customer-selection.js";

const GroupDialog = lazyComponent(async () => (await import("./group-dialog.js")).GroupDialog);
const MatchingDialog = lazyComponent(async () => (await import("./matching-dialog.js")).MatchingDialog);

interface BulkActionsProps {
  readonly selection: CustomerSelection;
  readonly areDeleted: boolean;
}

/** The actions for the selected customers. */
export function BulkActions({ selection, areDeleted }: BulkActionsProps) {
  const mayWrite = useScopes("CUSTOMERS_WRITE");
  const mayChangeGroups = useScopes("CUSTOMER_GROUPS_READ", "CUSTOMER_GROUPS_WRITE") && !areDeleted;
  const mayExport = useScopes("JOBS_MANAGE") && !areDeleted;
  const [dialog, setDialog] = useState<"add" | "remove">();
  const { matching, clear } = selection;
  const ids = [...selection.ids];
  const shared = { onClose: () => setDialog(undefined), onDone: clear };
  return (
    <Paper withBorder p="xs" role="region" aria-label="Selected customers">
      <Group gap="xs">
        <SelectedCount selection={selection} />
        <MoreToSelect selection={selection} />
        {mayChangeGroups && (
          <>
            <Button {...looks} leftSection={<FolderPlus size={14} aria-hidden />} onClick={() => setDialog("add")}>
              Add to a group
            </Button>
            <Button {...looks} leftSection={<FolderMinus size={14} aria-hidden />} onClick={() => setDialog("remove")}>
              Remove from a group
            </Button>
          </>
        )}
        {mayExport && <ExportButton selection={selection} />}
        {mayWrite && !matching && !areDeleted && <DeleteButton ids={ids} onDone={clear} />}
        {mayWrite && areDeleted && <RestoreButton ids={ids} onDone={clear} />}
        <Button {...looks} ml="auto" leftSection={<X size={14} aria-hidden />} onClick={clear}>
          Clear the selection
        </Button>
      </Group>
      <Suspense>
        {dialog && matching && <MatchingDialog kind={dialog} matching={matching} {...shared} />}
        {dialog && !matching && <GroupDialog kind={dialog} ids={ids} {...shared} />}
      </Suspense>
    </Paper>
  );
}

interface SelectionProps {
  readonly selection: CustomerSelection;
}

/** Leads to the export of the selected customers. The filters of all that match are in the address. */
function ExportButton({ selection: { ids, matching } }: SelectionProps) {
  const { search } = useLocation();
  return (
    <Button
      {...looks}
      component={Link}
      to={matching ? `/import-export/export${search}` : "/import-export/export"}
      state={matching ? null : { ids: [...ids] }}
      leftSection={<Download size={14} aria-hidden />}
    >
      Export
    </Button>
  );
}

function SelectedCount({ selection: { ids, matching } }: SelectionProps) {
  return (
    <Text size="sm" fw={600} role="status" px="xs">
      {matching
        ? `All ${formatCount(matching.count, "customer", "customers")} selected`
        : `${formatCount(ids.size, "customer", "customers")} selected`}
    </Text>
  );
}

/** Offers all customers that match when the whole page is selected. */
function MoreToSelect({ selection }: SelectionProps) {
  const { ids, matching, moreCount, selectMatching } = selection;
  if (moreCount === undefined) return null;
  if (!selectMatching) {
    return (
      <Text size="sm" c="dimmed">
        To select all {formatNumber(moreCount)} that match, use filters instead of the search.
      </Text>
    );
  }
  // One button, so that it keeps the focus.
  return (
    <Button {...looks} variant="light" onClick={matching ? () => selection.change(ids) : selectMatching}>
      {matching ? "Select only this page" : `Select all ${formatNumber(moreCount)} that match`}
    </Button>
  );
}

const looks = { variant: "default", size: "xs" };

interface BulkButtonProps {
  readonly ids: readonly string[];
  onDone(): void;
}

function DeleteButton({ ids, onDone }: BulkButtonProps) {
  const confirm = useConfirm();
  const { run, isRunning } = useAction(
    DeleteCustomersDocument,
    ({ deleted }) => `${formatCount(deleted, "customer was", "customers were")} deleted.`,
  );
  const count = formatCount(ids.length, "customer", "customers");
  const askAndDelete = async () => {
    const question = {
      title: `Delete ${count}?`,
      body: "They are deleted with their addresses, and can no longer log in. Orders stay. You can restore them later.",
      action: `Delete ${count}`,
      isDangerous: true,
    };
    if ((await confirm(question)) && (await run({ ids: [...ids] }))) onDone();
  };
  return (
    <Button {...looks} loading={isRunning} leftSection={<Trash2 size={14} aria-hidden />} onClick={askAndDelete}>
      Delete
    </Button>
  );
}

function RestoreButton({ ids, onDone }: BulkButtonProps) {
  const { run, isRunning } = useAction(
    RestoreCustomersDocument,
    ({ restored }) => `${formatCount(restored, "customer was", "customers were")} restored.`,
  );
  const restore = async () => {
    if (await run({ ids: [...ids] })) onDone();
  };
  return (
    <Button {...looks} loading={isRunning} leftSection={<ArchiveRestore size={14} aria-hidden />} onClick={restore}>
      Restore
    </Button>
  );
}
