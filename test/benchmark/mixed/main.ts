import { runProgram } from "../program.js";
import { runMixedLoad } from "./mixed-load.js";
import { parseMixedOptions, usage } from "./options.js";

await runProgram({ usage, parseOptions: parseMixedOptions, run: runMixedLoad });
