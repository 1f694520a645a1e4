import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";

interface PasswordFormProps {
  /** Resolves when the server has answered, also with an error. */
  onPassword(email: string, password: string): Promise<void>;
}

/** The form for email and password. The password is kept only in this form, and only for one attempt. */
export function PasswordForm({ onPassword }: PasswordFormProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isWaiting, setIsWaiting] = useState(false);

  // The policy of the page blocks form submissions, so the form is sent with fetch.
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isWaiting) return;
    setIsWaiting(true);
    try {
      await onPassword(email.trim(), password);
    } finally {
      setPassword("");
      setIsWaiting(false);
    }
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Email"
          name="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          data-autofocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" loading={isWaiting} mt="xs">
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
