import {
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from "graphql";
import type { FileOptions } from "../../src/files/file-service.js";
import { createSchema } from "../../src/schema.js";
import { rome } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { accountOptions } from "../customer-account/customer-account.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenUploadRow, withFiles } from "../files/files.steps.js";
import { givenJob } from "../job/job.steps.js";
import { orderInput } from "../order/order.steps.js";
import { givenPriceList, price, sale } from "../price-list/price-list.steps.js";
import { europe, givenRegion } from "../region/region.steps.js";
import { useMailServer } from "../support/mail.js";
import { allRows } from "../support/rows.js";
import { type TestServer, useTestServer } from "../support/server.js";
import { givenUser } from "../user/user.steps.js";

/*
 * Tests every mutation of the schema. Each text in its inputs, at any depth, gets texts that could cause errors in a
 * database, a regular expression or a log. New mutations are included. A mutation that needs certain values before its
 * texts are checked needs an entry in `validValues`.
 */

const hostileTexts = {
  NUL: "a\0b",
  "a lone high surrogate": "a\ud800b",
  "a lone low surrogate": "a\udfffb",
  "300 characters": "a".repeat(300),
  "300 characters of two units": "😀".repeat(300),
  "an escape sequence": "a\u001b[31mb",
  "a C1 control character": "a\u0085b",
  "a delete character": "a\u007fb",
  "a bidirectional control character": "a\u202eb",
};

const codes = [
  "INVALID",
  "TOO_SHORT",
  "TOO_LONG",
  "INVALID_EMAIL",
  "INVALID_COUNTRY",
  "INVALID_CURRENCY",
  "INVALID_AMOUNT",
  "OUT_OF_RANGE",
];

interface Place {
  readonly mutation: string;
  readonly path: readonly (string | number)[];
}

// Logins answer INVALID_CREDENTIALS to all wrong values, and links INVALID_TOKEN. API keys have no sessions, and only
// people change their own account. Other tests check these. `logout` has no arguments.
const {
  login: _,
  customerLogin: __,
  logout: _logout,
  sessionsEnd: ___,
  customerEmailChangeConfirm: _emailChangeConfirm,
  customerEmailChangeRequest: _emailChangeRequest,
  customerPasswordChange: _passwordChange,
  customerPasswordReset: _passwordReset,
  customerRegisterConfirm: _registerConfirm,
  userInviteAccept: _inviteAccept,
  userPasswordChange: _userPasswordChange,
  userPasswordReset: _userPasswordReset,
  ...mutations
} = (createSchema().getMutationType() as GraphQLObjectType).getFields();

/**
 * The places of texts and ids in a type. A list has one place, its first element. `test/filters` checks the texts
 * of filters, and test/customer-export the search of exports.
 */
function placesOf(scalar: string, type: GraphQLInputType, path: Place["path"]): Place["path"][] {
  const nullable = getNullableType(type);
  if (getNamedType(type).name.endsWith("Filter")) return [];
  if (isListType(nullable)) return placesOf(scalar, nullable.ofType, [...path, 0]);
  if (isInputObjectType(nullable)) {
    return Object.values(nullable.getFields()).flatMap((field) => placesOf(scalar, field.type, [...path, field.name]));
  }
  return getNamedType(type).name === scalar ? [path] : [];
}

function allPlaces(scalar: string): Place[] {
  return Object.values(mutations).flatMap((mutation) =>
    mutation.args
      .filter(({ name }) => name !== "search")
      .flatMap((arg) => placesOf(scalar, arg.type, [arg.name]).map((path) => ({ mutation: mutation.name, path }))),
  );
}

/** Ids of other systems are checked as texts. */
function isGivenId({ mutation, path }: Place): boolean {
  return path.at(-1) === "variantId" || (mutation === "ordersRecord" && path.at(-1) === "id");
}

const textPlaces = [...allPlaces("String"), ...allPlaces("ID").filter(isGivenId)];
const idPlaces = allPlaces("ID").filter((place) => !isGivenId(place));

/** Texts for a place. A description can be longer than others. */
function textsFor(path: Place["path"]): [string, string][] {
  const times = path.at(-1) === "description" ? 40 : 1;
  return Object.entries(hostileTexts).map(([name, text]) => [name, name.startsWith("300") ? text.repeat(times) : text]);
}

const externalId = { system: "erp", value: "4711" };

/** Arguments with which a mutation succeeds, so that the hostile text is the only error. */
async function validValues(server: TestServer, mutation: string, files: FileOptions): Promise<Record<string, unknown>> {
  const customer = await givenCustomer(server, { firstName: "Ada", addresses: [rome] });
  const group = await givenGroup(server);
  const inputs: Record<string, object> = {
    CustomerCreateInput: { firstName: "Ada", email: "ada@example.com" },
    CustomerUpdateInput: { email: "ada@example.com" },
    AddressInput: rome,
    CustomerGroupCreateInput: { name: "Retail" },
    CustomerGroupUpdateInput: {},
    UserCreateInput: { email: "eva@example.com", password: "correct horse", scopes: [] },
    UserUpdateInput: {},
    ApiKeyCreateInput: { title: "Import", scopes: [] },
    PriceListInput: sale,
    CustomerRegisterInput: { email: "ada@example.com" },
    RegionInput: { ...europe, name: "Oceania" },
    CustomerIdentifier: { externalId },
    CustomerUpsertInput: { firstName: "Ada" },
    CustomerFilter: { firstName: { eq: "Nobody" } },
  };
  const idFor = async (name: string) => {
    if (name.startsWith("user")) return (await givenUser(server)).id;
    if (name.startsWith("apiKey")) return (await givenApiKey(server)).id;
    if (name.startsWith("customerGroup")) return group.id;
    if (name === "jobCancel") {
      await givenJob(server, { id: "job_1" });
      return "job_1";
    }
    if (name.startsWith("region")) return (await givenRegion(server)).id;
    if (name.startsWith("priceList")) return (await givenPriceList(server)).id;
    return name.startsWith("customerAddress") ? customer.addresses.nodes[0]?.id : customer.id;
  };
  const ids: Record<string, string | number | undefined> = {
    customerId: customer.id,
    expectedCount: 0,
    fileId: await givenUploadRow(server, files),
    email: "eva@example.com",
    id: await idFor(mutation),
  };
  const values: [string, unknown][] = (mutations[mutation]?.args ?? []).flatMap(({ name, type }) => {
    const input = inputs[getNamedType(type).name];
    if (input !== undefined) return [[name, structuredClone(input)] as [string, unknown]];
    if (name === "format") return [[name, "CSV"] as [string, unknown]];
    if (isListType(getNullableType(type))) return String(type).endsWith("!") ? [[name, []] as [string, unknown]] : [];
    return ids[name] === undefined ? [] : [[name, ids[name]] as [string, unknown]];
  });
  return Object.fromEntries(values);
}

/** The required values of elements in lists of inputs, and of the objects that another object may have. */
const elements: Readonly<Record<string, object>> = {
  addresses: rome,
  prices: price,
  orders: orderInput(),
  externalIds: externalId,
  externalId,
  customerExternalId: externalId,
  rows: { input: { firstName: "Ada" } },
  columns: { column: "E-Mail", field: "email" },
};

/** Sets a text at a place of the values. Changes the values. */
function put(values: Record<string, unknown>, path: Place["path"], text: string): void {
  let target: Record<string | number, unknown> = values;
  for (const [index, step] of path.slice(0, -1).entries()) {
    // A customer is named by exactly one value.
    if (step === "by") target[step] = {};
    target[step] ??= typeof path[index + 1] === "number" ? [] : { ...elements[step] };
    if (typeof path[index + 1] === "number" && index + 2 < path.length)
      target[step] = [structuredClone(elements[step] ?? {})];
    target = target[step] as Record<string | number, unknown>;
  }
  target[path.at(-1) ?? ""] = text;
}

/** The path of the error for an unknown id. Mutations of many customers name the list of ids. */
function pathOfUnknown(mutation: string, path: Place["path"]): string[] {
  const namesList = mutation === "customersDelete" || mutation === "customersRestore";
  return (namesList ? path.slice(0, -1) : path).map(String);
}

describe("hostile texts", () => {
  const mail = useMailServer();
  const options = withFiles(accountOptions(mail));
  const server = useTestServer(options);

  async function run(mutation: string, values: Record<string, unknown>) {
    const args = mutations[mutation]?.args.filter(({ name }) => name in values) ?? [];
    const query = `mutation (${args.map(({ name, type }) => `$${name}: ${type}`).join(", ")}) {
      payload: ${mutation}(${args.map(({ name }) => `${name}: $${name}`).join(", ")}) { userErrors { code path message } }
    }`;
    const { data, errors } = await server.ask(query, values);
    const payload = data?.payload as { userErrors: { code: string; path: string[]; message: string }[] } | undefined;
    return { userErrors: payload?.userErrors, codes: errors?.map(({ extensions }) => extensions?.code) };
  }

  it("has valid values for every mutation, so that only the text is wrong", async () => {
    for (const mutation of Object.keys(mutations)) {
      expect([mutation, await run(mutation, await validValues(server, mutation, options.files))]).toEqual([
        mutation,
        { userErrors: [], codes: undefined },
      ]);
      await server.reset();
    }
  });

  it.each(textPlaces.map(({ mutation, path }) => [`${mutation}: ${path.join(".")}`, mutation, path] as const))(
    "are refused with a code and the exact path in %s",
    async (_, mutation, path) => {
      const before = await validValues(server, mutation, options.files);
      const rows = await allRows(server);
      for (const [name, text] of textsFor(path)) {
        const values = structuredClone(before);
        put(values, path, text);
        const { userErrors, codes: topLevel } = await run(mutation, values);
        expect([name, topLevel]).toEqual([name, undefined]);
        expect(userErrors).not.toEqual([]);
        for (const error of userErrors ?? []) {
          expect([name, error.path]).toEqual([name, path.map(String)]);
          expect(codes).toContain(error.code);
          expect(error.message).not.toContain(text);
        }
      }
      expect(await allRows(server)).toEqual(rows);
    },
  );

  it.each(idPlaces.map(({ mutation, path }) => [`${mutation}: ${path.join(".")}`, mutation, path] as const))(
    "match no object as ids in %s",
    async (_, mutation, path) => {
      const before = await validValues(server, mutation, options.files);
      const rows = await allRows(server);
      for (const text of ["", "\0", "\ud800", "thing_\0", "a".repeat(10_000), "💣", "' OR 1 = 1 --", "%"]) {
        const values = structuredClone(before);
        put(values, path, text);
        const { userErrors, codes: topLevel } = await run(mutation, values);
        expect(topLevel).toBeUndefined();
        // Removing an unknown customer from a group succeeds.
        const isFine = mutation === "customerGroupRemoveCustomers" ? path[0] === "customerIds" : path[0] === "remove";
        const error = {
          code: "NOT_FOUND",
          path: pathOfUnknown(mutation, path),
          message: expect.not.stringContaining(text || " '"),
        };
        expect(userErrors).toEqual(isFine && mutation !== "customerUpdateGroups" ? [] : [error]);
      }
      expect(await allRows(server)).toEqual(rows);
    },
  );
});
