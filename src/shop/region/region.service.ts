import type { Caller } from "../../access/auth/caller.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { changedValues, deletionData, jsonColumn, updateData } from "../../database/sql/row-values.js";
import { checkVersion } from "../../graphql/errors/check-row.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput, checkNotCleared } from "../../graphql/input/check-input.js";
import { mergedMetadata } from "../../graphql/input/metadata.js";
import { normalizeCurrencyCode } from "../../graphql/input/normalize-text.js";
import { newId } from "../../graphql/node/ids.js";
import type { RegionCreateArgs, RegionDeleteArgs, RegionUpdateArgs } from "./region.args.js";
import type { RegionInput } from "./region.input.js";
import { lockRegion } from "./region.lookup.js";
import { checkCountriesAreFree, checkNameIsFree, parseCountryCodes } from "./region.rules.js";

/**
 * Creates a region with countries.
 * @throws UserErrorsException with NAME_TAKEN, CONFLICTING_INPUT for countries of other regions, and for each broken rule of
 * the input.
 */
export async function createRegion(db: RequestDatabase, caller: Caller | null, { input }: RegionCreateArgs) {
  const inputProblems = await checkInput(input);
  checkRequired(input, inputProblems);
  const countries = parseCountryCodes(input.countryCodes ?? [], inputProblems);
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const { name, currencyCode } = input;
    if (name) await checkNameIsFree(tx, { name }, userErrors);
    await checkCountriesAreFree(tx, {}, countries, userErrors);
    userErrors.throwIfAny();
    if (!name || !currencyCode) return { region: null };

    const now = new Date();
    const data = {
      id: newId("Region"),
      name,
      currencyCode: normalizeCurrencyCode(currencyCode),
      countryCodes: [...countries.keys()].sort(),
      metadata: jsonColumn(input.metadata ?? null),
      createdAt: now,
      updatedAt: now,
    };
    return { region: await tx.region.create({ data }) };
  });
}

/**
 * Changes a region.
 * @throws UserErrorsException with NOT_FOUND, VERSION_CONFLICT, NAME_TAKEN, CONFLICTING_INPUT for countries of other regions,
 * and for each broken rule of the input.
 */
export async function updateRegion(
  db: RequestDatabase,
  caller: Caller | null,
  { id, input, ifVersion }: RegionUpdateArgs,
) {
  const inputProblems = await checkInput(input);
  checkNotCleared(input, ["name", "currencyCode"], inputProblems);
  const countries = parseCountryCodes(input.countryCodes ?? [], inputProblems);
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const { name, currencyCode, countryCodes } = input;
    const before = await lockRegion(tx, id, userErrors);
    if (before) checkVersion(before, ifVersion, userErrors);
    if (before && name) await checkNameIsFree(tx, { id, name }, userErrors);
    if (before) await checkCountriesAreFree(tx, { id }, countries, userErrors);
    const update = { id, change: input.metadata, path: ["input", "metadata"] };
    const metadata = before ? await mergedMetadata(tx, "region", update, userErrors) : undefined;
    userErrors.throwIfAny();
    if (before === null) return { region: before };

    const changes = changedValues(before, {
      ...(name ? { name } : {}),
      ...(currencyCode ? { currencyCode: normalizeCurrencyCode(currencyCode) } : {}),
      ...(countryCodes === undefined ? {} : { countryCodes: [...countries.keys()].sort() }),
    });
    if (Object.keys(changes).length === 0 && metadata === undefined) return { region: before };
    return { region: await tx.region.update({ where: { id }, data: updateData({ ...changes, metadata }) }) };
  });
}

/**
 * Marks a region as deleted, and frees its countries. A deleted region does not change.
 * @throws UserErrorsException with NOT_FOUND or VERSION_CONFLICT.
 */
export async function deleteRegion(db: RequestDatabase, caller: Caller | null, { id, ifVersion }: RegionDeleteArgs) {
  return db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const before = await lockRegion(tx, id, userErrors, { includeDeleted: true });
    if (before?.deletedAt === null) checkVersion(before, ifVersion, userErrors);
    userErrors.throwIfAny();
    if (before?.deletedAt === null) await tx.region.update({ where: { id }, data: deletionData() });
    return { deletedId: id };
  });
}

/** Reports the missing fields of a new region. */
function checkRequired(input: RegionInput, userErrors: UserErrorCollector): void {
  for (const name of ["name", "currencyCode"] as const) {
    if (!input[name] && !userErrors.has(["input", name])) {
      userErrors.add("REQUIRED", ["input", name], `${name} is required.`);
    }
  }
}
