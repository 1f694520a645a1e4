import { closeSync, fsyncSync, openSync, readdirSync } from "node:fs";
import path from "node:path";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type Init = NodeFS["init"];

const EIO = 29; // As WASI numbers it.

/** PGlite's view of a folder on disk, with an fsync that reaches the disk: PGlite's own does nothing. */
export class DurableNodeFS extends NodeFS {
  override async init(...[pglite, options]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(pglite, options);
    return {
      emscriptenOpts: {
        ...emscriptenOpts,
        preRun: [
          ...(emscriptenOpts.preRun ?? []),
          (module) => {
            const { NODEFS, FS } = module;
            NODEFS.stream_ops.fsync = (stream: { nfd?: number; node: unknown }) => {
              try {
                // Folders have no descriptor open.
                if (stream.nfd === undefined) syncPath(NODEFS.realPath(stream.node));
                else fsyncSync(stream.nfd);
                return 0;
              } catch {
                throw new FS.ErrnoError(EIO);
              }
            };
          },
        ],
      },
    };
  }

  /** Lets go of an instance that crashed. To let it close itself might write what it had got wrong. */
  abandon(): void {
    if (this.pg === undefined) return;
    const module = this.pg.Module;
    for (const stream of module.FS.streams) if (stream) module.FS.close(stream);
    // Its timer, and connections that are not forgotten at once, would keep all its memory.
    const clearTimer: unknown = Reflect.get(module, "_clear_setitimer");
    if (typeof clearTimer === "function") clearTimer();
    Reflect.set(this.pg, "mod", undefined);
  }
}

/** Waits until a folder, and unless told otherwise everything in it, is on disk. */
export function syncFolder(folder: string, { recursive } = { recursive: true }): void {
  if (recursive) {
    for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) syncPath(path.join(folder, entry));
  }
  syncPath(folder);
}

function syncPath(file: string): void {
  const descriptor = openSync(file, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
