/** A failed request of the page itself. The message is shown to the user. */
export class RequestError extends Error {
  override name = "RequestError";

  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message);
  }
}

/** The error for a request that the network has lost. */
export function unreachable(): RequestError {
  return new RequestError("The server could not be reached. Try again in a moment.");
}

/** A top-level error of a response. */
export interface ResponseError {
  message: string;
  extensions?: { code?: string; retryAfterSeconds?: number };
}

/** Converts an error of the server, which is written for developers, to a message for the user of the page. */
export function requestErrorOf({ message, extensions: { code, retryAfterSeconds = 1 } = {} }: ResponseError) {
  return new RequestError(messageForUser(code, retryAfterSeconds) ?? message, code);
}

function messageForUser(code: string | undefined, retryAfterSeconds: number): string | undefined {
  if (code === "RATE_LIMITED") {
    const seconds = retryAfterSeconds === 1 ? "1 second" : `${retryAfterSeconds} seconds`;
    return `There were too many failed attempts. Try again in ${seconds}.`;
  }
  // The page only logs in and reads the viewer, which requires no scope. So FORBIDDEN means that logins are disabled.
  if (code === "FORBIDDEN") return "Logging in with a password is turned off on this server. Use a key instead.";
  return undefined;
}
