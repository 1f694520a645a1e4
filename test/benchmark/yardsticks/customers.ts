import { randomFillSync } from "node:crypto";
import pg from "pg";

/** The columns of a customer with the names of the API. */
export const customerColumns = `c.id, c.email, c.first_name AS "firstName", c.last_name AS "lastName",
  c.company_name AS "companyName", c.phone, c.has_account AS "hasAccount", c.created_at AS "createdAt"`;

/*
 * The customer or group of a membership `m`, looked up one by one. OFFSET 0 prevents PostgreSQL from reading the whole
 * table of customers or groups for the memberships of a page.
 */
export const liveCustomer = "(SELECT * FROM customer WHERE id = m.customer_id AND deleted_at IS NULL OFFSET 0)";
export const liveGroup = "(SELECT id, name FROM customer_group WHERE id = m.group_id AND deleted_at IS NULL OFFSET 0)";

const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const randomBytes = Buffer.alloc(4096);
let usedBytes = randomBytes.length;

/** A prefix and a ULID: ten digits for the time in milliseconds and sixteen random digits. */
export function newCustomerId(): string {
  if (usedBytes + 16 > randomBytes.length) {
    randomFillSync(randomBytes);
    usedBytes = 0;
  }
  let time = "";
  for (let rest = Date.now(); time.length < 10; rest = Math.floor(rest / 32)) time = `${digits[rest % 32]}${time}`;
  let random = "";
  for (; random.length < 16; usedBytes++) random += digits[(randomBytes[usedBytes] ?? 0) % 32];
  return `cus_${time}${random}`;
}

/** Normalizes an email as the API does. */
export const normalizeEmail = (email: string) => email.normalize("NFC").trim().toLowerCase();

export const insertCustomer = `INSERT INTO customer (id, email, first_name, last_name, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $5)`;

/** True if a live guest has the email. A query before each insert, or ON CONFLICT, would take more time. */
export function isEmailTaken(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.constraint === "customer_email_key";
}

/**
 * Adds customers to a group if it and all of them are live. Returns one row: whether the group is live, the number of
 * customers that are not live, and the number of new members.
 */
export const insertMembers = `WITH live_group AS (
    SELECT id FROM customer_group WHERE id = $1 AND deleted_at IS NULL FOR SHARE
  ), live AS MATERIALIZED (
    SELECT id FROM customer WHERE id = ANY ($2::text[]) AND deleted_at IS NULL
  ), missing AS (
    SELECT (SELECT count(DISTINCT id) FROM unnest($2::text[]) AS wanted (id)) - (SELECT count(*) FROM live) AS count
  ), added AS (
    INSERT INTO customer_group_member (group_id, customer_id, created_at)
    SELECT live_group.id, live.id, $3 FROM live_group, live WHERE (SELECT count FROM missing) = 0
    ORDER BY live.id
    ON CONFLICT DO NOTHING
    RETURNING 1
  )
  SELECT EXISTS (SELECT FROM live_group) AS "isLive", (SELECT count FROM missing)::integer AS missing,
    (SELECT count(*) FROM added)::integer AS added`;

/**
 * The statement for the newest customers of a search and their number. For a common word, reading the sort index until the page is full
 * and counting apart takes a tenth of the time of `count(*) OVER ()`.
 */
export function newestBySearch(columns: string, search: string, size: number): string {
  const condition = searchCondition(search);
  return `SELECT ${columns}, (SELECT count(*) FROM customer c WHERE ${condition}) AS total
    FROM customer c WHERE ${condition} ORDER BY c.created_at DESC, c.id DESC LIMIT ${size}`;
}

/** The condition that all words of a search occur. It contains the words, so that PostgreSQL plans it by their frequency. */
export function searchCondition(search: string): string {
  const words = search.normalize("NFC").split(/\s+/u).filter(Boolean);
  const conditions = words.map(
    (word) => `c.search_text LIKE '%' || like_escape(fold_text(${pg.escapeLiteral(word)})) || '%'`,
  );
  return ["c.deleted_at IS NULL", ...conditions].join(" AND ");
}
