import { constants, existsSync } from "node:fs";
import { access, mkdir, readdir } from "node:fs/promises";
import path from "node:path";

/** Names of files that this server creates, and of files that file systems or version control create. */
const ownNames =
  /^(postgres(\.unfinished)?|lock\.\d+|lock-draft\..+|(admin-api-key|jwt-secret|demo-accounts\.json)(\.new)?|mail|files|lost\+found|\.gitkeep|\.gitignore)$/;
const shownNames = 3;

const reasons: Readonly<Record<string, string>> = {
  EEXIST: "is a file, or lies below one: it must be a folder",
  ENOTDIR: "is a file, or lies below one: it must be a folder",
  EACCES: "cannot be written by the user of this process (EACCES)",
  EPERM: "cannot be written by the user of this process (EPERM)",
  EROFS: "is on a file system that is read-only (EROFS)",
  ENOENT: "cannot be created there (ENOENT)",
  ENAMETOOLONG: "has too long a name (ENAMETOOLONG)",
};

/**
 * Creates the folder of the embedded database if needed, and returns its path.
 * @throws if the folder cannot be created or written, or contains files of another program.
 */
export async function prepareDataFolder(dataDir: string): Promise<string> {
  const folder = path.resolve(dataDir);
  try {
    await createFolder(folder);
    await refuseForeignFolder(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = reasons[code];
    if (reason === undefined) throw error;
    throw new Error(`DATA_DIR, ${folder}, ${reason}. Choose another folder.`, { cause: error });
  }
  return folder;
}

/** Creates a folder and its parents. Node's option `recursive` never ends below `/proc`. */
async function createFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || path.dirname(folder) === folder) throw error;
    await createFolder(path.dirname(folder));
    await mkdir(folder);
  }
}

async function refuseForeignFolder(folder: string): Promise<void> {
  if (existsSync(path.join(folder, "postgres", "PG_VERSION"))) return;
  const foreign = (await readdir(folder)).filter((name) => !ownNames.test(name)).sort();
  if (foreign.length === 0) return;
  const names = `${foreign.slice(0, shownNames).join(", ")}${foreign.length > shownNames ? " …" : ""}`;
  throw new Error(
    `DATA_DIR, ${folder}, holds files of another program (${names}). Nothing was changed. Choose an empty folder, or a new one.`,
  );
}
