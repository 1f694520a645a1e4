/** Why a request of the page's own came to nothing, in words to show. */
export class RequestError extends Error {
  override name = "RequestError";

  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message);
  }
}

/** A top-level error of an answer. */
export interface ResponseError {
  message: string;
  extensions?: { code?: string; retryAfterSeconds?: number };
}

/** The server writes for those who make clients; whoever logs in here is told in other words where that helps. */
export function requestErrorOf({ message, extensions: { code, retryAfterSeconds = 1 } = {} }: ResponseError) {
  return new RequestError(messageForUser(code, retryAfterSeconds) ?? message, code);
}

function messageForUser(code: string | undefined, retryAfterSeconds: number): string | undefined {
  if (code === "RATE_LIMITED") {
    const seconds = retryAfterSeconds === 1 ? "1 second" : `${retryAfterSeconds} seconds`;
    return `There were too many failed attempts. Try again in ${seconds}.`;
  }
  // All that the page asks for is to log in, and who is calling, which nobody is refused.
  if (code === "FORBIDDEN") return "This server lets nobody log in with a password. Use a key instead.";
  return undefined;
}
