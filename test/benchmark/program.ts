import { isEnding, killChildren } from "./children.js";

/** A program of this folder, with the options of its command line. */
export interface Program<Options extends { readonly help: boolean }> {
  readonly usage: string;
  /** @throws if the arguments do not match `usage`. */
  parseOptions(args: string[]): Options;
  run(options: Options): Promise<void>;
}

/** Runs a program with the arguments of this process. After a signal its child processes are ended and its databases dropped. */
export async function runProgram<Options extends { readonly help: boolean }>(program: Program<Options>): Promise<void> {
  // The program fails when its servers end, and drops its databases. After a second signal the next run drops them.
  process.once("exit", killChildren);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      killChildren();
      process.once(signal, () => process.exit(1));
    });
  }
  const options = givenOptions(program);
  if (options.help) return console.log(program.usage);
  try {
    await program.run(options);
  } catch (error) {
    console.error(isEnding() ? "Interrupted." : error instanceof Error ? error.stack : error);
    process.exit(1);
  }
}

function givenOptions<Options extends { readonly help: boolean }>({ parseOptions, usage }: Program<Options>): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(1);
  }
}
