import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { embeddedAdminApiKey } from "../../src/access/auth/embedded-secrets.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const temporaryFolder = temporaryFolders();

describe("the root key of an embedded database", () => {
  it("is created once in a file that only its owner can read", async () => {
    const folder = await temporaryFolder();
    const key = await embeddedAdminApiKey(folder);
    expect(key).toMatch(/^sk_[\w-]{43}$/);
    expect(await embeddedAdminApiKey(folder)).toBe(key);
    const file = path.join(folder, "admin-api-key");
    expect((await readFile(file, "utf8")).trim()).toBe(key);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("is different in each folder", async () => {
    expect(await embeddedAdminApiKey(await temporaryFolder())).not.toBe(
      await embeddedAdminApiKey(await temporaryFolder()),
    );
  });

  it("is not created in a missing folder", async () => {
    const folder = path.join(await temporaryFolder(), "missing");
    await expect(embeddedAdminApiKey(folder)).rejects.toThrow("ENOENT");
  });
});
