import { ArgumentError } from "../../src/cli/arguments.js";
import { parseImportArguments } from "../../src/cli/import-customers-arguments.js";

describe("the arguments of import", () => {
  it("have defaults", () => {
    expect(parseImportArguments(["customers.csv"])).toEqual({
      file: "customers.csv",
      format: "CSV",
      columns: [],
      identifyBy: null,
      allOrNothing: false,
      dryRun: false,
      errors: undefined,
      help: false,
    });
  });

  it("are read", () => {
    const options = ["--format", "jsonl", "--identify-by", "externalId:erp", "--all-or-nothing", "--dry-run"];
    const columns = ["--column", "a=b=email", "--column", "Remarks="];
    expect(parseImportArguments(["data", ...options, ...columns, "--errors", "errors.csv"])).toEqual({
      file: "data",
      format: "JSONL",
      columns: [
        { column: "a=b", field: "email" },
        { column: "Remarks", field: "" },
      ],
      identifyBy: "externalId:erp",
      allOrNothing: true,
      dryRun: true,
      errors: "errors.csv",
      help: false,
    });
  });

  it.each([
    ["a.CSV", "CSV"],
    ["a.tsv", "CSV"],
    ["a.txt", "CSV"],
    ["a.jsonl", "JSONL"],
    ["a.ndjson", "JSONL"],
  ])("read the format of %s from its name", (file, format) => {
    expect(parseImportArguments([file])).toMatchObject({ format });
  });

  it.each([
    [[], "Expected one file."],
    [["a.csv", "b.csv"], "Expected one file."],
    [["a.xlsx"], "Expected --format to be csv or jsonl"],
    [["a.csv", "--format", "tsv"], "Expected --format to be csv or jsonl"],
    [["a.csv", "--column", "email"], "Expected --column to be"],
    [["a.csv", "--unknown"], "--unknown"],
  ])("are refused: %j", (args, message) => {
    const parse = () => parseImportArguments(args);
    expect(parse).toThrow(ArgumentError);
    expect(parse).toThrow(message);
  });
});
