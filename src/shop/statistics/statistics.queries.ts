import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma } from "../../database/generated/client.js";
import { columnOf, type Sql } from "../../database/sql/sql.js";
import { checkFilter } from "../../graphql/filters/check-filter.js";
import { dateTimeCondition } from "../../graphql/filters/comparison.js";
import type { BatchLoader } from "../../graphql/loaders/batch-loader.js";
import { checkRange, maxPageSize } from "../../graphql/pagination/page-bounds.js";
import { type SelectionInfo, selectedFields } from "../../graphql/pagination/selection.js";
import { findCountry } from "../country/country.data.js";
import type { CustomerGroup } from "../customer-group/customer-group.type.js";
import { customerFilterCondition } from "../filters/customer-filter.condition.js";
import { type Intervals, intervalsOf } from "./intervals.js";
import type { CustomerStatisticsArgs } from "./statistics.args.js";
import type { CountryCount, CustomerGroupCount, CustomerStatistics, KeyCount } from "./statistics.type.js";

/** A count of one part of the statement. */
interface Count extends KeyCount {
  readonly part: "TOTAL" | "REGISTERED" | "CREATED" | "COUNTRY" | "GROUP";
}

/**
 * Counts customers. One statement reads all selected parts, so that they agree with each other and the filter runs once.
 * @throws BAD_USER_INPUT for an invalid filter, period or time zone.
 */
export async function findStatistics(
  reader: Reader,
  args: CustomerStatisticsArgs,
  info: SelectionInfo,
): Promise<CustomerStatistics> {
  checkFilter(args.where, info);
  const intervals = intervalsOf(args);
  const sql = statement(args, intervals, selectedFields(info));
  const counts = sql === null ? [] : await reader.read<Count>(sql);
  const of = (part: Count["part"]) => counts.filter((count) => count.part === part);
  const total = sum(of("TOTAL"));
  const byStart = new Map(of("CREATED").map(({ key, count }) => [key, count]));
  const countries = of("COUNTRY").filter(({ key }) => findCountry(key) !== null);
  const unknown = { key: "", count: total - sum(countries) };
  return {
    total,
    registered: sum(of("REGISTERED")),
    created: intervals.starts.map((from, index) => ({ from, count: byStart.get(String(index + 1)) ?? 0 })),
    countries: unknown.count > 0 ? [...countries, unknown] : countries,
    groups: of("GROUP"),
  };
}

/** Returns the countries with the most customers. Of two with the same number, the first by code comes first. */
export function countriesOf(counts: readonly KeyCount[], first: number): CountryCount[] {
  checkRange("first", first, maxPageSize);
  return counts
    .toSorted((one, other) => other.count - one.count || (one.key < other.key ? -1 : 1))
    .slice(0, first)
    .map(({ key, count }) => ({ country: findCountry(key), count }));
}

/** Returns the groups with the most customers. A group that was deleted meanwhile is left out. */
export async function groupsOf(
  groupById: BatchLoader<string, CustomerGroup | null>,
  counts: readonly KeyCount[],
  first: number,
): Promise<CustomerGroupCount[]> {
  checkRange("first", first, maxPageSize);
  const found = counts.slice(0, first).map(async ({ key, count }) => {
    const customerGroup = await groupById.load(key);
    return customerGroup ? [{ customerGroup, count }] : [];
  });
  return (await Promise.all(found)).flat();
}

