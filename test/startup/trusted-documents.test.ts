import { writeFile } from "node:fs/promises";
import path from "node:path";
import { readEnvironment } from "../../src/env.js";
import { readTrustedDocuments } from "../../src/startup/trusted-documents.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const temporaryFolder = temporaryFolders();
const read = (file: string) => readTrustedDocuments(readEnvironment({ TRUSTED_DOCUMENTS: file }));

/** Writes a file and returns its path. */
async function written(text: string): Promise<string> {
  const file = path.join(await temporaryFolder(), "documents.json");
  await writeFile(file, text);
  return file;
}

describe("TRUSTED_DOCUMENTS", () => {
  it("is read as Code Generator writes it", async () => {
    const documents = { "0123abcd": "query A { __typename }", ffff: "mutation B { logout { userErrors { code } } }" };
    expect(await read(await written(JSON.stringify(documents)))).toEqual({ documents, areOnly: false });
    expect(await readTrustedDocuments(readEnvironment({}))).toBeUndefined();
  });

  it("must be a file that exists", async () => {
    const file = path.join(await temporaryFolder(), "documents.json");
    await expect(read(file)).rejects.toThrow(`The file ${file} of TRUSTED_DOCUMENTS cannot be read (ENOENT).`);
  });

  it.each(["{", "", "[]", '["{ __typename }"]', "null", '"a"', '{"a": 1}', '{"a": {"query": "{ __typename }"}}'])(
    "must be a JSON object of texts, not %s",
    async (text) => {
      const file = await written(text);
      await expect(read(file)).rejects.toThrow(`The file ${file} of TRUSTED_DOCUMENTS must be a JSON object`);
    },
  );
});
