import { once } from "node:events";
import { chmod, mkdir, open, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { FileFolder } from "../../src/files/storage/file-folder.js";
import { FileWriter } from "../../src/files/storage/file-writer.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const isRoot = process.getuid?.() === 0;

describe("the folder of the files", () => {
  const temporaryFolder = temporaryFolders();

  it("is created if it is missing", async () => {
    const folder = path.join(await temporaryFolder(), "a", "b");
    await FileFolder.open(folder);
    expect(await readdir(folder)).toEqual(["folder-key"]);
  });

  it("has one key for all instances, also if they start at the same time", async () => {
    const folder = await temporaryFolder();
    const opened = await Promise.all(Array.from({ length: 10 }, () => FileFolder.open(folder)));
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect((await FileFolder.open(folder)).id).toBe(opened[0]?.id);
    expect((await FileFolder.open(await temporaryFolder())).id).not.toBe(opened[0]?.id);
  });

  it("notices that it was replaced", async () => {
    const folder = await FileFolder.open(await temporaryFolder());
    expect(await folder.isUnchanged()).toBe(true);
    await writeFile(path.join(folder.path, "folder-key"), `${"a".repeat(43)}\n`);
    expect(await folder.isUnchanged()).toBe(false);
  });

  it("is refused, with the reason, if it is a file or its key is damaged", async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, "file");
    await writeFile(file, "");
    await expect(FileFolder.open(file)).rejects.toThrow(`${file} (FILES_DIR), cannot be used: it is a file.`);
    await expect(FileFolder.open(path.join(file, "a"))).rejects.toThrow("a part of its path is a file");
    await writeFile(path.join(folder, "folder-key"), "damaged");
    await expect(FileFolder.open(folder)).rejects.toThrow("has a damaged folder-key");
  });

  (isRoot ? it.skip : it)("is refused, with the reason, if it cannot be written", async () => {
    const folder = path.join(await temporaryFolder(), "locked");
    await mkdir(folder, { mode: 0o500 });
    await expect(FileFolder.open(folder)).rejects.toThrow("this user must not write there");
    await chmod(folder, 0o700);
  });

  it("is refused, with the reason, on a read-only file system", async () => {
    await expect(FileFolder.open("/sys/files")).rejects.toThrow(
      /cannot be used: (its file system is read-only|this user)/,
    );
  });

  it("reads no file by an id that is a path", async () => {
    const folder = await FileFolder.open(await temporaryFolder());
    await expect(folder.openFile("../folder-key")).rejects.toThrow("not that of a file");
    await expect(folder.openFile("folder-key")).rejects.toThrow("not that of a file");
  });
});

describe("a file on a full disk", () => {
  const full = async () => {
    const calls: string[] = [];
    const writer = new FileWriter({
      id: "file_1",
      handle: await open("/dev/full", "w"),
      publish: async () => void calls.push("published"),
      remove: async () => void calls.push("removed"),
      onEnd: () => void calls.push("ended"),
    });
    return { writer, calls };
  };

  it("is refused as unavailable, and removed", async () => {
    const { writer, calls } = await full();
    await expect(writer.write(Buffer.from("a"))).rejects.toMatchObject({
      message: "The disk of the server is full.",
      extensions: { code: "SERVICE_UNAVAILABLE" },
    });
    await writer.discard();
    expect(calls).toEqual(["removed", "ended"]);
  });

  it("is refused in the same way through a stream", async () => {
    const { writer, calls } = await full();
    const stream = writer.stream();
    const failed = new Promise((resolve) => stream.once("error", resolve));
    stream.write("a");
    expect(await failed).toMatchObject({ message: "The disk of the server is full." });
    await writer.discard();
    expect(calls).toEqual(["removed", "ended"]);
  });
});

describe("a file", () => {
  const temporaryFolder = temporaryFolders();

  it("is not written any more after it was discarded", async () => {
    const file = path.join(await temporaryFolder(), "file");
    const handle = await open(file, "w");
    const writer = new FileWriter({
      id: "file_1",
      handle,
      publish: async () => {},
      remove: async () => {},
      onEnd() {},
    });
    await writer.write(Buffer.from("a"));
    await writer.discard();
    await expect(writer.write(Buffer.from("b"))).rejects.toThrow("discarded");
    await expect(writer.finish()).rejects.toThrow("discarded");
    expect(await readFile(file, "utf8")).toBe("a");
  });

  /** A writer whose steps wait for the test. */
  async function givenWriter(publish = async () => {}) {
    const calls: string[] = [];
    const handle = await open(path.join(await temporaryFolder(), "file"), "w");
    const [syncing, publishing] = [createGate(), createGate()];
    handle.sync = () => syncing.pass();
    const writer = new FileWriter({
      id: "file_1",
      handle,
      publish: async () => {
        await publishing.pass();
        await publish();
        calls.push("published");
      },
      remove: async () => void calls.push("removed"),
      onEnd: () => void calls.push("ended"),
    });
    return { writer, calls, syncing, publishing };
  }

  it("stays if it is discarded while it becomes visible", async () => {
    const { writer, calls, syncing, publishing } = await givenWriter();
    syncing.open();
    const finished = writer.finish();
    await publishing.reached;
    const discarded = writer.discard();
    publishing.open();
    await Promise.all([finished, discarded]);
    expect(calls).toEqual(["published", "ended"]);
  });

  it("is removed once if it is discarded while it becomes visible, and that fails", async () => {
    const { writer, calls, syncing, publishing } = await givenWriter(async () => {
      throw new Error("The database is away.");
    });
    syncing.open();
    const finished = writer.finish();
    await publishing.reached;
    const discarded = writer.discard();
    publishing.open();
    await expect(finished).rejects.toThrow("The database is away.");
    await discarded;
    expect(calls).toEqual(["removed", "ended"]);
  });

  it("is removed if it is discarded before it becomes visible", async () => {
    const { writer, calls, syncing, publishing } = await givenWriter();
    publishing.open();
    const finished = writer.finish();
    await syncing.reached;
    const discarded = writer.discard();
    syncing.open();
    await expect(finished).rejects.toThrow();
    await discarded;
    expect(calls).toEqual(["removed", "ended"]);
  });
});

/** A place where work waits for the test. */
function createGate() {
  const [arrived, opened] = [new AbortController(), new AbortController()];
  const until = async ({ signal }: AbortController) => {
    if (!signal.aborted) await once(signal, "abort");
  };
  return {
    reached: until(arrived),
    open: () => opened.abort(),
    pass: async () => {
      arrived.abort();
      await until(opened);
    },
  };
}
