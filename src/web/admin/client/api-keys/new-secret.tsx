import { Alert, Button, Code, CopyButton, Group, Stack } from "@mantine/core";
import { Check, Copy, TriangleAlert } from "lucide-react";
import { Link } from "react-router";

interface NewSecretProps {
  readonly secret: string;
}

/** Shows the secret of a new key. The server has only its hash, so it can never be shown again. */
export function NewSecret({ secret }: NewSecretProps) {
  return (
    <Stack>
      <Alert color="yellow" icon={<TriangleAlert size={18} />} title="Copy the secret now" role="status">
        It is shown only once. Keep it where only the program can read it.
      </Alert>
      <Code block className="wrap-anywhere">
        {secret}
      </Code>
      <Group>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              leftSection={copied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
              onClick={copy}
            >
              {copied ? "Copied" : "Copy the secret"}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" component={Link} to="/api-keys">
          Done
        </Button>
      </Group>
    </Stack>
  );
}
