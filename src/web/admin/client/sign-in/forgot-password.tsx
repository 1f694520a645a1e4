import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { CircleAlert, MailCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { RequestError } from "../../../sign-in/client/request-error.js";
import { requestPasswordReset } from "../../../sign-in/client/request-password-reset.js";

interface ForgotPasswordProps {
  /** Leads back to the sign-in. */
  onBack(): void;
}

/** The form of a member of staff who has forgotten the password. */
export function ForgotPassword({ onBack }: ForgotPasswordProps) {
  const { email, setEmail, state, problem, submit } = useResetRequest();
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {problem !== undefined && (
          <Alert color="red" variant="light" role="alert" icon={<CircleAlert size={18} />}>
            {problem}
          </Alert>
        )}
        {state === "sent" ? (
          <Alert color="green" variant="light" role="status" icon={<MailCheck size={18} />}>
            If a member of staff has this email, a mail is on its way. Its link leads to a new password, and works for 1
            hour.
          </Alert>
        ) : (
          <>
            <Text size="sm">Enter your email. You get a mail with a link, which leads to a new password.</Text>
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
            <Button type="submit" loading={state === "sending"} mt="xs">
              Send the mail
            </Button>
          </>
        )}
        <Button variant="default" onClick={onBack}>
          Back to the sign-in
        </Button>
      </Stack>
    </form>
  );
}

function useResetRequest() {
  const [email, setEmail] = useState("");
  const [state, setState] = useState<"typing" | "sending" | "sent">("typing");
  const [problem, setProblem] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state !== "typing") return;
    setState("sending");
    setProblem(undefined);
    try {
      await requestPasswordReset(email.trim());
      setState("sent");
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setProblem(error.message);
      setState("typing");
    }
  };
  return { email, setEmail, state, problem, submit };
}
