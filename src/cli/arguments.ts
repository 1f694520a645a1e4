import { type ParseArgsConfig, parseArgs, types } from "node:util";

/** An argument of a command is wrong; the message says what it has to be. */
export class ArgumentError extends Error {
  override name = "ArgumentError";
}

/**
 * The options of a command line.
 * @throws ArgumentError for others, and for anything that is no option.
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
