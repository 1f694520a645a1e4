import { Button, SegmentedControl, Stack, Text, useMantineColorScheme } from "@mantine/core";
import { LogOut, SquareTerminal } from "lucide-react";
import { endpoint } from "../../../sign-in/client/endpoint.js";
import type { Viewer } from "../../../sign-in/client/viewer.js";
import { personName } from "../format/person-name.js";
import { useMayLeave } from "../forms/use-unsaved-changes.js";
import { hasPlayground } from "../theme/page-data.js";
import { useSignOut } from "../viewer/sign-out-context.js";
import { useViewer } from "../viewer/viewer-context.js";

const schemes = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "Auto" },
] as const;

/** The name of the viewer, the choice of colors, and the button that signs out. */
export function AccountPanel() {
  const viewer = useViewer();
  const signOut = useSignOut();
  const mayLeave = useMayLeave();
  const askAndSignOut = async () => {
    if (await mayLeave()) signOut();
  };
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Stack gap="xs">
      <div className="app-viewer">
        <Text size="sm" fw={600} dir="auto">
          {viewerName(viewer)}
        </Text>
        <Text size="xs" c="dimmed">
          {viewer.user ? viewer.user.email : "API key"}
        </Text>
      </div>
      <SegmentedControl
        fullWidth
        size="xs"
        data={[...schemes]}
        value={colorScheme}
        onChange={setColorScheme}
        aria-label="Colors"
      />
      {hasPlayground && (
        <a className="app-link" href={endpoint.href}>
          <SquareTerminal size={18} aria-hidden />
          API playground
        </a>
      )}
      <Button variant="default" leftSection={<LogOut size={16} aria-hidden />} onClick={askAndSignOut}>
        Sign out
      </Button>
    </Stack>
  );
}

function viewerName({ user, apiKey }: Viewer): string {
  return user ? personName(user) : (apiKey?.title ?? "API key");
}
