import { rootKeyId } from "../../src/access/api-key/root-key.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { download } from "../files/files.steps.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers, idsOf } from "../support/given-rows.js";
import { adminKey } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { exportCustomers } from "./export.operations.js";
import { endOf, exportFile, exportObjects, startExport, useExportServer } from "./export.steps.js";

const lines = (...rows: string[]) => rows.map((row) => `${row}\r\n`).join("");
const createdAt = new Date("2026-08-23T10:15:30.250Z");
const ada = { id: "cus_ada", email: "ada@example.com", firstName: "Ada", createdAt };

describe("customersExport", () => {
  const { server } = useExportServer();
  const prisma = () => server.testDatabase.database.prisma;

  async function givenAda(): Promise<void> {
    const externalIds = [
      { system: "erp", value: "4711" },
      { system: "shop", value: "s1" },
    ];
    await givenCustomers(server, [{ ...ada, phone: "06 1", hasAccount: true, metadata: { vip: true }, externalIds }]);
    await givenAddresses(server, [
      { id: "cuaddr_1", customerId: ada.id, city: "Roma", countryCode: "it", isDefaultShipping: true },
      { id: "cuaddr_2", customerId: ada.id, address1: "Via 1, Scala B", metadata: { door: 2 } },
      { id: "cuaddr_3", customerId: ada.id, city: "Bari", deletedAt: createdAt },
    ]);
    await givenGroups(server, [{ id: "cusgroup_1" }, { id: "cusgroup_2" }, { id: "cusgroup_3", deletedAt: createdAt }]);
    await givenMembers(server, { cusgroup_2: [ada.id], cusgroup_1: [ada.id], cusgroup_3: [ada.id] });
  }

  it("writes all fields of all customers as CSV, with columns for each address and each system", async () => {
    await givenAda();
    await givenCustomers(server, [{ id: "cus_bea", email: null, companyName: 'Bea "B" Ltd', createdAt }]);
    const address = (index: number) =>
      "id,addressName,isDefaultShipping,isDefaultBilling,company,firstName,lastName,address1,address2,city,province,postalCode,countryCode,phone,metadata"
        .split(",")
        .map((name) => `addresses.${index}.${name}`)
        .join(",");
    expect(await exportFile(server)).toBe(
      lines(
        `id,email,firstName,lastName,companyName,phone,hasAccount,createdAt,groupIds,metadata,externalIds.erp,externalIds.shop,${address(0)},${address(1)}`,
        `cus_ada,ada@example.com,Ada,,,06 1,true,2026-08-23T10:15:30.250Z,cusgroup_1 cusgroup_2,"{""vip"":true}",4711,s1,cuaddr_1,,true,false,,,,,,Roma,,,it,,,cuaddr_2,,false,false,,,,"Via 1, Scala B",,,,,,,"{""door"":2}"`,
        `cus_bea,,,,"Bea ""B"" Ltd",,false,2026-08-23T10:15:30.250Z,,,,${",".repeat(30)}`,
      ),
    );
  });

  it("writes all fields as JSONL, with all digits of stored numbers", async () => {
    await givenAda();
    await server.testDatabase.database.pool.query(
      `UPDATE customer SET metadata = '{"n": 0.1234567890123456789, "list": [1e400], "empty": ""}'`,
    );
    const file = await exportFile(server, { format: "JSONL" });
    const digits = `1${"0".repeat(400)}`;
    expect(file).toContain(`"metadata":{"n":0.1234567890123456789,"list":[${digits}]},`);
    expect(file.endsWith("}\n")).toBe(true);
    const noTexts = { company: null, firstName: null, lastName: null, address2: null, province: null };
    expect(JSON.parse(file)).toEqual({
      ...ada,
      createdAt: createdAt.toISOString(),
      lastName: null,
      companyName: null,
      phone: "06 1",
      hasAccount: true,
      groupIds: ["cusgroup_1", "cusgroup_2"],
      metadata: expect.any(Object),
      externalIds: { erp: "4711", shop: "s1" },
      addresses: [
        {
          ...noTexts,
          id: "cuaddr_1",
          addressName: null,
          isDefaultShipping: true,
          isDefaultBilling: false,
          address1: null,
          city: "Roma",
          postalCode: null,
          countryCode: "it",
          phone: null,
          metadata: {},
        },
        expect.objectContaining({ ...noTexts, id: "cuaddr_2", address1: "Via 1, Scala B", metadata: { door: 2 } }),
      ],
    });
  });

  it("writes the given columns in their order", async () => {
    await givenAda();
    await givenCustomers(server, [{ id: "cus_bea", metadata: { vip: "=1", "a.b": null } }]);
    const columns = ["metadata.vip", "id", "externalIds.shop", "addresses.1.metadata.door", "addresses.1.city"];
    expect(await exportFile(server, { columns })).toBe(
      lines(columns.join(","), "true,cus_ada,s1,2,", "'=1,cus_bea,,,"),
    );
    expect(
      await exportObjects(server, { columns: [...columns, "metadata.a.b", "groupIds", "metadata.__proto__"] }),
    ).toEqual([
      {
        metadata: { vip: true },
        id: "cus_ada",
        externalIds: { shop: "s1" },
        addresses: [{}, { metadata: { door: 2 }, city: null }],
        groupIds: ["cusgroup_1", "cusgroup_2"],
      },
      { metadata: { vip: "=1", "a.b": null }, id: "cus_bea", groupIds: [] },
    ]);
  });

  it("writes one apostrophe before cells that a spreadsheet would run, and before no others", async () => {
    const values = ["=1+1", "+39 06", "-1", "@SUM(A1)", "'quoted", "a=1", " =1"];
    await givenCustomers(
      server,
      values.map((firstName, index) => ({ id: `cus_${index}`, firstName })),
    );
    expect(await exportFile(server, { columns: ["firstName"] })).toBe(
      lines("firstName", "'=1+1", "'+39 06", "'-1", "'@SUM(A1)", "''quoted", "a=1", '" =1"'),
    );
    expect((await exportObjects(server, { columns: ["firstName"] })).map(({ firstName }) => firstName)).toEqual(values);
  });

  it("exports the customers that match the filter and the search, without deleted and erased ones", async () => {
    const [one = "", two = "", three = "", four = "", five = ""] = idsOf("cus", 5);
    await givenCustomers(server, [
      { id: one, firstName: "Élodie", createdAt },
      { id: two, firstName: "Elodie", createdAt: new Date("2020-01-01T00:00:00Z") },
      { id: three, firstName: "Bea", createdAt },
      { id: four, firstName: "Elodie", createdAt, deletedAt: createdAt },
      { id: five, email: null, erasedAt: createdAt, createdAt },
    ]);
    const idsFor = async (args: Parameters<typeof exportObjects>[1]) =>
      (await exportObjects(server, { columns: ["id"], ...args })).map(({ id }) => id);
    expect(await idsFor({})).toEqual([one, two, three]);
    expect(await idsFor({ search: "elodie" })).toEqual([one, two]);
    const since = { createdAt: { gte: "2026-08-23T10:15:30.250Z" } };
    expect(await idsFor({ search: "elodie", where: { and: [since] } })).toEqual([one]);
    expect(await idsFor({ where: { not: { id: { in: [two, "cus_\0"] } } } })).toEqual([one, three]);
    // Its year in UTC is 10000, which no stored text can have.
    expect(await idsFor({ where: { createdAt: { lt: "9999-12-31T23:59:59-12:00" } } })).toEqual([one, two, three]);
    expect(await exportFile(server, { where: { or: [] }, columns: ["id"] })).toBe("id\r\n");
    expect(await exportFile(server, { where: { or: [] }, format: "JSONL" })).toBe("");
  });

  it("shows its caller, its progress and its file", async () => {
    await givenCustomers(
      server,
      idsOf("cus", 3).map((id) => ({ id })),
    );
    const { customersExport } = await server.run(exportCustomers, {});
    expect(customersExport).toEqual({
      job: { id: expect.any(String), kind: "CUSTOMERS_EXPORT", createdBy: rootKeyId },
      userErrors: [],
    });
    const job = await endOf(server, customersExport.job?.id ?? "");
    expect(job).toMatchObject({ status: "SUCCEEDED", total: 3, processed: 3, failed: 0, input: {}, position: null });
    const { data } = await server.ask("query ($id: ID!) { job(id: $id) { resultPath } }", { id: job.id });
    expect(data).toEqual({ job: { resultPath: `/files/${job.resultFileId}` } });
    const { headers } = await download(server, job.resultFileId ?? "");
    expect(headers["content-disposition"]).toBe('attachment; filename="customers.csv"');
    expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
  });

  it("refuses unknown, repeated and no columns", async () => {
    const errorsFor = async (columns: string[]) =>
      inShort((await server.run(exportCustomers, { columns })).customersExport.userErrors);
    const columns = ["emial", "email", "email", "externalIds.E RP", "addresses.1000.city", "metadata.a\0", "updatedAt"];
    expect(await errorsFor(columns)).toEqual([
      "INVALID at columns.0",
      "CONFLICTING_INPUT at columns.2",
      "INVALID at columns.3",
      "INVALID at columns.4",
      "INVALID at columns.5",
      "INVALID at columns.6",
    ]);
    expect(await errorsFor([])).toEqual(["REQUIRED at columns"]);
    expect(await errorsFor(Array.from({ length: 1_001 }, (_, n) => `metadata.${n}`))).toEqual(["TOO_MANY at columns"]);
    expect(await prisma().job.count()).toBe(0);
  });

  it("refuses an invalid filter or search at once", async () => {
    for (const given of ["where: { email: null }", `search: "${"a ".repeat(11)}"`, 'search: "\\u0000"']) {
      const { errors } = await server.ask(`mutation { customersExport(format: CSV, ${given}) { job { id } } }`);
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    }
    expect(await prisma().job.count()).toBe(0);
  });

  it("fails with the reason if the file would have more columns than a program can show", async () => {
    await givenCustomers(server, [ada]);
    const addresses = Array.from({ length: 140 }, (_, n) => ({ id: `cuaddr_${n}`, customerId: ada.id, city: "Roma" }));
    await givenAddresses(server, addresses);
    const job = await endOf(server, await startExport(server));
    expect(job).toMatchObject({ status: "FAILED", resultFileId: null });
    expect(job.failure).toMatch(
      /^The file would have 2110 columns, because a customer has 140 addresses .* Export JSONL/,
    );
    expect((await exportObjects(server))[0]?.addresses).toHaveLength(140);
  });

  it("is started once for an Idempotency-Key", async () => {
    const start = () =>
      server.ask("mutation { customersExport(format: CSV) { job { id } } }", {}, { "idempotency-key": "export-1" });
    const [first, second] = [await start(), await start()];
    expect(first.data).toEqual({ customersExport: { job: { id: expect.any(String) } } });
    expect(second).toEqual(first);
    expect(await prisma().job.count()).toBe(1);
  });

  it("is unavailable on a server that stores no files", async () => {
    const other = await server.another();
    const answer = await other.as(adminKey).ask("mutation { customersExport(format: CSV) { job { id } } }");
    expect(answer.errors).toMatchObject([{ extensions: { code: "SERVICE_UNAVAILABLE" } }]);
  });
});

