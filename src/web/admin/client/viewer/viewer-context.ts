import { createContext, useContext } from "react";
import type { Viewer } from "../../../sign-in/client/viewer.js";
import type { Scope } from "../generated/schema.js";

export const ViewerContext = createContext<Viewer | undefined>(undefined);

/** Returns who is signed in. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error("Nobody is signed in here.");
  return viewer;
}

/** Returns true if who is signed in holds all these scopes. */
export function useScopes(...scopes: readonly Scope[]): boolean {
  return holdsScopes(useViewer(), scopes);
}

export function holdsScopes({ scopes: held }: Viewer, scopes: readonly Scope[]): boolean {
  return scopes.every((scope) => held.includes(scope));
}
