import { givenAddress } from "../address/address.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { allCustomers, countChanges, erp } from "../customer-sync/upsert.steps.js";
import { useTestServer } from "../support/server.js";
import { importFile } from "./import.steps.js";

const lines = (...rows: string[]) => `${rows.join("\n")}\n`;

describe("an import of CSV", () => {
  const server = useTestServer();

  it("writes every field of CustomerUpsertInput", async () => {
    const group = await givenGroup(server, "Wholesale");
    const retail = await givenGroup(server, "Retail");
    const file = lines(
      "email,firstName,lastName,companyName,phone,hasAccount,createdAt,groupIds,metadata.vip,metadata.a.b,externalIds.erp,externalIds.shop,addresses.0.city,addresses.0.countryCode,addresses.0.isDefaultShipping,addresses.0.metadata.door,addresses.1.city",
      `Ada@Example.com,Ada,Lovelace,Luna Ltd,'+39 06 1,yes,2020-01-31,${group.id}  ${retail.id},true,007,4711,s1,Roma,IT,true,2,Milano`,
    );
    expect(await importFile(server, file)).toMatchObject({ status: "SUCCEEDED", total: 1, processed: 1, created: 1 });
    const [customer] = await allCustomers(server);
    expect(customer).toMatchObject({
      email: "ada@example.com",
      firstName: "Ada",
      lastName: "Lovelace",
      companyName: "Luna Ltd",
      phone: "+39 06 1",
      hasAccount: true,
      createdAt: "2020-01-31T00:00:00.000Z",
      metadata: { vip: "true", "a.b": "007" },
      externalIds: [erp("4711"), { system: "shop", value: "s1" }],
      addresses: {
        nodes: [
          { city: "Roma", countryCode: "it", isDefaultShipping: true, metadata: { door: "2" } },
          { city: "Milano", countryCode: null },
        ],
      },
    });
    expect(customer?.groups.nodes.map(({ id }) => id).sort()).toEqual([group.id, retail.id].sort());
  });

  it("changes nothing when it is repeated: no version, no history", async () => {
    const file = lines(
      "externalIds.erp,email,firstName,metadata.vip,addresses.0.city,addresses.0.isDefaultBilling,addresses.0.metadata.door",
      "1,a@example.com,Ada,true,Roma,true,2",
      "2,b@example.com,Bea,,Milano,,",
    );
    await importFile(server, file);
    const before = { customers: await allCustomers(server), changes: await countChanges(server) };
    expect(await importFile(server, file)).toMatchObject({ created: 0, updated: 0, unchanged: 2, failed: 0 });
    expect({ customers: await allCustomers(server), changes: await countChanges(server) }).toEqual(before);
  });

  it("leaves a field with an empty or blank cell as it is, and the addresses if all of their cells are empty", async () => {
    const { id } = await givenCustomer(server, { email: "a@example.com", firstName: "Ada", metadata: { vip: true } });
    await givenAddress(server, id);
    const file = lines("email,firstName,lastName,metadata.vip,addresses.0.city", "a@example.com, ,Lovelace,,");
    expect(await importFile(server, file)).toMatchObject({ updated: 1 });
    expect(await allCustomers(server)).toMatchObject([
      { firstName: "Ada", lastName: "Lovelace", metadata: { vip: true }, addresses: { nodes: [{ city: "Roma" }] } },
    ]);
  });

  it("replaces the whole address book with the addresses that have a filled cell, at any index", async () => {
    const { id } = await givenCustomer(server, { email: "a@example.com" });
    await givenAddress(server, id);
    await givenAddress(server, id, { city: "Milano" });
    const file = lines("email,addresses.0.city,addresses.2.city,addresses.7.countryCode", "a@example.com,,Torino,xx");
    const { errors } = await importFile(server, file);
    expect(errors).toEqual(["2: INVALID_COUNTRY at input.addresses.1.countryCode (addresses.7.countryCode)"]);
    await importFile(server, file.replace("xx", "fr"));
    const [customer] = await allCustomers(server);
    expect(customer?.addresses.nodes).toMatchObject([{ city: "Torino" }, { city: null, countryCode: "fr" }]);
  });

  it("updates an address with an id, and leaves its other values as they are", async () => {
    const { id } = await givenCustomer(server, { email: "a@example.com" });
    const address = await givenAddress(server, id, { company: "Luna Ltd" });
    await importFile(server, lines("email,addresses.0.id,addresses.0.city", `a@example.com,${address.id},Torino`));
    const [customer] = await allCustomers(server);
    expect(customer?.addresses.nodes).toMatchObject([{ id: address.id, city: "Torino", company: "Luna Ltd" }]);
  });

  it("changes the external ids of its systems, and leaves those of others", async () => {
    await givenCustomer(server, { email: "a@example.com", externalIds: [erp("1"), { system: "medusa", value: "m" }] });
    const file = lines("email,externalIds.erp,externalIds.crm", "a@example.com,2,3");
    expect(await importFile(server, file, { identifyBy: "email" })).toMatchObject({ updated: 1, errors: [] });
    const externalIds = [{ system: "crm", value: "3" }, erp("2"), { system: "medusa", value: "m" }];
    expect(await allCustomers(server)).toMatchObject([{ externalIds }]);
    expect(await importFile(server, lines("externalIds.erp,firstName", "2,Ada"))).toMatchObject({ updated: 1 });
    expect(await allCustomers(server)).toMatchObject([{ firstName: "Ada", externalIds }]);
  });

  it("keeps the types of metadata, and leaves values whose text is the same", async () => {
    const metadata = { n: 42, half: 12.5, yes: true, none: null, list: [1, { a: "b" }], text: "42", word: "true" };
    const { id } = await givenCustomer(server, { email: "a@example.com", metadata });
    const header =
      "email,metadata.n,metadata.half,metadata.yes,metadata.none,metadata.list,metadata.text,metadata.word";
    const same = lines(header, 'a@example.com,42,12.50,true,null,"[1,{""a"":""b""}]",42,true');
    expect(await importFile(server, same)).toMatchObject({ unchanged: 1 });
    const other = lines(header, 'a@example.com,43,0x1,false,no,"[1]",43,{}');
    expect(await importFile(server, other)).toMatchObject({ updated: 1 });
    expect((await allCustomers(server)).find((customer) => customer.id === id)?.metadata).toEqual({
      n: 43,
      half: "0x1",
      yes: false,
      none: "no",
      list: [1],
      text: "43",
      word: "{}",
    });
  });

  it("returns TOO_LONG for a cell that replaces a list with more levels than metadata may have", async () => {
    await givenCustomer(server, { email: "a@example.com", metadata: { list: [1] } });
    for (const levels of [11, 30_000]) {
      const cell = "[".repeat(levels) + "]".repeat(levels);
      const file = lines("email,metadata.list", `a@example.com,${cell}`, "b@example.com,x");
      const { status, errors } = await importFile(server, file);
      expect({ status, errors }).toEqual({
        status: "SUCCEEDED",
        errors: ["2: TOO_LONG at input.metadata (metadata.list)"],
      });
    }
    expect(await allCustomers(server)).toMatchObject([{ metadata: { list: [1] } }, { email: "b@example.com" }]);
  });

  it("keeps stored numbers with more digits than JavaScript has", async () => {
    const { id } = await givenCustomer(server, { email: "a@example.com" });
    await server.testDatabase.database.prisma
      .$executeRaw`UPDATE customer SET metadata = '{"n": 1234567890123456789}' WHERE id = ${id}`;
    const file = lines("email,metadata.n", "a@example.com,1234567890123456789");
    expect(await importFile(server, file)).toMatchObject({ unchanged: 1 });
    const other = lines("email,metadata.n", "a@example.com,1234567890123456999");
    await importFile(server, other);
    expect(await allCustomers(server)).toMatchObject([{ metadata: { n: "1234567890123456999" } }]);
  });

  it("takes the metadata of one column as a JSON object", async () => {
    const file = lines("email,metadata", 'a@example.com,"{""n"":42,""s"":""42""}"', "b@example.com,[1]");
    const { errors } = await importFile(server, file);
    expect(errors).toEqual(["3: INVALID at input.metadata (metadata)"]);
    expect(await allCustomers(server)).toMatchObject([{ metadata: { n: 42, s: "42" } }]);
  });

  it("takes one apostrophe away before = + - @ and an apostrophe, and leaves another", async () => {
    const names = ["'=1+1", "'+1", "'-1", "'@a", "''s", "'s-Hertogenbosch", "O'Neill"];
    await importFile(server, lines("email,firstName", ...names.map((name, n) => `${n}@example.com,${name}`)));
    const stored = (await allCustomers(server)).map(({ firstName }) => firstName);
    expect(stored).toEqual(["=1+1", "+1", "-1", "@a", "'s", "'s-Hertogenbosch", "O'Neill"]);
  });

  it("refuses inexact numbers in the JSON object of a metadata column", async () => {
    const file = lines("email,metadata", 'a@example.com,"{""n"":1234567890123456789}"');
    expect((await importFile(server, file)).errors).toEqual(["2: INVALID at input.metadata (metadata)"]);
  });

  it("reads booleans in any case, as spreadsheets write them", async () => {
    const cells = ["TRUE", "Yes", "1", "FALSE", " no ", "0"];
    const file = lines("email,hasAccount", ...cells.map((cell, n) => `${n}@example.com,${cell}`));
    expect(await importFile(server, file)).toMatchObject({ created: 6, errors: [] });
    const stored = (await allCustomers(server)).map(({ hasAccount }) => hasAccount);
    expect(stored).toEqual([true, true, true, false, false, false]);
  });

  it("requires blank cells in a column without a name", async () => {
    const job = await importFile(server, lines("email,,", "a@example.com,, ", "b@example.com,,x"));
    expect(job).toMatchObject({ status: "SUCCEEDED", created: 1, failed: 1 });
    expect(job.errors).toEqual(["3: INVALID at  (null)"]);
  });

  it("reports each bad row with its line, column and path, and writes the others", async () => {
    const file = lines(
      'E-Mail,"phone",hasAccount,createdAt,addresses.0.countryCode,Ignored',
      "a@example.com,1,,,it,x",
      '"not an\nemail",2,,,,',
      "",
      "c@example.com,,maybe,yesterday,zz,",
      `d@example.com,"${"1".repeat(256)}",,,,`,
    );
    const columns = [
      { column: "E-Mail", field: "email" },
      { column: "Ignored", field: "" },
    ];
    const job = await importFile(server, file, { columns });
    expect(job).toMatchObject({ status: "SUCCEEDED", total: 4, processed: 4, created: 1, failed: 3 });
    expect(job.errors).toEqual([
      "3: INVALID_EMAIL at by.email (E-Mail)",
      "6: INVALID_COUNTRY at input.addresses.0.countryCode (addresses.0.countryCode)",
      "6: INVALID at input.hasAccount (hasAccount)",
      "6: INVALID at input.createdAt (createdAt)",
      "7: TOO_LONG at input.phone (phone)",
    ]);
  });

  it("fails before it writes anything if a column is unknown", async () => {
    const job = await importFile(server, lines("email,frist_name", "a@example.com,Ada"));
    expect(job).toMatchObject({ status: "FAILED", processed: 0 });
    expect(job.failure).toContain('Unknown columns: "frist_name" (similar: firstName).');
    expect(await allCustomers(server)).toEqual([]);
  });

  it("fails before it writes anything if the file cannot be read to its end", async () => {
    const rows = Array.from({ length: 2_000 }, (_, n) => `${n}@example.com,Ada`);
    const job = await importFile(server, Buffer.from(lines("email,firstName", ...rows, "z@example.com,Zoë"), "latin1"));
    expect(job).toMatchObject({ status: "FAILED", failure: expect.stringContaining("Line 2002 is not UTF-8.") });
    const open = await importFile(server, lines("email,firstName", ...rows, 'z@example.com,"Zoë'));
    expect(open).toMatchObject({ status: "FAILED", failure: expect.stringContaining("Line 2002: a quoted cell") });
    expect(await allCustomers(server)).toEqual([]);
  });

  it("imports Shopify's export: ids, default addresses and consents", async () => {
    const header =
      "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags";
    const row = `'6789012345,Ada,Lovelace,ada@example.com,yes,,Via Roma 1,,Roma,RM,IT,'00184,'+39061,'+39062,no,10.00,1,"Line 1\nLine 2",no,"vip, b2b"`;
    const file = lines(header, row, "'2,Bea,,bea@example.com,no,,,,,,,,,,no,0.00,0,,no,");
    expect(await importFile(server, file)).toMatchObject({ created: 2, errors: [] });
    expect(await importFile(server, file)).toMatchObject({ unchanged: 2 });
    expect(await allCustomers(server)).toMatchObject([
      {
        email: "ada@example.com",
        phone: "+39062",
        externalIds: [{ system: "shopify", value: "6789012345" }],
        metadata: {
          acceptsEmailMarketing: "yes",
          acceptsSmsMarketing: "no",
          note: "Line 1\nLine 2",
          taxExempt: "no",
          tags: "vip, b2b",
        },
        addresses: {
          nodes: [
            {
              address1: "Via Roma 1",
              province: "RM",
              postalCode: "00184",
              phone: "+39061",
              isDefaultShipping: true,
              isDefaultBilling: true,
            },
          ],
        },
      },
      { email: "bea@example.com", addresses: { nodes: [] } },
    ]);
  });

  it("imports Medusa's export", async () => {
    const file = lines(
      "id,email,first_name,has_account,created_at,metadata,addresses.0.id,addresses.0.address_1,addresses.0.country_code,groups.0.name",
      "cus_medusa,Ada@example.com,Ada,true,2024-01-31 10:00:00.5+00,,cuaddr_1,Via Roma 1,it,VIP",
    );
    expect(await importFile(server, file)).toMatchObject({ created: 1, errors: [] });
    expect(await allCustomers(server)).toMatchObject([
      {
        hasAccount: true,
        createdAt: "2024-01-31T10:00:00.500Z",
        externalIds: [{ system: "medusa", value: "cus_medusa" }],
        addresses: { nodes: [{ address1: "Via Roma 1" }] },
      },
    ]);
  });
});

