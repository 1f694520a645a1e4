import { Button } from "@mantine/core";
import { ArchiveRestore, Pencil, Trash2 } from "lucide-react";
import { Link } from "react-router";
import { useConfirm } from "../dialogs/confirm.js";
import { useAction } from "../forms/use-action.js";
import {
  DeletePriceListDocument,
  type PriceListDetailsFragment,
  RestorePriceListDocument,
} from "./price-list.generated.js";

interface PriceListActionsProps {
  readonly priceList: PriceListDetailsFragment;
}

/** Edit, delete and restore. */
export function PriceListActions({ priceList: { id, title, deletedAt } }: PriceListActionsProps) {
  const confirm = useConfirm();
  const remove = useAction(DeletePriceListDocument, "The price list was deleted.");
  const restore = useAction(RestorePriceListDocument, "The price list was restored.");
  const askAndRemove = async () => {
    const question = {
      title: "Delete this price list?",
      body: (
        <>
          <bdi>{title}</bdi> applies to nobody then. You can restore it with its prices later.
        </>
      ),
      action: "Delete price list",
      isDangerous: true,
    };
    if (await confirm(question)) remove.run({ id });
  };
  if (deletedAt !== null) {
    return (
      <Button
        leftSection={<ArchiveRestore size={16} aria-hidden />}
        loading={restore.isRunning}
        onClick={() => restore.run({ id })}
      >
        Restore
      </Button>
    );
  }
  return (
    <>
      <Button
        variant="default"
        component={Link}
        to={`/price-lists/${id}/edit`}
        leftSection={<Pencil size={16} aria-hidden />}
      >
        Edit
      </Button>
      <Button
        variant="default"
        leftSection={<Trash2 size={16} aria-hidden />}
        loading={remove.isRunning}
        onClick={askAndRemove}
      >
        Delete
      </Button>
    </>
  );
}
