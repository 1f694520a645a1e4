import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma } from "../../database/generated/client.js";

/** The parts of an export that are lists. */
export type ExportedList = "addresses" | "groups" | "orders" | "sessions" | "history";

/** An object of an export, and the part that it belongs to. */
export interface ExportedRow {
  readonly part: "customer" | ExportedList;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads everything about a customer, also a deleted one, in one statement, so that all parts are of the same moment. */
export async function readPersonalData(reader: Reader, id: string): Promise<ExportedRow[]> {
  return reader.read<ExportedRow>(Prisma.sql`
    SELECT part, data FROM (
      SELECT 'customer' AS part, id, jsonb_build_object('id', id, 'email', email, 'firstName', first_name,
        'lastName', last_name, 'companyName', company_name, 'phone', phone, 'hasAccount', has_account, 'metadata', metadata,
        'externalIds', coalesce(external_ids, '[]'), 'emailVerifiedAt', ${iso("email_verified_at")}, 'version', version,
        'erasedAt', ${iso("erased_at")}, ${dates}) AS data
      FROM customer WHERE id = ${id}
      UNION ALL
      SELECT 'addresses', id, jsonb_build_object('id', id, 'addressName', address_name, 'company', company,
        'firstName', first_name, 'lastName', last_name, 'address1', address_1, 'address2', address_2, 'city', city,
        'province', province, 'postalCode', postal_code, 'countryCode', country_code, 'phone', phone, 'metadata', metadata,
        'isDefaultShipping', is_default_shipping, 'isDefaultBilling', is_default_billing, 'version', version, ${dates})
      FROM customer_address WHERE customer_id = ${id}
      UNION ALL
      SELECT 'groups', g.id, jsonb_build_object('id', g.id, 'name', g.name, 'joinedAt', ${iso("m.created_at")})
      FROM customer_group_member m JOIN customer_group g ON g.id = m.group_id
      WHERE m.customer_id = ${id} AND g.deleted_at IS NULL
      UNION ALL
      SELECT 'orders', id, jsonb_build_object('id', id, 'displayId', display_id, 'status', status, 'email', email,
        'currencyCode', currency_code, 'total', total, 'placedAt', ${iso("placed_at")}, 'metadata', metadata)
      FROM customer_order WHERE customer_id = ${id}
      UNION ALL
      SELECT 'sessions', id, jsonb_build_object('id', id, 'userAgent', user_agent, 'createdAt', ${iso("created_at")},
        'lastUsedAt', ${iso("last_used_at")}, 'expiresAt', ${iso("expires_at")})
      FROM session WHERE customer_id = ${id}
      UNION ALL
      SELECT 'history', id, jsonb_build_object('id', id, 'at', ${iso("at")}, 'action', action, 'subjectType', subject_type,
        'subjectId', subject_id, 'actorType', actor_type, 'version', version, 'fields', fields)
      FROM change WHERE subject_id = ${id} OR customer_id = ${id}
    ) AS rows
    ORDER BY part, id COLLATE "C"`);
}

/** A timestamp in the form of the API. */
function iso(column: string): Prisma.Sql {
  return Prisma.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
}

const dates = Prisma.sql`'createdAt', ${iso("created_at")}, 'updatedAt', ${iso("updated_at")}, 'deletedAt', ${iso("deleted_at")}`;
