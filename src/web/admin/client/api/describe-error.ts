import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";

const messages: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: "Your session had ended. Try again.",
  RATE_LIMITED: "There were too many requests. Wait a moment, then try again.",
  SERVICE_UNAVAILABLE: "The server is not available at the moment. Try again in a moment.",
};

/** Converts an error of a request, which is written for developers, to a message for the person who uses the app. */
export function describeError(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) return describeGraphQLErrors(error);
  if (error instanceof TypeError) return "The server could not be reached. Try again in a moment.";
  if (ServerError.is(error)) return `The server could not answer (status ${error.statusCode}). Try again in a moment.`;
  return "Something went wrong. Try again.";
}

function describeGraphQLErrors({ errors: [first] }: CombinedGraphQLErrors): string {
  const { code, requestId } = first?.extensions ?? {};
  if (code === "INTERNAL_SERVER_ERROR") return `The server has failed. Tell its operator this number: ${requestId}.`;
  // The message names the missing scope.
  if (code === "FORBIDDEN") return `You may not do this. ${first?.message}`;
  return messages[String(code)] ?? first?.message ?? "Something went wrong. Try again.";
}
