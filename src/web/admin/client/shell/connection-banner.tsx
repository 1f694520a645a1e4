import { Alert } from "@mantine/core";
import { WifiOff } from "lucide-react";
import { useIsConnectionLost } from "../api/connection.js";

/** Says that the server does not answer, until it does. */
export function ConnectionBanner() {
  const isLost = useIsConnectionLost();
  return (
    <div role="status">
      {isLost && (
        <Alert color="yellow" icon={<WifiOff size={18} />} mb="md" title="The server does not answer">
          What you see may be old. The app tries to reach the server again, and continues when it answers.
        </Alert>
      )}
    </div>
  );
}