function sum(counts: readonly KeyCount[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}

/** Returns the statement that counts what is selected. Null if nothing is. */
function statement({ where }: CustomerStatisticsArgs, intervals: Intervals, fields: ReadonlySet<string>): Sql | null {
  const isFiltered = where !== null && where !== undefined;
  // With a filter, the matching customers are found once for all parts. Without one, each part has an index of its own.
  const matching = isFiltered
    ? Prisma.sql`WITH matching AS MATERIALIZED (
        SELECT c.id, c.has_account, c.created_at FROM customer c
        WHERE c.deleted_at IS NULL AND ${customerFilterCondition(where, "c").sql(true)}
      ) `
    : Prisma.empty;
  const customers = isFiltered ? Prisma.sql`matching c WHERE true` : Prisma.sql`customer c WHERE c.deleted_at IS NULL`;
  const parts = [
    ...(["total", "registered", "byCountry"].some((field) => fields.has(field)) ? [countAll(customers)] : []),
    ...(fields.has("created") ? [countByTime(customers, intervals)] : []),
    ...(fields.has("byCountry") ? [countByCountry(isFiltered)] : []),
    ...(fields.has("byGroup") ? [isFiltered ? countMatchingByGroup() : countByGroup()] : []),
  ];
  return parts.length === 0 ? null : Prisma.sql`${matching}${Prisma.join(parts, " UNION ALL ")}`;
}

function countAll(customers: Sql): Sql {
  return Prisma.sql`SELECT v.part, '' AS key, v.count
    FROM (
      SELECT count(*)::integer AS total, (count(*) FILTER (WHERE c.has_account))::integer AS registered FROM ${customers}
    ) AS t, LATERAL (VALUES ('TOTAL', t.total), ('REGISTERED', t.registered)) AS v (part, count)`;
}

/** PostgreSQL evaluates the subquery once. It would convert the texts again for each row otherwise. */
function countByTime(customers: Sql, { from, to, starts }: Intervals): Sql {
  const texts = starts.map((start) => start.toISOString());
  return Prisma.sql`SELECT 'CREATED' AS part,
      width_bucket(c.created_at, (SELECT ${texts}::text[]::timestamptz[]))::text AS key, count(*)::integer AS count
    FROM ${customers} AND ${dateTimeCondition(columnOf("c", "created_at"), { gte: from, lt: to })} GROUP BY 2`;
}

/** Deleting a customer deletes its addresses, so addresses that are not deleted belong to customers who are not. */
function countByCountry(isFiltered: boolean): Sql {
  const join = isFiltered ? Prisma.sql`JOIN matching c ON c.id = a.customer_id` : Prisma.empty;
  return Prisma.sql`SELECT 'COUNTRY' AS part, a.country_code AS key, count(*)::integer AS count FROM customer_address a ${join}
    WHERE a.is_default_shipping AND a.deleted_at IS NULL AND a.country_code IS NOT NULL GROUP BY a.country_code`;
}

function countMatchingByGroup(): Sql {
  return largestGroups(Prisma.sql`SELECT m.group_id, count(*) AS total
    FROM matching c JOIN customer_group_member m ON m.customer_id = c.id GROUP BY m.group_id`);
}

/**
 * Counts all memberships, less the few of deleted customers. Joining the customers of all memberships takes four times as long.
 */
function countByGroup(): Sql {
  return largestGroups(Prisma.sql`SELECT g.id AS group_id,
      (SELECT count(*) FROM customer_group_member m WHERE m.group_id = g.id) - coalesce(d.total, 0) AS total
    FROM customer_group g LEFT JOIN (
      SELECT m.group_id, count(*) AS total FROM customer c JOIN customer_group_member m ON m.customer_id = c.id
      WHERE c.deleted_at IS NOT NULL GROUP BY m.group_id
    ) AS d ON d.group_id = g.id
    WHERE g.deleted_at IS NULL`);
}

/** OFFSET 0 stops PostgreSQL from counting again for each use of the total. */
function largestGroups(totals: Sql): Sql {
  return Prisma.sql`(SELECT 'GROUP' AS part, g.id AS key, t.total::integer AS count
    FROM (${totals} OFFSET 0) AS t JOIN customer_group g ON g.id = t.group_id
    WHERE g.deleted_at IS NULL AND t.total > 0
    ORDER BY t.total DESC, g.id LIMIT ${maxPageSize})`;
}
