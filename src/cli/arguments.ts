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
    throw toArgumentError(error);
  }
}

/**
 * Parses the options and the positional arguments of a command line.
 * @throws ArgumentError for an unknown option.
 */
export function parseArguments<Options extends NonNullable<ParseArgsConfig["options"]>>(
  args: readonly string[],
  options: Options,
) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values, positionals };
  } catch (error) {
    throw toArgumentError(error);
  }
}

/** Converts an error of `parseArgs`. Other errors stay as they are. */
function toArgumentError(error: unknown): unknown {
  return isParseArgsError(error) ? new ArgumentError(error.message, { cause: error }) : error;
}

function isParseArgsError(error: unknown): error is Error {
  return types.isNativeError(error) && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
}
