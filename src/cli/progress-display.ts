import { SingleBar } from "cli-progress";

/** The progress of a command: how many of the rows are done. */
export interface Progress {
  readonly rows: string;
  readonly done: number;
  readonly total: number;
}

/** Shows the progress of a command. */
export interface ProgressDisplay {
  update(progress: Progress): void;
  stop(): void;
}

/** Shows a progress bar on a terminal. Elsewhere, for example in the log of a pipeline, prints a line for each 10 %. */
export function createProgressDisplay(stream: NodeJS.WritableStream & { isTTY?: boolean }): ProgressDisplay {
  return stream.isTTY ? createBar(stream) : createLines(stream);
}

function createBar(stream: NodeJS.WritableStream): ProgressDisplay {
  const format = "{rows} [{bar}] {percentage}% | {value} of {total}";
  let bar: SingleBar | undefined;
  let rows: Progress["rows"] | undefined;
  return {
    update: (progress) => {
      if (progress.rows !== rows) {
        bar?.stop();
        rows = progress.rows;
        bar = new SingleBar({ format, stream, hideCursor: true });
        bar.start(progress.total, 0, { rows });
      }
      bar?.update(progress.done);
    },
    stop: () => bar?.stop(),
  };
}

function createLines(stream: NodeJS.WritableStream): ProgressDisplay {
  let shown = "";
  return {
    update: ({ rows, done, total }) => {
      const tenths = `${rows}: ${Math.floor((done / total) * 10) * 10} %`;
      if (tenths === shown) return;
      shown = tenths;
      stream.write(`${tenths} (${done} of ${total})\n`);
    },
    stop: () => {},
  };
}
