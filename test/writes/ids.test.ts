import { isDeepStrictEqual } from "node:util";
import { idPrefixes, kindOfId, type NodeKind } from "../../src/graphql/node/ids.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { givenCalls, givenDeleted } from "./given-calls.js";
import {
  allIdPlaces,
  call,
  type IdPlace,
  idPlacesOf,
  mutations,
  syncMutations,
  type Variables,
  valueAt,
  withValueAt,
} from "./schema-calls.js";

/** Ids of other systems, which can be any text. */
const foreign = /^priceList(Create|Update)\.input\.prices\.variantId$/;

/** API keys cannot end sessions, and `node` finds no files. test/session and test/customer-import test the ids. */
const testedElsewhere = ["sessionsEnd.id", "customersImport.fileId"];

/** Places that accept an unknown id: a new order has its own id, and removing an unknown member succeeds. */
const takesUnknown = [
  "ordersRecord.orders.id",
  "customerGroupRemoveCustomers.customerIds",
  "customerGroupUpdateCustomers.remove",
];

/** Mutations that write nothing. */
const writesNothing = ["customerPersonalDataExport"];

/** Places that accept the id of a deleted object: deleting it again, restoring it, late orders, and personal data. */
const takesDeleted = (place: string) =>
  takesUnknown.includes(place) ||
  place === "ordersRecord.orders.customerId" ||
  /(Delete|Revoke|Restore|Erase|PersonalDataExport)\.id$/.test(place);

const unknownIdsOf = (kind: NodeKind) => [
  `${idPrefixes[kind]}_unknown`,
  `${idPrefixes[kind]}_\0`,
  idPrefixes[kind],
  "",
];

const byPath = (a: { path: readonly string[] }, b: { path: readonly string[] }) =>
  a.path.join() < b.path.join() ? -1 : 1;

