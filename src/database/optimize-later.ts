import { setFlagsFromString } from "node:v8";

// V8 optimizes a function in WebAssembly after it has run this long (in about bytes of code; the default of Node.js 20 is 1,800,000).
// A start runs many functions of PGlite and of Prisma's query compiler a little. Optimizing them took a third of its CPU time.
setFlagsFromString("--wasm-tiering-budget=18000000");
