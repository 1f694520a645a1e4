import { Center, Stack, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import { checkConnection, isConnectionLost, onReconnected } from "../api/connection.js";
import { Failure } from "./failure.js";
import { PageSkeleton } from "./page-skeleton.js";

const storageKey = "shop-customers:reloaded-at";
/** A page that fails again so soon after it was loaded again is not loaded once more. */
const pauseMs = 30_000;

/**
 * Is shown when the code of the page could not be loaded. Loads the whole page again when the server answers: browsers remember that a
 * file could not be loaded, and another version of the server has other files.
 */
export function CodeFailure() {
  const [state, setState] = useState<"asking" | "lost" | "failed">("asking");
  useEffect(() => {
    const reload = () => {
      if (!reloadOnce()) setState("failed");
    };
    let isShown = true;
    void checkConnection().then(() => {
      if (!isShown) return;
      if (isConnectionLost()) setState("lost");
      else reload();
    });
    const stop = onReconnected(reload);
    return () => {
      isShown = false;
      stop();
    };
  }, []);

  if (state === "asking") return <PageSkeleton />;
  if (state === "failed") return <Failure />;
  return (
    <Center mih="60dvh" p="md">
      <Stack align="center" gap="sm" role="alert">
        <Title order={1} size="h3">
          The server does not answer
        </Title>
        <Text c="dimmed" ta="center">
          This page could not be loaded. It is loaded when the server answers again.
        </Text>
      </Stack>
    </Center>
  );
}

/** Loads the page again, unless this has just been done. Then another attempt would fail, too. */
function reloadOnce(): boolean {
  const last = Number(sessionStorage.getItem(storageKey));
  if (Date.now() - last < pauseMs) return false;
  sessionStorage.setItem(storageKey, String(Date.now()));
  location.reload();
  return true;
}
