import { rootKeyId } from "../../src/access/api-key/root-key.js";
import { idPrefixes } from "../../src/graphql/node/ids.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { allCustomers, erp } from "../customer-sync/upsert.steps.js";
import { givenUpload, useFileServer } from "../files/files.steps.js";
import { seeStatus } from "../jobs/job.steps.js";
import type { ImportCustomersMutationVariables } from "../support/generated/graphql.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { importCustomers } from "./import.operations.js";

type Arguments = Partial<ImportCustomersMutationVariables>;

describe("customersImport", () => {
  const { server, givenResult } = useFileServer({ jobs: { timeouts: { pollMs: 50 } } });
  const sql = (text: string) => server.testDatabase.database.pool.query(text);

  /** Uploads a file, starts its import and returns the id of the job. */
  async function start(content: string, args: Arguments = {}): Promise<string> {
    const fileId = await givenUpload(server, content);
    const { customersImport } = await server.run(importCustomers, { fileId, ...args });
    expect(customersImport.userErrors).toEqual([]);
    return customersImport.job?.id ?? "";
  }

  /** Runs an import to its end, and returns the job. */
  const importContent = async (content: string, args?: Arguments, status = "SUCCEEDED") =>
    seeStatus(server.testDatabase.database, await start(content, args), status);

  async function refusalOf(fileId: string, args: Arguments = {}): Promise<string[]> {
    const { customersImport } = await server.run(importCustomers, { fileId, ...args });
    expect(customersImport.job).toBeNull();
    return inShort(customersImport.userErrors).sort();
  }

  it("imports an uploaded file", async () => {
    const columns = [{ column: " E-Mail ", field: "email" }];
    const fileId = await givenUpload(server, "E-Mail,firstName\nada@example.com,Ada\nno,Bea\n");
    const { customersImport } = await server.run(importCustomers, { fileId, columns });
    expect(customersImport).toMatchObject({
      job: { kind: "CUSTOMERS_IMPORT", dryRun: false, createdBy: rootKeyId },
      userErrors: [],
    });
    const { database } = server.testDatabase;
    const job = await seeStatus(database, customersImport.job?.id ?? "", "SUCCEEDED");
    expect(job).toMatchObject({ total: 2, created: 1, failed: 1, errors: [{ line: 3, code: "INVALID_EMAIL" }] });
    expect(await allCustomers(server)).toMatchObject([{ email: "ada@example.com", firstName: "Ada" }]);
  });

  it("uses the format, the identifier, the policy and the dry run that it gets", async () => {
    await importContent("email,externalIds.erp\nada@example.com,1\n");
    const rows = '{"email":"ada@example.com","externalIds":{"erp":"2"}}\n{"email":"bea@example.com"}\n';
    const args = { format: "JSONL", identifyBy: "externalId:erp" } as const;
    const dry = await importContent(rows, { ...args, dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, created: 0, failed: 2 });
    expect(dry.errors).toMatchObject([{ code: "EMAIL_TAKEN" }, { code: "REQUIRED" }]);
    const one = '{"email":"bea@example.com","externalIds":{"erp":"3"}}\n{"email":"no","externalIds":{"erp":"4"}}\n';
    await importContent(one, { ...args, onBadRow: "ALL_OR_NOTHING" }, "FAILED");
    expect(await allCustomers(server)).toMatchObject([{ externalIds: [erp("1")] }]);
    await importContent(one, args);
    expect(await allCustomers(server)).toMatchObject([{}, { email: "bea@example.com", externalIds: [erp("3")] }]);
  });

  it("returns all errors of its arguments at once", async () => {
    const columns = [
      { column: "a", field: "emial" },
      { column: "b", field: "email" },
      { column: "b", field: "" },
      { column: "c", field: "email" },
      { column: "\0", field: "metadata.\0" },
    ];
    expect(await refusalOf("file_1", { columns, identifyBy: "phone" })).toEqual([
      "CONFLICTING_INPUT at columns.2",
      "CONFLICTING_INPUT at columns.3",
      "INVALID at columns.0.field",
      "INVALID at columns.4.column",
      "INVALID at columns.4.field",
      "INVALID at identifyBy",
      "NOT_FOUND at fileId",
    ]);
  });

  it("takes 1,000 columns, and no more", async () => {
    const columns = Array.from({ length: 1_001 }, (_, n) => ({ column: `c${n}`, field: `metadata.c${n}` }));
    const fileId = await givenUpload(server, `${columns.map(({ column }) => column).join(",")}\n`);
    expect(await refusalOf(fileId, { columns })).toEqual(["TOO_MANY at columns"]);
    const thousand = columns.slice(0, 1_000);
    const job = await importContent(thousand.map(({ column }) => column).join(","), { columns: thousand });
    expect(job).toMatchObject({ total: 0, failure: null });
  });

  it("refuses the id of another object, a result, and files that are incomplete, expired, or erased", async () => {
    for (const prefix of Object.values(idPrefixes)) {
      expect(await refusalOf(`${prefix}_1`)).toEqual(["INVALID_ID at fileId"]);
    }
    expect(await refusalOf("\0")).toEqual(["NOT_FOUND at fileId"]);
    expect(await refusalOf(await givenResult("email\n"))).toEqual(["NOT_FOUND at fileId"]);
    const fileId = await givenUpload(server, "email\n");
    for (const change of ["size = NULL", "expires_at = now()", "erased_at = now()"]) {
      await sql("UPDATE stored_file SET size = 1, expires_at = now() + interval '1 day', erased_at = NULL");
      await sql(`UPDATE stored_file SET ${change}`);
      expect([change, await refusalOf(fileId)]).toEqual([change, ["NOT_FOUND at fileId"]]);
    }
  });

  it("starts one job for an Idempotency-Key", async () => {
    const fileId = await givenUpload(server, "email\nada@example.com\n");
    const query = `mutation { customersImport(fileId: "${fileId}", format: CSV) { job { id } userErrors { code } } }`;
    const ask = () => server.ask(query, {}, { "idempotency-key": "import-1" });
    expect(await ask()).toEqual(await ask());
    expect(await server.testDatabase.database.prisma.job.count()).toBe(1);
  });

  it("needs JOBS_MANAGE and CUSTOMERS_WRITE", async () => {
    for (const scopes of [["JOBS_MANAGE"], ["CUSTOMERS_WRITE"]] as const) {
      const { secret } = await givenApiKey(server, [...scopes]);
      const query = 'mutation { customersImport(fileId: "file_1", format: CSV) { job { id } } }';
      const { errors } = await server.as(secret).ask(query);
      expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    }
  });
});

describe("customersImport on a server without files", () => {
  const server = useTestServer();

  it("is unavailable", async () => {
    const query = 'mutation { customersImport(fileId: "file_1", format: CSV) { job { id } } }';
    const { errors } = await server.ask(query);
    expect(errors).toMatchObject([{ extensions: { code: "SERVICE_UNAVAILABLE" } }]);
  });
});
