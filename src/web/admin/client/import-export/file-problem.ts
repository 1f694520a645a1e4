/** Messages for the responses of the routes for files. They say what a person can do. */
const texts: Readonly<Record<number, string>> = {
  401: "Your session has ended. Sign in again in another tab, then try again.",
  403: "You may not do this any more: a scope is missing.",
  404: "There is no such file. Files are deleted some days after they were made.",
  408: "The file was sent too slowly. Try again with a better connection.",
  429: "There were too many requests. Wait a moment, then try again.",
};

/** Converts a response of the routes for files, which is no success, to a message for the person who uses the app. */
export function describeFileProblem(status: number, body: string): string {
  return texts[status] ?? messageOf(body) ?? `The server could not answer (status ${status}). Try again in a moment.`;
}

/** Returns the message of the server, such as the most bytes of a file. Undefined for a response of something else. */
function messageOf(body: string): string | undefined {
  try {
    const { errors } = JSON.parse(body) as { readonly errors?: readonly { readonly message?: string }[] };
    return errors?.[0]?.message;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
