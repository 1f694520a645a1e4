import { describeError } from "../api/describe-error.js";

const looks = { withBorder: true, closeButtonProps: { "aria-label": "Close the notice" } };

/** Says that an action has succeeded. Screen readers read it. */
export async function notifyDone(message: string): Promise<void> {
  const { show } = await import("./toasts.js");
  show({ ...looks, message, color: "green" });
}

/** Says that an action has failed, until it is closed. */
export function notifyError(error: unknown): Promise<void> {
  return notifyProblem(describeError(error));
}

/** Says why an action has failed, until it is closed. */
export async function notifyProblem(message: string): Promise<void> {
  const { show } = await import("./toasts.js");
  show({ ...looks, title: "This did not work", message, color: "red", autoClose: false });
}
