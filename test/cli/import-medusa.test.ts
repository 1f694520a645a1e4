import { ArgumentError } from "../../src/cli/arguments.js";
import { parseMedusaArguments } from "../../src/cli/import-medusa-arguments.js";
import { formatSummary } from "../../src/cli/import-table.js";

const from = "postgresql://reader:secret@db.example.com/medusa";

describe("the arguments of import:medusa", () => {
  it("have defaults", () => {
    expect(parseMedusaArguments(["--from", from])).toEqual({
      from,
      schema: undefined,
      dryRun: false,
      allowDeletions: false,
      help: false,
    });
  });

  it("are read", () => {
    const args = ["--from", from, "--schema", "shop", "--dry-run", "--allow-deletions"];
    expect(parseMedusaArguments(args)).toEqual({
      from,
      schema: "shop",
      dryRun: true,
      allowDeletions: true,
      help: false,
    });
  });

  it.each([
    [[], "--from"],
    [["--from", "mysql://user:secret@host/db"], "--from"],
    [["--from", "postgresql://user:se cret@ho st:x/"], "--from"],
    [["--from", "reader:secret@host"], "--from"],
    [["--unknown"], "--unknown"],
  ])("are refused without showing a password: %j", (args, message) => {
    const parse = () => parseMedusaArguments(args);
    expect(parse).toThrow(ArgumentError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow("secret");
  });
});

it("formats the summary as a table, reasons and warnings", () => {
  const counts = { created: 1_200, updated: 0, unchanged: 34, refused: 2, leftOut: 0, deleted: 0 };
  const refused = { rows: "customers", outcome: "refused", reason: "EMAIL_TAKEN email", count: 2 } as const;
  const text = formatSummary({
    version: "2.x",
    counts: [{ rows: "customers", read: 1_236, ...counts }],
    reasons: [
      { ...refused, ids: ["cus_1", "cus_2"], existingIds: ["cus_3", null] },
      { rows: "orders", outcome: "left out", reason: "draft", count: 3, ids: [], existingIds: [] },
    ],
    warnings: ["Check amounts."],
  });
  expect(text).toBe(`            read  created  updated  unchanged  refused  left out  deleted
customers  1,236    1,200        0         34        2         0        0

Refused:
  2 customers: EMAIL_TAKEN email
    cus_1 (existing: cus_3), cus_2

Left out:
  3 orders: draft

Warnings:
  Check amounts.
`);
});
