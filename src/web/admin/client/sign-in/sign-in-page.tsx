import { Alert, Anchor, Divider, SegmentedControl } from "@mantine/core";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import type { useSession } from "../../../sign-in/client/use-session.js";
import { CenteredCard } from "./centered-card.js";
import { DemoButton } from "./demo-button.js";
import { ForgotPassword } from "./forgot-password.js";
import { KeyForm } from "./key-form.js";
import { PasswordForm } from "./password-form.js";
import { useHash } from "./use-hash.js";

export type SignInWay = "password" | "key";

interface SignInPageProps
  extends Pick<ReturnType<typeof useSession>, "session" | "begin" | "beginWithPassword" | "beginAsDemo"> {
  readonly way: SignInWay;
  onWay(way: SignInWay): void;
}

const ways: { value: SignInWay; label: string }[] = [
  { value: "password", label: "Password" },
  { value: "key", label: "API key" },
];

/** The address of the form for a forgotten password. The pages of links in mails lead to it when a link is too old. */
const forgottenHash = "#forgot-password";

/** The sign-in for staff and programs. It keeps the address, so that the page of the address opens after it. */
export function SignInPage({ session, begin, beginWithPassword, beginAsDemo, way, onWay }: SignInPageProps) {
  // The session whose problem belongs to the other way.
  const [formerSession, setFormerSession] = useState<typeof session>();
  const changeWay = (next: SignInWay) => {
    setFormerSession(session);
    onWay(next);
  };
  const { hash, removeHash } = useHash();
  if (hash === forgottenHash) {
    return (
      <CenteredCard title="Forgot your password?">
        <ForgotPassword onBack={removeHash} />
      </CenteredCard>
    );
  }
  return (
    <CenteredCard title="Sign in">
      {session.problem !== undefined && session !== formerSession && (
        <Alert color="red" variant="light" role="alert" icon={<CircleAlert size={18} />}>
          {session.problem}
        </Alert>
      )}
      <SegmentedControl data={ways} value={way} onChange={changeWay} fullWidth aria-label="Way to sign in" />
      {way === "password" ? (
        <>
          <PasswordForm onPassword={(email, password) => beginWithPassword("staff", email, password)} />
          <Anchor href={forgottenHash} size="sm" ta="center">
            Forgot your password?
          </Anchor>
        </>
      ) : (
        <KeyForm onKey={begin} />
      )}
      <DemoButton onDemo={() => beginAsDemo("staff")} before={<Divider label="or" />} />
    </CenteredCard>
  );
}
