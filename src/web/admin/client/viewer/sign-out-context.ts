import { createContext, useContext } from "react";

export const SignOutContext = createContext<(() => void) | undefined>(undefined);

/** Returns the function that ends the session and shows the sign-in. */
export function useSignOut(): () => void {
  const signOut = useContext(SignOutContext);
  if (!signOut) throw new Error("Nobody is signed in here.");
  return signOut;
}