describe("an id in a write", () => {
  const server = useTestServer();
  const everything = async () => ({
    ...(await allRows(server)),
    changes: await server.testDatabase.database.prisma.change.count(),
  });

  const placesOf = (mutation: string, variables: Variables) =>
    idPlacesOf(mutation, variables).filter(({ name }) => !foreign.test(name));

  /** The type of object for the id of a place. */
  function kindAt(variables: Variables, { path, isList }: IdPlace): NodeKind {
    const kind = kindOfId(String(valueAt(variables, isList ? [...path, "0"] : path)));
    if (kind === undefined) throw new Error(`There is no id at ${path.join(".")}.`);
    return kind;
  }

  /** The call with ids at one place: all of them for a list, otherwise the first. */
  const withIds = (variables: Variables, { path, isList }: IdPlace, ids: readonly string[]) =>
    withValueAt(variables, path, isList ? [...(valueAt(variables, path) as string[]), ...ids] : ids[0]);

  /** Expects that a call returns these errors and no object, and writes nothing. */
  async function expectRefused(mutation: string, variables: Variables, errors: object[]) {
    const before = await everything();
    const { userErrors, ...others } = await call(server, mutation, variables);
    expect(userErrors.toSorted(byPath)).toEqual(errors);
    for (const value of Object.values(others)) expect([null, 0, []]).toContainEqual(value);
    expect(await everything()).toEqual(before);
  }

  it("is tested at each place of the schema that takes one", async () => {
    const known = new Set<string>();
    for (const { mutation, given } of givenCalls) {
      await server.reset();
      for (const { name } of idPlacesOf(mutation, await given(server))) known.add(name);
    }
    expect([...known, ...testedElsewhere].sort()).toEqual(allIdPlaces);
    const calls = givenCalls.map(({ mutation }) => mutation);
    const others = Object.keys(mutations).filter((name) => ![...calls, ...syncMutations].includes(name));
    expect(others.sort()).toEqual([
      "apiKeyCreate",
      "customerEmailChangeConfirm",
      "customerEmailChangeRequest",
      "customerLogin",
      "customerPasswordChange",
      "customerPasswordReset",
      "customerPasswordResetRequest",
      "customerRegister",
      "customerRegisterConfirm",
      "customersImport",
      "login",
      "logout",
      "regionCreate",
      "sessionsEnd",
      "userCreate",
      "userInvite",
      "userInviteAccept",
      "userPasswordChange",
      "userPasswordReset",
      "userPasswordResetRequest",
    ]);
  });

  describe.each(givenCalls.map((given) => [`${given.mutation} ${given.name ?? ""}`.trim(), given] as const))(
    "%s",
    (_, { mutation, given }) => {
      it("succeeds with existing ids, and increments the version of each changed row", async () => {
        const variables = await given(server);
        const before = await everything();
        expect((await call(server, mutation, variables)).userErrors).toEqual([]);
        const after = await everything();
        expect(isDeepStrictEqual(after, before)).toBe(writesNothing.includes(mutation));
        for (const table of ["customers", "addresses", "groups", "priceLists"] as const) {
          const known = new Map(before[table].map((row) => [row.id, row]));
          for (const row of after[table]) {
            const former = known.get(row.id);
            if (isDeepStrictEqual(row, former)) continue;
            expect(row.version).toBe(Number(former?.version ?? 0) + 1);
            expect(row.updatedAt).not.toEqual(former?.updatedAt);
          }
        }
      });

      it("returns NOT_FOUND with every unknown id, and writes nothing", async () => {
        const variables = await given(server);
        for (const place of placesOf(mutation, variables)) {
          if (takesUnknown.includes(place.name)) continue;
          const [first = "", ...others] = unknownIdsOf(kindAt(variables, place));
          const { path, isList } = place;
          const one = { code: "NOT_FOUND", path: isList ? [...path, "1"] : path, ids: [first] };
          await expectRefused(mutation, withIds(variables, place, [first, ...(isList ? [first] : [])]), [one]);
          if (isList) {
            const all = { code: "NOT_FOUND", path, ids: [first, ...others] };
            await expectRefused(mutation, withIds(variables, place, [first, first, ...others]), [all]);
          }
          for (const id of isList ? [] : others) {
            await expectRefused(mutation, withIds(variables, place, [id]), [{ ...one, ids: [id] }]);
          }
        }
      });

      it("lists the unknown ids of all its arguments at once", async () => {
        const variables = await given(server);
        const places = placesOf(mutation, variables).filter(({ name }) => !takesUnknown.includes(name));
        const ids = places.map((place, index) => `${idPrefixes[kindAt(variables, place)]}_unknown${index}`);
        const call = places.reduce((changed, place, index) => withIds(changed, place, [ids[index] ?? ""]), variables);
        const errors = places
          .map(({ path, isList }, index) => ({ path: isList ? [...path, "1"] : path, ids: [ids[index]] }))
          .map((error) => ({ code: "NOT_FOUND", ...error }));
        await expectRefused(mutation, call, errors.toSorted(byPath));
      });

      it("treats the id of a deleted object as unknown", async () => {
        const variables = await given(server);
        for (const place of placesOf(mutation, variables)) {
          const kind = kindAt(variables, place);
          const id = await givenDeleted(server, kind, variables.customerId);
          if (id === null) continue;
          const changed = withIds(variables, place, [id]);
          if (takesDeleted(place.name)) {
            expect((await call(server, mutation, changed)).userErrors).toEqual([]);
          } else {
            const path = place.isList ? [...place.path, "1"] : place.path;
            await expectRefused(mutation, changed, expect.arrayContaining([{ code: "NOT_FOUND", path, ids: [id] }]));
          }
        }
      });

      it("returns INVALID_ID for an id with the prefix of another type, and writes nothing", async () => {
        const variables = await given(server);
        for (const place of placesOf(mutation, variables)) {
          const kind = kindAt(variables, place);
          const path = place.isList ? [...place.path, "1"] : place.path;
          for (const [otherKind, prefix] of Object.entries(idPrefixes)) {
            if (otherKind === kind) continue;
            await expectRefused(mutation, withIds(variables, place, [`${prefix}_1`]), [{ code: "INVALID_ID", path }]);
          }
        }
      });
    },
  );
});
