import { Button, Group, Text } from "@mantine/core";
import { Dialog } from "../dialogs/dialog.js";

interface KeyOfferProps {
  onAccept(): void;
  onDecline(): void;
}

/** Asks before the key of a link replaces the session. */
export function KeyOffer({ onAccept, onDecline }: KeyOfferProps) {
  return (
    <Dialog onClose={onDecline} title="The link has another key" centered withCloseButton={false}>
      <Text>
        You are signed in, but the link that you opened has another key. Use it only if you trust who gave you the link.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onDecline} data-autofocus>
          Stay signed in
        </Button>
        <Button onClick={onAccept}>Use the key of the link</Button>
      </Group>
    </Dialog>
  );
}
