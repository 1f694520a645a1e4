import { type FormEvent, useState } from "react";
import type { AccountKind } from "../../sign-in/client/log-in.js";

interface LogInFormProps {
  /** Resolves when the server has answered, also with an error. */
  onPassword(kind: AccountKind, email: string, password: string): Promise<void>;
}

/** The form for email and password. The password is stored only in this form, and only for one attempt. */
export function LogInForm({ onPassword }: LogInFormProps) {
  const [kind, setKind] = useState<AccountKind>("staff");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isWaiting, setIsWaiting] = useState(false);

  // The policy of the page blocks form submissions, so the form is sent with fetch.
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isWaiting) return;
    setIsWaiting(true);
    try {
      await onPassword(kind, email.trim(), password);
    } finally {
      setPassword("");
      setIsWaiting(false);
    }
  };

  return (
    <form onSubmit={submit}>
      <label htmlFor="account-kind">Log in as</label>
      <select id="account-kind" value={kind} onChange={(event) => setKind(event.target.value as AccountKind)}>
        <option value="staff">Staff</option>
        <option value="customer">Customer</option>
      </select>
      <label htmlFor="email">Email</label>
      <input
        id="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <label htmlFor="password">Password</label>
      <input
        id="password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <button type="submit">{isWaiting ? "Logging in …" : "Log in"}</button>
    </form>
  );
}
