import { givenCustomer } from "../customer/customer.steps.js";
import { erp, upsert, upsertRows } from "../customer-sync/upsert.steps.js";
import type { CustomerUpsertInput } from "../support/generated/graphql.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { importFile } from "./import.steps.js";

/** A value of a field, and the errors that all ways of an upsert report for it. */
interface Rule {
  readonly field: string;
  readonly value: unknown;
  readonly errors: readonly string[];
}

const long = "a".repeat(256);
const deep = JSON.parse(`${'{"a":'.repeat(11)}1${"}".repeat(11)}`);
const atAddress = "input.addresses.0";

const rules: Rule[] = [
  { field: "email", value: "a@example.com", errors: [] },
  { field: "email", value: "no", errors: ["INVALID_EMAIL at input.email"] },
  { field: "email", value: `${"a".repeat(250)}@example.com`, errors: ["TOO_LONG at input.email"] },
  { field: "email", value: "taken@example.com", errors: ["EMAIL_TAKEN at input.email"] },
  { field: "firstName", value: "a".repeat(255), errors: [] },
  { field: "firstName", value: long, errors: ["TOO_LONG at input.firstName"] },
  { field: "lastName", value: "a\u0007b", errors: ["INVALID at input.lastName"] },
  { field: "companyName", value: "a\u202eb", errors: ["INVALID at input.companyName"] },
  { field: "phone", value: long, errors: ["TOO_LONG at input.phone"] },
  { field: "hasAccount", value: true, errors: ["REQUIRED at input.email"] },
  { field: "hasAccount", value: false, errors: [] },
  { field: "createdAt", value: "2024-01-31T10:00:00Z", errors: [] },
  { field: "metadata", value: { vip: "yes" }, errors: [] },
  { field: "metadata", value: deep, errors: ["TOO_LONG at input.metadata"] },
  { field: "metadata", value: { a: "x".repeat(70_000) }, errors: ["TOO_LONG at input.metadata"] },
  { field: "externalIds.shop", value: "1", errors: [] },
  { field: "externalIds.shop", value: long, errors: ["TOO_LONG at input.externalIds.1.value"] },
  { field: "externalIds.shop", value: "taken", errors: ["EXTERNAL_ID_TAKEN at input.externalIds.1"] },
  { field: "groupIds", value: ["cusgroup_unknown"], errors: ["NOT_FOUND at input.groupIds.0"] },
  { field: "groupIds", value: ["cus_1"], errors: ["INVALID_ID at input.groupIds.0"] },
  { field: "addresses.0.city", value: "Roma", errors: [] },
  { field: "addresses.0.city", value: long, errors: [`TOO_LONG at ${atAddress}.city`] },
  { field: "addresses.0.countryCode", value: "IT", errors: [] },
  { field: "addresses.0.countryCode", value: "xx", errors: [`INVALID_COUNTRY at ${atAddress}.countryCode`] },
  { field: "addresses.0.id", value: "cuaddr_unknown", errors: [`NOT_FOUND at ${atAddress}.id`] },
  { field: "addresses.0.isDefaultShipping", value: true, errors: [`BLANK at ${atAddress}`] },
];

/** The customers of the rules have the external ids 0, 1, … and a name, so that each is valid without its field. */
const known = (index: number) => ({ firstName: `Row ${index}` });

function inputOf({ field, value }: Rule, index: number): CustomerUpsertInput {
  const [name = "", key = "", inner = ""] = field.split(".");
  if (name === "addresses") return { ...known(index), addresses: [{ [inner]: value }] };
  if (name === "externalIds") {
    return { ...known(index), externalIds: [erp(String(index)), { system: key, value: String(value) }] };
  }
  return { ...known(index), [name]: value };
}

function cellOf(value: unknown): string {
  const text = Array.isArray(value)
    ? value.join(" ")
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
  return `"${text.replaceAll('"', '""')}"`;
}

/** A row for each rule, with its field alone. */
function csvOf(): string {
  const fields = [...new Set(["firstName", ...rules.map(({ field }) => field)])];
  const rows = rules.map((rule, index) => {
    const values = fields.map((field) => {
      if (field === rule.field) return cellOf(rule.value);
      return field === "firstName" ? known(index).firstName : "";
    });
    return [index, ...values].join(",");
  });
  return `${[["externalIds.erp", ...fields].join(","), ...rows].join("\n")}\n`;
}

function jsonlOf(): string {
  const rows = rules.map(({ field, value }, index) => {
    const [name = "", key = "", inner = ""] = field.split(".");
    const values = name === "addresses" ? [{ [inner]: value }] : name === "externalIds" ? {} : value;
    const externalIds = { erp: String(index), ...(name === "externalIds" && { [key]: value }) };
    return { ...known(index), [name]: values, externalIds };
  });
  return `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`;
}

describe("the rules of an upsert", () => {
  const server = useTestServer();
  const expected = rules.map(({ field, errors }) => [field, errors]);

  beforeEach(async () => {
    await givenCustomer(server, { externalIds: [{ system: "shop", value: "taken" }], firstName: "Shop" });
    await givenCustomer(server, { email: "taken@example.com" });
  });

  /** The errors of each row of a file, from its first line on. */
  async function errorsOfFile(content: string, format: "CSV" | "JSONL", firstLine: number) {
    const { errors } = await importFile(server, content, { format, dryRun: true });
    return rules.map(({ field }, index) => {
      const start = `${index + firstLine}: `;
      const ofRow = errors.filter((error) => error.startsWith(start));
      return [field, ofRow.map((error) => error.slice(start.length).replace(/ \(.*\)$/, ""))];
    });
  }

  it("are those of customerUpsert", async () => {
    const results = [];
    for (const [index, rule] of rules.entries()) {
      const by = { externalId: erp(String(index)) };
      const { userErrors } = await upsert(server, by, inputOf(rule, index), { dryRun: true });
      results.push([rule.field, inShort(userErrors)]);
    }
    expect(results).toEqual(expected);
  });

  it("are those of customersUpsert", async () => {
    const rows = rules.map((rule, index) => ({
      by: { externalId: erp(String(index)) },
      input: inputOf(rule, index),
    }));
    const { results } = await upsertRows(server, rows, { onBadRow: "SKIP_BAD_ROWS", dryRun: true });
    expect(results.map(({ userErrors }, index) => [rules[index]?.field, inShort(userErrors)])).toEqual(expected);
  });

  it("are those of a CSV file", async () => {
    expect(await errorsOfFile(csvOf(), "CSV", 2)).toEqual(expected);
  });

  it("are those of a JSONL file", async () => {
    expect(await errorsOfFile(jsonlOf(), "JSONL", 1)).toEqual(expected);
  });
});
