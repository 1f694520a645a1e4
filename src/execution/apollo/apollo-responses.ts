import type { GraphQLFormattedError } from "graphql";
import type { MaskError } from "../errors/error-responses.plugin.js";
import { type OperationResponse, stringifyResponse } from "../operations/stringify-response.js";

/**
 * Formats errors and writes responses for Apollo Server. If a response is too large, Apollo Server responds with the error alone.
 * The cost of the operation is then added to the response with the error.
 */
export function apolloResponses(mask: MaskError, maxBytes: number) {
  /** The extensions of responses that could not be written, by the error and by the formatted error. */
  const extensions = new WeakMap<object, OperationResponse["extensions"]>();

  async function stringify(response: OperationResponse): Promise<string> {
    try {
      return await stringifyResponse(response, { maxBytes });
    } catch (error) {
      if (error instanceof Error) extensions.set(error, response.extensions);
      throw error;
    }
  }

  return {
    formatError: (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
      const masked = mask(formatted, error);
      const known = error instanceof Error ? extensions.get(error) : undefined;
      if (known) extensions.set(masked, known);
      return masked;
    },
    stringifyResult: async (response: OperationResponse): Promise<string> => {
      const [error] = response.errors ?? [];
      const known = error && extensions.get(error);
      return `${await stringify(known ? { ...response, extensions: known } : response)}\n`;
    },
  };
}