describe("an import of JSONL", () => {
  const server = useTestServer();
  const jsonl = (...rows: object[]) => lines(...rows.map((row) => JSON.stringify(row)));
  const options = { format: "JSONL" } as const;

  it("writes nested keys, and clears with null", async () => {
    const group = await givenGroup(server);
    const row = {
      email: "a@example.com",
      firstName: "Ada",
      hasAccount: true,
      metadata: { n: 1, none: null, nested: { a: [true] } },
      groupIds: [group.id],
      externalIds: { erp: "1", shop: "2" },
      addresses: [{ city: "Roma", isDefaultShipping: true, metadata: { door: 2 } }, { city: "Milano" }],
    };
    expect(await importFile(server, jsonl(row), options)).toMatchObject({ created: 1, errors: [] });
    expect(await importFile(server, jsonl(row), options)).toMatchObject({ unchanged: 1 });
    const [customer] = await allCustomers(server);
    expect(customer).toMatchObject({ hasAccount: true, metadata: row.metadata });
    expect(customer?.addresses.nodes).toMatchObject([{ city: "Roma", metadata: { door: 2 } }, { city: "Milano" }]);
    const change = {
      externalIds: { erp: "1", shop: null },
      firstName: null,
      metadata: null,
      addresses: [],
      groupIds: [],
    };
    expect(await importFile(server, jsonl(change), options)).toMatchObject({ updated: 1, errors: [] });
    expect(await allCustomers(server)).toMatchObject([
      {
        email: "a@example.com",
        firstName: null,
        metadata: null,
        externalIds: [erp("1")],
        addresses: { nodes: [] },
        groups: { nodes: [] },
      },
    ]);
  });

  it("reports values of other types, and lines that are no objects", async () => {
    const file = lines(
      '{"email":"a@example.com","phone":1,"hasAccount":"true","createdAt":5,"metadata":[],"addresses":{},"groupIds":"x"}',
      "[]",
      '{"email":"b@example.com","addresses":[{"city":"Roma"},"x"],"externalIds":[1]}',
      '{"email":"c@example.com","metadata":{"n":1234567890123456789}}',
    );
    expect((await importFile(server, file, options)).errors).toEqual([
      "1: INVALID at input.phone (phone)",
      "1: INVALID at input.hasAccount (hasAccount)",
      "1: INVALID at input.createdAt (createdAt)",
      "1: INVALID at input.metadata (metadata)",
      "1: INVALID at input.addresses (addresses)",
      "1: INVALID at input.groupIds (groupIds)",
      "2: INVALID at  (null)",
      "3: INVALID at input.addresses.1 (addresses.1)",
      "3: INVALID at input.externalIds (externalIds)",
      "4: INVALID at input.metadata (metadata)",
    ]);
  });

  it("reports more than 1,000 addresses of a row", async () => {
    const row = { email: "a@example.com", addresses: Array.from({ length: 1_001 }, () => ({ city: "Roma" })) };
    const job = await importFile(server, jsonl(row), options);
    expect(job).toMatchObject({ status: "SUCCEEDED", failed: 1 });
    expect(job.errors).toEqual(["1: TOO_MANY at input.addresses (addresses)"]);
  });

  it("stores texts of single keys of metadata as texts, also in the place of a number", async () => {
    await givenCustomer(server, { email: "a@example.com", metadata: { n: 42 } });
    const row = { email: "a@example.com", "metadata.n": "42" };
    expect(await importFile(server, jsonl(row), options)).toMatchObject({ updated: 1 });
    expect(await allCustomers(server)).toMatchObject([{ metadata: { n: "42" } }]);
  });

  it("fails before it writes anything if a key is unknown, and names its line", async () => {
    const job = await importFile(server, jsonl({ email: "a@example.com" }, { emial: "b@example.com" }), options);
    expect(job.failure).toContain('Unknown fields: "emial" (similar: email) in line 2.');
    expect(await allCustomers(server)).toEqual([]);
  });

  it("maps other keys, nested ones too, or leaves them out", async () => {
    const columns = [
      { column: "mail", field: "email" },
      { column: "address.zip", field: "addresses.0.postalCode" },
      { column: "extra", field: "" },
    ];
    const row = { mail: "a@example.com", address: { zip: "00184" }, extra: { any: 1 } };
    expect(await importFile(server, jsonl(row), { ...options, columns })).toMatchObject({ created: 1, errors: [] });
    expect(await allCustomers(server)).toMatchObject([{ addresses: { nodes: [{ postalCode: "00184" }] } }]);
    const bad = await importFile(server, jsonl({ mail: "no" }), { ...options, columns });
    expect(bad.errors).toEqual(["1: INVALID_EMAIL at by.email (mail)"]);
  });
});
