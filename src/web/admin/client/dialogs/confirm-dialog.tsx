import { Button, Group, Text } from "@mantine/core";
import { Dialog } from "./dialog.js";
import type { OpenQuestion } from "./question.js";

interface ConfirmDialogProps {
  readonly question: OpenQuestion;
}

/** The dialog of a question. Escape means no. */
export function ConfirmDialog({ question }: ConfirmDialogProps) {
  const { title, body, action, isDangerous, answer } = question;
  return (
    <Dialog onClose={() => answer(false)} title={title} centered withCloseButton={false}>
      <Text component="div">{body}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => answer(false)} data-autofocus>
          Cancel
        </Button>
        <Button {...(isDangerous && { color: "red" })} onClick={() => answer(true)}>
          {action}
        </Button>
      </Group>
    </Dialog>
  );
}
