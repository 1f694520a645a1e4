import type { GraphQLFormattedError } from "graphql";
import type { MaskError } from "../errors/error-answers.plugin.js";
import { type Answer, stringifyAnswer } from "./stringify-answer.js";

/**
 * How Apollo Server formats errors and writes answers. Where an answer cannot be written, Apollo Server formats the error and
 * writes it alone: the cost of the operation, which has run, is put beside it.
 */
export function apolloAnswers(mask: MaskError, maxBytes: number) {
  /** Those of the answer, by the error that it could not be written for, and by that error as it is formatted. */
  const extensions = new WeakMap<object, Answer["extensions"]>();

  async function stringify(answer: Answer): Promise<string> {
    try {
      return await stringifyAnswer(answer, { maxBytes });
    } catch (error) {
      if (error instanceof Error) extensions.set(error, answer.extensions);
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
    stringifyResult: async (answer: Answer): Promise<string> => {
      const [error] = answer.errors ?? [];
      const known = error && extensions.get(error);
      return `${await stringify(known ? { ...answer, extensions: known } : answer)}\n`;
    },
  };
}
