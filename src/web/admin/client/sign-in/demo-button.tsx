import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { offeredDemoAccounts } from "../../../sign-in/client/demo-accounts.js";

interface DemoButtonProps {
  /** Resolves when the server has answered, also with an error. */
  onDemo(): Promise<void>;
  readonly before: ReactNode;
}

/** Signs in with the demo account of staff, if the page offers it. */
export function DemoButton({ onDemo, before }: DemoButtonProps) {
  const [isWaiting, setIsWaiting] = useState(false);
  const [isOffered] = useState(() => offeredDemoAccounts().includes("staff"));
  if (!isOffered) return null;

  const logIn = async () => {
    setIsWaiting(true);
    try {
      await onDemo();
    } finally {
      setIsWaiting(false);
    }
  };
  return (
    <>
      {before}
      <Button variant="default" loading={isWaiting} onClick={logIn}>
        Sign in as demo staff
      </Button>
    </>
  );
}
