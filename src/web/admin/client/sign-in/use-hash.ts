import { useEffect, useState } from "react";

/** Returns the hash of the address, and follows Back and Forward. */
export function useHash() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = () => setHash(location.hash);
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  const removeHash = () => {
    history.replaceState(history.state, "", location.pathname + location.search);
    setHash("");
  };
  return { hash, removeHash };
}
