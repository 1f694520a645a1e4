import { setFlagsFromString } from "node:v8";

/**
 * If many objects of a kind survive, V8 creates further ones directly in its old generation ("pretenuring"). Each of them keeps all
 * objects that it refers to until the next full collection. Then more kinds seem to survive, until whole requests of some milliseconds
 * are copied to the old generation. Without it, a collection of new objects takes a fifth of the time (docs/performance.md).
 *
 * Imported for this effect, before the code that it concerns is compiled.
 */
setFlagsFromString("--no-allocation-site-pretenuring");
