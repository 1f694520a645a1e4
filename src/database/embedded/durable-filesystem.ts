import { closeSync, fsyncSync, openSync, readdirSync } from "node:fs";
import path from "node:path";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type Init = NodeFS["init"];

const ioErrorNumber = 29; // The number in WASI.

/** PGlite's file system on a folder on disk, with an fsync that writes to the disk. The fsync of PGlite does nothing. */
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
                // Folders have no open descriptor.
                if (stream.nfd === undefined) syncPath(NODEFS.realPath(stream.node));
                else fsyncSync(stream.nfd);
                return 0;
              } catch {
                throw new FS.ErrnoError(ioErrorNumber);
              }
            };
          },
        ],
      },
    };
  }

  /** Releases a crashed instance without closing it. Closing could write wrong data to disk. */
  abandon(): void {
    if (this.pg === undefined) return;
    const module = this.pg.Module;
    for (const stream of module.FS.streams) if (stream) module.FS.close(stream);
    // Its timer and its connections would keep all of its memory.
    const clearTimer: unknown = Reflect.get(module, "_clear_setitimer");
    if (typeof clearTimer === "function") clearTimer();
    Reflect.set(this.pg, "mod", undefined);
  }
}

/** Syncs a folder to disk, by default with everything in it. */
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
