import { type FormEvent, useState } from "react";

interface KeyBarProps {
  hasKey: boolean;
  onApply(key: string): void;
  onForget(): void;
}

/** Says whether requests carry a key, and lets the caller give one or forget it. */
export function KeyBar({ hasKey, onApply, onForget }: KeyBarProps) {
  return (
    <header className={hasKey ? "key-bar" : "key-bar key-bar-missing"}>
      {hasKey ? <KeptKey onForget={onForget} /> : <KeyForm onApply={onApply} />}
    </header>
  );
}

function KeptKey({ onForget }: Pick<KeyBarProps, "onForget">) {
  return (
    <>
      <span>Requests carry your key. It stays in this browser tab until you close it.</span>
      <button type="button" onClick={onForget}>
        Forget key
      </button>
    </>
  );
}

function KeyForm({ onApply }: Pick<KeyBarProps, "onApply">) {
  const [typed, setTyped] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) onApply(typed.trim());
  };
  return (
    <form onSubmit={submit}>
      <span>Requests need a key: an API key or the token of a login.</span>
      <label htmlFor="key">Key</label>
      <input
        id="key"
        type="password"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit">Use key</button>
    </form>
  );
}
