import { readdir } from "node:fs/promises";
import path from "node:path";
import { ArgumentError } from "../../src/cli/arguments.js";
import { parseExportArguments } from "../../src/cli/export-customers-arguments.js";
import { readExportInput } from "../../src/cli/export-customers-input.js";
import { LocalExportFile } from "../../src/cli/local-export-file.js";
import { createSchema } from "../../src/schema.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const temporaryFolder = temporaryFolders();
const schema = createSchema();

/** Reads the arguments as the command does. */
function read(...args: string[]) {
  const parsed = parseExportArguments(args);
  return parsed === null ? null : readExportInput(parsed, schema);
}

describe("the arguments of export", () => {
  it("have defaults", () => {
    expect(read("a.csv")).toEqual({ format: "CSV", where: null, search: null, columns: null });
    expect(parseExportArguments(["a.csv"])).toMatchObject({ file: "a.csv", replace: false });
    expect(read("--help")).toBeNull();
  });

  it("are read", () => {
    const where = '{"createdAt": {"gte": "2026-08-23T10:15:30Z"}, "groups": {"some": {}}}';
    const args = [
      "--format",
      "JSONL",
      "--where",
      where,
      "--search",
      "ada",
      "--columns",
      "id,addresses.0.city",
      "--replace",
    ];
    expect(read("a.txt", ...args)).toEqual({
      format: "JSONL",
      where: { createdAt: { gte: "2026-08-23T10:15:30.000Z" }, groups: { some: {} } },
      search: "ada",
      columns: ["id", "addresses.0.city"],
    });
    expect(parseExportArguments(["a.txt", ...args])).toMatchObject({ file: "a.txt", replace: true });
  });

  it.each([
    [["a.csv", "b.csv"], "Expected the name of one file, such as customers.csv, got 2."],
    [[], "Expected the name of one file"],
    [["customers.xlsx"], "Expected a file that ends with .csv or .jsonl"],
    [["a.csv", "--format", "xml"], "Expected --format to be csv or jsonl, got xml."],
    [["a.csv", "--columns", "id,emial"], '--columns is wrong. "emial": Must be a field of CustomerUpsertInput'],
    [["a.csv", "--where", "hasAccount"], "Expected --where to be JSON"],
    [["a.csv", "--where", '{"hasAcount": true}'], '--where is wrong: Field "hasAcount" is not defined'],
    [["a.csv", "--where", '{"and": [{"hasAccount": 1}]}'], "--where.and.0.hasAccount is wrong"],
    [["a.csv", "--where", '{"email": null}'], "must not be null"],
    [["a.csv", "--where", '{"metadata": [{"path": ["a"], "equals": 1234567890123456789}]}'], "must hold only numbers"],
    [["a.csv", "--search", "a ".repeat(11)], "must have at most 10 words"],
    [["a.csv", "--unknown"], "Unknown option '--unknown'"],
  ])("are refused: %j", (args, message) => {
    expect(() => read(...args)).toThrow(ArgumentError);
    expect(() => read(...args)).toThrow(message);
  });
});

describe("the file of an export", () => {
  it("is refused in a folder that does not exist, and if it is a folder", async () => {
    const folder = await temporaryFolder();
    const create = (file: string) => LocalExportFile.create(file, { replace: true });
    await expect(create(path.join(folder, "missing/a.csv"))).rejects.toThrow(ArgumentError);
    await expect(create(folder)).rejects.toThrow(/^Expected a file, but .* is a folder\.$/);
    expect(await readdir(folder)).toEqual([]);
  });
});
