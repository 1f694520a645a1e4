/** The columns of another system's export of customers, and the fields that they fill. Null: the column is left out. */
export type KnownColumns = Readonly<Record<string, string | null>>;

/** A file with one of these columns is an export of Shopify. */
export const shopifyMarks: readonly string[] = ["Accepts Email Marketing", "Accepts Marketing", "Total Spent"];

const shopifyAddress = {
  Company: "company",
  Address1: "address1",
  Address2: "address2",
  City: "city",
  "Province Code": "province",
  "Country Code": "countryCode",
  Zip: "postalCode",
} as const;

/** Shopify's columns of the default address. Exports before 2023 have them without the prefix. */
export const shopifyAddressColumns: KnownColumns = Object.fromEntries(
  Object.entries({ ...shopifyAddress, Phone: "phone" }).flatMap(([column, field]) => [
    [`Default Address ${column}`, `addresses.0.${field}`],
    ...(column === "Phone" ? [] : [[column, `addresses.0.${field}`]]),
  ]),
);

export const shopifyColumns: KnownColumns = {
  ...shopifyAddressColumns,
  "Customer ID": "externalIds.shopify",
  "First Name": "firstName",
  "Last Name": "lastName",
  Email: "email",
  Phone: "phone",
  "Accepts Email Marketing": "metadata.acceptsEmailMarketing",
  "Accepts Marketing": "metadata.acceptsEmailMarketing",
  "Accepts SMS Marketing": "metadata.acceptsSmsMarketing",
  Note: "metadata.note",
  Tags: "metadata.tags",
  "Tax Exempt": "metadata.taxExempt",
  "Total Spent": null,
  "Total Orders": null,
  // The code of each is in another column.
  Province: null,
  Country: null,
};

/** Shopify writes `'` before the values of these columns. */
export const shopifyApostropheColumns: ReadonlySet<string> = new Set(["Customer ID", "Zip", "Default Address Zip"]);

/** A file with one of these columns is an export of Medusa, or a dump of its table. */
export const medusaMarks: readonly string[] = ["first_name", "last_name", "company_name", "has_account"];

/** Medusa's columns that have other names than the fields. Those of its second and further addresses have another number. */
export const medusaColumns: KnownColumns = {
  id: "externalIds.medusa",
  first_name: "firstName",
  last_name: "lastName",
  company_name: "companyName",
  has_account: "hasAccount",
  created_at: "createdAt",
  created_by: null,
  updated_at: null,
  deleted_at: null,
  addresses: null,
  "addresses.0.id": null,
  "addresses.0.customer_id": null,
  "addresses.0.address_name": "addresses.0.addressName",
  "addresses.0.is_default_shipping": "addresses.0.isDefaultShipping",
  "addresses.0.is_default_billing": "addresses.0.isDefaultBilling",
  "addresses.0.first_name": "addresses.0.firstName",
  "addresses.0.last_name": "addresses.0.lastName",
  "addresses.0.address_1": "addresses.0.address1",
  "addresses.0.address_2": "addresses.0.address2",
  "addresses.0.postal_code": "addresses.0.postalCode",
  "addresses.0.country_code": "addresses.0.countryCode",
  "addresses.0.created_at": null,
  "addresses.0.updated_at": null,
  "addresses.0.deleted_at": null,
};

/** Columns of Medusa that begin with these names belong to other objects, and are left out. */
export const medusaOtherObjects: readonly string[] = ["groups", "orders", "carts", "account_holders"];
