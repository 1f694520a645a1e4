import { Button } from "@mantine/core";
import { ArchiveRestore, Pencil, Trash2 } from "lucide-react";
import { Link } from "react-router";
import { useConfirm } from "../dialogs/confirm.js";
import { useAction } from "../forms/use-action.js";
import type { GroupDetailsFragment } from "./group.generated.js";
import { DeleteGroupDocument, RestoreGroupDocument } from "./group-mutations.generated.js";

interface GroupActionsProps {
  readonly group: GroupDetailsFragment;
}

/** Edit, delete and restore. */
export function GroupActions({ group: { id, name, deletedAt } }: GroupActionsProps) {
  const confirm = useConfirm();
  const remove = useAction(DeleteGroupDocument, "The group was deleted.");
  const restore = useAction(RestoreGroupDocument, "The group was restored.");
  const askAndRemove = async () => {
    const question = {
      title: "Delete this group?",
      body: (
        <>
          <bdi>{name}</bdi> is deleted, but not its customers. Price lists for this group only apply to nobody then. You
          can restore the group with its customers later.
        </>
      ),
      action: "Delete group",
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
        to={`/groups/${id}/edit`}
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
