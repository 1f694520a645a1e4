import { Button, PasswordInput, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";

interface KeyFormProps {
  onKey(key: string): void;
}

/** The form for the secret of an API key. */
export function KeyForm({ onKey }: KeyFormProps) {
  const [typed, setTyped] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) onKey(typed.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PasswordInput
          label="API key"
          description="Starts with sk_"
          autoComplete="off"
          spellCheck={false}
          required
          withAsterisk={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" mt="xs">
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
