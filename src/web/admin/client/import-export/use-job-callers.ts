import { useQuery } from "@apollo/client/react";
import { personName } from "../format/person-name.js";
import type { ShownQuery } from "../layout/load-state.js";
import { useScopes, useViewer } from "../viewer/viewer-context.js";
import { JobCallersDocument } from "./jobs.generated.js";

interface JobCallers {
  /** Names who has started a job. */
  nameOf(id: string | null): string;
  readonly query: ShownQuery;
}

/** Reads the names of those who have started jobs. Names that the viewer may not read are not loaded. */
export function useJobCallers(ids: readonly (string | null)[]): JobCallers {
  const { user, apiKey } = useViewer();
  const [mayReadUsers, mayReadKeys] = [useScopes("USERS_MANAGE"), useScopes("API_KEYS_MANAGE")];
  const others = new Set(ids.filter((id) => id !== null && id !== user?.id && id !== apiKey?.id) as string[]);
  const readable = [...others].filter((id) => (isUser(id) ? mayReadUsers : isApiKey(id) && mayReadKeys)).sort();
  const { data, error, refetch } = useQuery(JobCallersDocument, {
    variables: { ids: readable },
    skip: readable.length === 0,
  });
  const names = new Map<string, string>();
  for (const node of data?.nodes ?? []) {
    if (node?.__typename === "User") names.set(node.id, personName(node));
    if (node?.__typename === "ApiKey") names.set(node.id, node.title);
  }
  const nameOf = (id: string | null) => {
    if (id === null) return "Somebody";
    if (id === user?.id || id === apiKey?.id) return "You";
    return names.get(id) ?? kindOf(id);
  };
  return { nameOf, query: { error, refetch } };
}

function kindOf(id: string): string {
  if (isUser(id)) return "A member of staff";
  return isApiKey(id) ? "An API key" : "The server";
}

function isUser(id: string): boolean {
  return id.startsWith("user_");
}

function isApiKey(id: string): boolean {
  return id.startsWith("apk_");
}
