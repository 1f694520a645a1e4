import { isInputObjectType } from "graphql";
import { createSchema } from "../../src/schema.js";
import { customerFieldNames, findCustomerField } from "../../src/shop/customer-columns/customer-field.js";
import { columnsOfHeader } from "../../src/shop/customer-import/import-columns.js";

/** The fields of the columns of a header. */
function fieldsOf(header: string[], given: Record<string, string> = {}) {
  const columns = columnsOfHeader(header, new Map(Object.entries(given)));
  return columns.map(({ field }) => field?.name ?? null);
}

function failureOf(header: string[], given: Record<string, string> = {}): string {
  try {
    return `no failure: ${fieldsOf(header, given)}`;
  } catch (error) {
    return String(error);
  }
}

const schema = createSchema();

function inputFields(name: string): string[] {
  const input = schema.getType(name);
  return isInputObjectType(input) ? Object.keys(input.getFields()) : [];
}

describe("the columns of a file", () => {
  it("are the paths of CustomerUpsertInput, and the id", () => {
    const customer = inputFields("CustomerUpsertInput").filter((name) => !["addresses", "externalIds"].includes(name));
    const address = inputFields("AddressUpsertInput").map((name) => `addresses.0.${name}`);
    const more = ["id", "metadata.*", "externalIds.*", "addresses.0.metadata.*"];
    expect([...customerFieldNames].sort()).toEqual([...customer, ...address, ...more].sort());
  });

  it.each([
    ["metadata.a.b", ["metadata", "a.b"], "json"],
    ["metadata.__proto__", ["metadata", "__proto__"], "json"],
    ["externalIds.my.erp", ["externalIds", "my.erp"], "text"],
    ["addresses.12.countryCode", ["addresses", "12", "countryCode"], "text"],
    ["addresses.0.metadata.x", ["addresses", "0", "metadata", "x"], "json"],
    ["groupIds", ["groupIds"], "ids"],
  ])("include %s", (name, path, type) => {
    expect(findCustomerField(name)).toEqual({ name, path, type });
  });

  it.each([
    "Email",
    "toString",
    "metadata.",
    "addresses",
    "addresses.00.city",
    "addresses.1000.city",
    "addresses.0",
    "addresses.0.constructor",
    "externalIds",
    "externalIds.ERP",
    "externalIds.",
  ])("do not include %s", (name) => {
    expect(findCustomerField(name)).toBeNull();
  });
});

describe("the header of a file", () => {
  it("has the names of fields, or others that the caller maps, or leaves out with an empty field", () => {
    expect(fieldsOf(["email", "Zip", "Remarks", ""], { Zip: "addresses.0.postalCode", Remarks: "" })).toEqual([
      "email",
      "addresses.0.postalCode",
      null,
      null,
    ]);
  });

  it("is refused with the names of all unknown columns and similar fields", () => {
    const header = ["E-Mail", "frist_name", "adresses.3.citty", "metdata.vip", "Vorname", "phone"];
    expect(failureOf(header)).toBe(
      'FileFormatError: Unknown columns: "E-Mail" (similar: email), "frist_name" (similar: firstName), ' +
        '"adresses.3.citty" (similar: addresses.3.city), "metdata.vip" (similar: metadata.vip), "Vorname". ' +
        "Give their fields in columns; an empty field leaves a column out.",
    );
  });

  it("is refused without repeating the data of a file that has none", () => {
    const failure = failureOf(["ada@example.com", "Ada", "+39 06 123456", "Luna Ltd"]);
    expect(failure).toContain(
      "Unknown columns: number 1, number 2, number 3, number 4. The file must begin with a header.",
    );
  });

  it("is refused with the names that are similar to fields, also if no column is known", () => {
    expect(failureOf(["E-Mail", "Vorname"])).toContain(
      'Unknown columns: "E-Mail" (similar: email), number 2. The file must begin with a header.',
    );
  });

  it("names at most ten unknown columns", () => {
    const unknown = Array.from({ length: 300 }, (_, n) => `c${n}`);
    expect(failureOf(["email", ...unknown])).toContain('"c9", and 290 more.');
  });

  it("is refused if two columns have one field, or if a mapped column is missing", () => {
    expect(failureOf(["email", "Mail"], { Mail: "email" })).toContain('"email" and "Mail" are both for email');
    expect(failureOf(["email"], { Mail: "email" })).toContain('The header has no column "Mail"');
  });
});

describe("the header of another system's export", () => {
  it("is known: Shopify", () => {
    const header =
      "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags";
    expect(fieldsOf(header.split(","))).toEqual([
      "externalIds.shopify",
      "firstName",
      "lastName",
      "email",
      "metadata.acceptsEmailMarketing",
      ...["company", "address1", "address2", "city", "province", "countryCode", "postalCode", "phone"].map(
        (name) => `addresses.0.${name}`,
      ),
      "phone",
      "metadata.acceptsSmsMarketing",
      null,
      null,
      "metadata.note",
      "metadata.taxExempt",
      "metadata.tags",
    ]);
  });

  it("is known: an older export of Shopify", () => {
    const header =
      "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,Province,Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt";
    expect(fieldsOf(header.split(","))).toContain("addresses.0.postalCode");
  });

  it("is known: Medusa", () => {
    const header =
      "id,email,first_name,last_name,company_name,phone,has_account,created_by,created_at,updated_at,metadata.vip,addresses.0.id,addresses.0.address_name,addresses.0.is_default_shipping,addresses.1.address_1,addresses.1.city,addresses.1.customer_id,groups.0.id,groups.0.name,orders";
    expect(fieldsOf(header.split(","))).toEqual([
      "externalIds.medusa",
      "email",
      "firstName",
      "lastName",
      "companyName",
      "phone",
      "hasAccount",
      null,
      "createdAt",
      null,
      "metadata.vip",
      null,
      "addresses.0.addressName",
      "addresses.0.isDefaultShipping",
      "addresses.1.address1",
      "addresses.1.city",
      null,
      null,
      null,
      null,
    ]);
  });

  it("is not assumed for a single column that has the same name", () => {
    expect(failureOf(["email", "Country", "created_at"])).toContain('Unknown columns: "Country", "created_at"');
    expect(fieldsOf(["id", "email"])).toEqual(["id", "email"]);
  });
});
