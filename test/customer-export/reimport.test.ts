import { StoredImportFiles } from "../../src/shop/customer-import/stored-import-files.js";
import { type ImportArgs, importFile } from "../customer-import/import.steps.js";
import { countChanges } from "../customer-sync/upsert.steps.js";
import { givenUpload } from "../files/files.steps.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers } from "../support/given-rows.js";
import { exportFile, useExportServer } from "./export.steps.js";

/** Texts that a file must quote or guard. */
const texts = ["=1", "+39 06", "-1", "@a", "'a", "''=", 'say "hi"', "a,b;c", "007", "true", "1e5", "😀 ß", "{}", "[1]"];

const metadata = {
  text: "Ada",
  number: 1.5,
  yes: true,
  nothing: null,
  list: [1, "2", { three: null }],
  object: { "a.b": "=1", c: [] },
  empty: "",
  blank: "  ",
  digits: "007",
  "a.b": "dots",
  "=key": "=value",
  quote: '"',
  lines: "a\r\nb\nc\rd\te",
};

describe("an export that is imported again", () => {
  const { server, store } = useExportServer();

  /** Imports a file. Its content is an upload, because the server runs imports, too, and may take the job. */
  async function importAgain(content: string, args: ImportArgs = {}) {
    const fileId = await givenUpload(server, content);
    return importFile(server, "", { ...args, files: new StoredImportFiles(store()), fileId });
  }

  async function givenEverything(): Promise<void> {
    await givenGroups(server, [{ id: "cusgroup_1" }, { id: "cusgroup_2" }]);
    await givenCustomers(server, [
      ...texts.map((text, index) => ({
        id: `cus_text${index}`,
        firstName: text,
        companyName: text,
        metadata: { text },
      })),
      { id: "cus_registered", email: "ada@example.com", hasAccount: true, metadata },
      { id: "cus_guest", email: "ada@example.com", phone: "+39 06 1" },
      { id: "cus_phone", email: null, phone: "+39 06 1" },
      { id: "cus_erp", externalIds: [{ system: "erp", value: "=4711" }] },
      {
        id: "cus_shop",
        externalIds: [
          { system: "a.b", value: "'1" },
          { system: "erp", value: "1" },
        ],
      },
      { id: "cus_old", createdAt: new Date("1999-12-31T23:59:59.999Z") },
      { id: "cus_deleted", deletedAt: new Date() },
      { id: "cus_erased", email: null, erasedAt: new Date() },
    ]);
    await givenMembers(server, { cusgroup_1: ["cus_erp", "cus_shop"], cusgroup_2: ["cus_erp"] });
    await givenAddresses(server, [
      ...texts.map((text, index) => ({ id: `cuaddr_${index}`, customerId: "cus_erp", city: text, metadata: { text } })),
      { id: "cuaddr_all", customerId: "cus_shop", countryCode: "it", isDefaultBilling: true, metadata },
      { id: "cuaddr_gone", customerId: "cus_shop", city: "Bari", deletedAt: new Date() },
    ]);
  }

  const count = texts.length + 6;

  it.each(["CSV", "JSONL"] as const)("changes nothing as %s: no version, no history", async (format) => {
    await givenEverything();
    const before = await countChanges(server);
    const file = await exportFile(server, { format });
    const job = await importAgain(file, { format, onBadRow: "ALL_OR_NOTHING" });
    expect(job.errors).toEqual([]);
    expect(job).toMatchObject({
      status: "SUCCEEDED",
      total: count,
      unchanged: count,
      updated: 0,
      created: 0,
      failed: 0,
    });
    expect(await countChanges(server)).toBe(before);
    expect(await exportFile(server, { format })).toBe(file);
  });

  it("changes nothing with a column for each key of metadata, in both formats", async () => {
    await givenEverything();
    const keys = Object.keys(metadata).map((key) => `metadata.${key}`);
    const columns = ["id", ...keys, ...keys.map((key) => `addresses.0.${key}`), "addresses.0.id", "firstName"];
    const where = { not: { id: { eq: "cus_erp" } } };
    for (const format of ["CSV", "JSONL"] as const) {
      const file = await exportFile(server, { format, columns, where });
      const job = await importAgain(file, { format });
      expect(job.errors).toEqual([]);
      expect(job).toMatchObject({ unchanged: count - 1, updated: 0, created: 0, failed: 0 });
    }
  });

  it("brings the same customers into an empty shop", async () => {
    await givenEverything();
    const columns = [
      "email",
      "hasAccount",
      "firstName",
      "companyName",
      "phone",
      "createdAt",
      "externalIds.erp",
      "metadata",
    ];
    // The registered customer has the same email, by which an import finds it.
    const where = { id: { ne: "cus_guest" } };
    const file = await exportFile(server, { columns, where });
    await server.reset();
    const job = await importAgain(file);
    expect(job.errors).toEqual([]);
    expect(job).toMatchObject({ created: count - 1, failed: 0 });
    expect((await exportFile(server, { columns })).split("\r\n").sort()).toEqual(file.split("\r\n").sort());
  });
});
