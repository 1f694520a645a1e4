import { type FormEvent, useState } from "react";

interface KeyFormProps {
  onKey(key: string): void;
}

/** The form for the secret of an API key, or for a token from another source. */
export function KeyForm({ onKey }: KeyFormProps) {
  const [typed, setTyped] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) onKey(typed.trim());
  };
  return (
    <form onSubmit={submit}>
      <label htmlFor="key">Key</label>
      <input
        id="key"
        type="password"
        autoComplete="off"
        spellCheck={false}
        required
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit">Use key</button>
    </form>
  );
}
