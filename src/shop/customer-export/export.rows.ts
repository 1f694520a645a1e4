import { Prisma } from "../../database/generated/client.js";
import type { SnapshotQuery } from "../../database/snapshots/snapshot.js";
import type { Sql } from "../../database/sql/sql.js";
import { customerCondition } from "../customer/customer.list.js";
import type { CustomerFilter } from "../filters/customer-filter.input.js";

/** The customers of an export, and the parts of them that are read. */
export interface ExportedRows {
  readonly where: CustomerFilter | null;
  readonly search: string | null;
  readonly hasAddresses: boolean;
  readonly hasGroups: boolean;
}

/** What the columns of a file depend on. */
export interface ExportSummary {
  /** The number of customers. */
  readonly total: number;
  /** The systems of their external ids, sorted. */
  readonly systems: readonly string[];
  /** The most addresses that one of them has. */
  readonly maxAddresses: number;
}

/** Returns the statements that read the customers, in the order of their ids. */
export function exportQuery({ where, search, hasAddresses, hasGroups }: ExportedRows): SnapshotQuery {
  // An erased customer has no data, and an import does not accept its id.
  const matching = Prisma.sql`SELECT c.id FROM customer c
    WHERE c.deleted_at IS NULL AND c.erased_at IS NULL AND ${customerCondition({ where, search }).sql(true)}`;
  const parts = [
    customerParts,
    ...(hasGroups ? [Prisma.sql`'groupIds', ${groupIds}`] : []),
    Prisma.sql`'metadata', c.metadata, 'externalIds', c.external_ids`,
    ...(hasAddresses ? [Prisma.sql`'addresses', ${addresses}`] : []),
  ];
  return {
    summary: Prisma.sql`
      WITH m AS MATERIALIZED (${matching})
      SELECT (SELECT count(*)::integer FROM m) AS total,
        ARRAY(SELECT e.system FROM customer_external_id e JOIN m ON m.id = e.customer_id GROUP BY e.system ORDER BY e.system) AS systems,
        coalesce((SELECT max(n) FROM (
          SELECT count(*)::integer AS n FROM customer_address a JOIN m ON m.id = a.customer_id WHERE a.deleted_at IS NULL
          GROUP BY a.customer_id) AS counts (n)), 0) AS "maxAddresses"`,
    // The ids are sorted first. Then each row is read when the cursor reaches it.
    rows: Prisma.sql`
      SELECT m.id, (SELECT json_build_object(${Prisma.join(parts)})::text FROM customer c WHERE c.id = m.id) AS "row"
      FROM (${matching} ORDER BY c.id OFFSET 0) m`,
  };
}

const customerParts = Prisma.sql`
  'id', c.id, 'email', c.email, 'firstName', c.first_name, 'lastName', c.last_name, 'companyName', c.company_name,
  'phone', c.phone, 'hasAccount', c.has_account,
  'createdAt', to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const groupIds: Sql = Prisma.sql`(
  SELECT coalesce(json_agg(g.id ORDER BY g.id), '[]') FROM customer_group_member m JOIN customer_group g ON g.id = m.group_id
  WHERE m.customer_id = c.id AND g.deleted_at IS NULL)`;

const addresses: Sql = Prisma.sql`(
  SELECT coalesce(json_agg(json_build_object('id', a.id, 'addressName', a.address_name,
    'isDefaultShipping', a.is_default_shipping, 'isDefaultBilling', a.is_default_billing, 'company', a.company,
    'firstName', a.first_name, 'lastName', a.last_name, 'address1', a.address_1, 'address2', a.address_2, 'city', a.city,
    'province', a.province, 'postalCode', a.postal_code, 'countryCode', a.country_code, 'phone', a.phone,
    'metadata', a.metadata) ORDER BY a.id), '[]')
  FROM customer_address a WHERE a.customer_id = c.id AND a.deleted_at IS NULL)`;
