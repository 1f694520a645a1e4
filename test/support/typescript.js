// node --import ./test/support/typescript.js <file>.ts
import { register } from "node:module";

register("./typescript-hooks.js", import.meta.url);