describe("the access of customersExport", () => {
  const { server } = useExportServer();
  const start = async (secret: string, args = "format: CSV") => {
    const { data, errors } = await server.as(secret).ask(`mutation { customersExport(${args}) { job { id } } }`);
    if (errors) return errors[0]?.extensions;
    return (data as unknown as { customersExport: { job: { id: string } } }).customersExport.job.id;
  };

  it("needs JOBS_MANAGE, CUSTOMERS_READ, and the scopes of the columns and the filter", async () => {
    const both = ["JOBS_MANAGE", "CUSTOMERS_READ"] as const;
    const { secret } = await givenApiKey(server, [...both]);
    const missing = (...missingScopes: string[]) => expect.objectContaining({ code: "FORBIDDEN", missingScopes });
    for (const scope of both) {
      const other = await givenApiKey(server, [scope]);
      expect(await start(other.secret)).toEqual(missing(scope === "JOBS_MANAGE" ? "CUSTOMERS_READ" : "JOBS_MANAGE"));
    }
    expect(await start(secret, 'format: CSV, columns: ["id", "groupIds"]')).toEqual(missing("CUSTOMER_GROUPS_READ"));
    expect(await start(secret, "format: CSV, where: { groups: { some: {} } }")).toEqual(
      missing("CUSTOMER_GROUPS_READ"),
    );
    expect(await start(secret, "format: CSV, where: { orders: { some: {} } }")).toEqual(missing("ORDERS_READ"));
  });

  it("leaves out groups without CUSTOMER_GROUPS_READ", async () => {
    await givenCustomers(server, [ada]);
    await givenGroups(server, [{ id: "cusgroup_1" }]);
    await givenMembers(server, { cusgroup_1: [ada.id] });
    const { secret } = await givenApiKey(server, ["JOBS_MANAGE", "CUSTOMERS_READ"]);
    for (const format of ["CSV", "JSONL"]) {
      const job = await endOf(server, String(await start(secret, `format: ${format}`)));
      const { status, body } = await download(server, job.resultFileId ?? "", { credential: secret });
      expect(status).toBe(200);
      expect(body).toContain("ada@example.com");
      expect(body).not.toMatch(/groupIds|cusgroup_1/);
    }
  });

  it("fails if the caller loses a scope that the columns or the filter need before the job runs", async () => {
    const { prisma } = server.testDatabase.database;
    const scopes = ["JOBS_MANAGE", "CUSTOMERS_READ", "CUSTOMER_GROUPS_READ", "ORDERS_READ"] as const;
    const noOrders = { orders: { none: {} } };
    for (const [scope, columns, where] of [
      ["CUSTOMER_GROUPS_READ", ["groupIds"], null],
      ["ORDERS_READ", null, noOrders],
    ] as const) {
      const { id } = await givenApiKey(server, [...scopes]);
      await prisma.apiKey.update({ where: { id }, data: { scopes: scopes.filter((other) => other !== scope) } });
      // The queued job has the scopes of its start.
      const job = { kind: "CUSTOMERS_EXPORT", actorType: "API_KEY", actorId: id, scopes: [...scopes] };
      const input = { format: "CSV", search: null, columns, where } as object;
      await prisma.job.create({ data: { ...job, id: `job_${scope}`, input } });
      expect(await endOf(server, `job_${scope}`)).toMatchObject({
        status: "FAILED",
        failure: `The caller who started the job no longer has ${scope}.`,
        resultFileId: null,
      });
    }
  });

  it("gives the file to its caller and to callers with JOBS_MANAGE, and to nobody else", async () => {
    const mine = await givenApiKey(server, ["JOBS_MANAGE", "CUSTOMERS_READ"]);
    const job = await endOf(server, String(await start(mine.secret)));
    const statusFor = async (credential: string | null) =>
      (await download(server, job.resultFileId ?? "", { credential })).status;
    const manager = await givenApiKey(server, ["JOBS_MANAGE"]);
    const reader = await givenApiKey(server, ["CUSTOMERS_READ", "CUSTOMERS_WRITE"]);
    expect(await statusFor(mine.secret)).toBe(200);
    expect(await statusFor(manager.secret)).toBe(200);
    expect(await statusFor(reader.secret)).toBe(404);
    expect(await statusFor(null)).toBe(401);
    await server.testDatabase.database.pool.query("UPDATE stored_file SET expires_at = now()");
    expect(await statusFor(mine.secret)).toBe(404);
  });
});
