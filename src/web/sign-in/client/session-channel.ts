// The tabs of this browser share one sign-in. It is in the sessionStorage of each tab, so it is gone when the last tab is closed.
// A new tab asks the others for it. Only pages of this origin can use the channel.

/** A message from one tab to the others. */
export type TabMessage =
  | { readonly type: "asked" }
  | { readonly type: "answered"; readonly credential: string }
  | { readonly type: "renewed"; readonly from: string; readonly to: string }
  | { readonly type: "ended"; readonly credential: string };

const channel = new BroadcastChannel("shop-customers:session");

export function tellOtherTabs(message: TabMessage): void {
  channel.postMessage(message);
}

/** Calls the listener for each message of another tab, until the returned function is called. */
export function listenToOtherTabs(listener: (message: TabMessage) => void): () => void {
  const receive = ({ data }: MessageEvent<TabMessage>) => listener(data);
  channel.addEventListener("message", receive);
  return () => channel.removeEventListener("message", receive);
}
