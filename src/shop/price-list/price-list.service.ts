import type { Caller } from "../../access/auth/caller.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { changedValues, deletionData, jsonColumn, updateData } from "../../database/sql/row-values.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkVersion } from "../../graphql/errors/check-row.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput, checkNotCleared } from "../../graphql/input/check-input.js";
import { mergedMetadata } from "../../graphql/input/metadata.js";
import { newId } from "../../graphql/node/ids.js";
import { findGroups } from "../customer-group/customer-group.lookup.js";
import { parsePrices } from "./price.rules.js";
import type { PriceRow } from "./price.type.js";
import type { PriceListCreateArgs, PriceListDeleteArgs, PriceListUpdateArgs } from "./price-list.args.js";
import type { PriceListInput } from "./price-list.input.js";
import { lockPriceList } from "./price-list.lookup.js";

const omit = { prices: true } as const;

/**
 * Creates a price list with prices and groups.
 * @throws UserErrorsException with NOT_FOUND for groups, and for each broken rule of the input.
 */
export async function createPriceList(db: RequestDatabase, caller: Caller | null, { input }: PriceListCreateArgs) {
  const inputProblems = await checkInput(input);
  checkRequired(input, inputProblems);
  checkDates(input, input, inputProblems);
  const prices = await pricesOf(input, inputProblems);
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const customerGroupIds = await groupsOf(tx, input, userErrors);
    userErrors.throwIfAny();

    const { title, type, status, metadata } = input;
    if (!title || !type) return { priceList: null };

    const now = new Date();
    const data = {
      id: newId("PriceList"),
      title,
      description: input.description ?? null,
      type,
      status: status ?? "DRAFT",
      startsAt: input.startsAt ?? null,
      endsAt: input.endsAt ?? null,
      metadata: jsonColumn(metadata ?? null),
      prices: prices ?? [],
      customerGroupIds: customerGroupIds ?? [],
      createdAt: now,
      updatedAt: now,
    };
    return { priceList: await tx.priceList.create({ data, omit }) };
  });
}

/**
 * Changes a price list.
 * @throws UserErrorsException with NOT_FOUND, VERSION_CONFLICT, and for each broken rule of the input.
 */
export async function updatePriceList(
  db: RequestDatabase,
  caller: Caller | null,
  { id, input, ifVersion }: PriceListUpdateArgs,
) {
  const inputProblems = await checkInput(input);
  checkNotCleared(input, ["title", "type", "status"], inputProblems);
  const prices = await pricesOf(input, inputProblems);
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const before = await lockPriceList(tx, id, userErrors);
    const customerGroupIds = await groupsOf(tx, input, userErrors);
    if (before) checkVersion(before, ifVersion, userErrors);
    checkDates({ ...before, ...input }, input, userErrors);
    const update = { id, change: input.metadata, path: ["input", "metadata"] };
    const metadata = before ? await mergedMetadata(tx, "price_list", update, userErrors) : undefined;
    userErrors.throwIfAny();
    if (before === null) return { priceList: before };

    const { title, type, status, description, startsAt, endsAt } = input;
    const changes = changedValues(before, {
      ...(title ? { title } : {}),
      ...(type ? { type } : {}),
      ...(status ? { status } : {}),
      description,
      startsAt,
      endsAt,
      prices,
      customerGroupIds,
    });
    if (Object.keys(changes).length === 0 && metadata === undefined) return { priceList: before };
    const { prices: changedPrices, ...others } = changes;
    const data = { ...updateData({ ...others, metadata }), ...(changedPrices && prices ? { prices } : {}) };
    return { priceList: await tx.priceList.update({ where: { id }, data, omit }) };
  });
}

/**
 * Marks a price list as deleted. A deleted price list does not change.
 * @throws UserErrorsException with NOT_FOUND or VERSION_CONFLICT.
 */
export async function deletePriceList(
  db: RequestDatabase,
  caller: Caller | null,
  { id, ifVersion }: PriceListDeleteArgs,
) {
  return db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const before = await lockPriceList(tx, id, userErrors, { includeDeleted: true });
    if (before?.deletedAt === null) checkVersion(before, ifVersion, userErrors);
    userErrors.throwIfAny();
    if (before === null || before.deletedAt !== null) return { deletedId: id, priceList: before };
    return { deletedId: id, priceList: await tx.priceList.update({ where: { id }, data: deletionData(), omit }) };
  });
}

/**
 * Restores a deleted price list with its prices and groups. Groups that are deleted stay hidden. A price list that is not
 * deleted does not change.
 * @throws UserErrorsException with NOT_FOUND.
 */
export async function restorePriceList(db: RequestDatabase, caller: Caller | null, id: string) {
  return db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const before = await lockPriceList(tx, id, userErrors, { includeDeleted: true });
    userErrors.throwIfAny();
    if (before === null || before.deletedAt === null) return { priceList: before };
    return { priceList: await tx.priceList.update({ where: { id }, data: updateData({ deletedAt: null }), omit }) };
  });
}

/** Reports the missing fields of a new price list. */
function checkRequired(input: PriceListInput, userErrors: UserErrorCollector): void {
  for (const name of ["title", "type"] as const) {
    if (!input[name] && !userErrors.has(["input", name])) {
      userErrors.add("REQUIRED", ["input", name], `${name} is required.`);
    }
  }
}

type Dates = Pick<PriceListInput, "startsAt" | "endsAt">;

/** Reports dates that would be in the wrong order after the write. Unchanged dates are in order already. */
function checkDates({ startsAt, endsAt }: Dates, input: Dates, userErrors: UserErrorCollector): void {
  const changed = input.endsAt ? "endsAt" : "startsAt";
  if (!startsAt || !endsAt || startsAt < endsAt || !input[changed]) return;
  if (userErrors.has(["input", "startsAt"]) || userErrors.has(["input", "endsAt"])) return;
  userErrors.add("OUT_OF_RANGE", ["input", changed], "startsAt must be before endsAt.");
}

/** The prices of the input in their stored form. Empty if the input clears them, undefined if it does not change them. */
async function pricesOf({ prices }: PriceListInput, userErrors: UserErrorCollector): Promise<PriceRow[] | undefined> {
  return prices === undefined ? undefined : parsePrices(prices ?? [], ["input", "prices"], userErrors);
}

/** The group ids of the input, in the same way. Locks the groups until the transaction ends. */
async function groupsOf(
  tx: Tx,
  { customerGroupIds }: PriceListInput,
  userErrors: UserErrorCollector,
): Promise<string[] | undefined> {
  if (customerGroupIds === undefined) return undefined;
  return findGroups(tx, customerGroupIds ?? [], ["input", "customerGroupIds"], userErrors, { lock: true });
}
