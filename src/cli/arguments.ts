import { type ParseArgsConfig, parseArgs, types } from "node:util";

/** A wrong argument of a command. The message says what is required. */
export class ArgumentError extends Error {
  override name = "ArgumentError";
}

/**
 * Parses the options of a command line.
 * @throws ArgumentError for an unknown option or a positional argument.
 */
export function parseOptions<Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    if (!isParseArgsError(error)) throw error;
    throw new ArgumentError(error.message, { cause: error });
  }
}

function isParseArgsError(error: unknown): error is Error {
  return types.isNativeError(error) && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
}
