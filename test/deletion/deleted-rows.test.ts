import { type GraphQLArgument, type GraphQLField, isNonNullType } from "graphql";
import { createSchema } from "../../src/schema.js";
import { givenAddress } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenPriceList } from "../price-list/price-list.steps.js";
import { allRows } from "../support/rows.js";
import { type TestServer, useTestServer } from "../support/server.js";
import { givenUser } from "../user/user.steps.js";

type Variables = Readonly<Record<string, unknown>>;

/** By the mutation that deletes one: makes an object of its type, and gives what names it. */
const given: Readonly<Record<string, (server: TestServer) => Promise<{ id: string; customerId?: string }>>> = {
  customerDelete: (server) => givenCustomer(server),
  customerAddressDelete: async (server) => {
    const customer = await givenCustomer(server);
    return { customerId: customer.id, id: (await givenAddress(server, customer.id)).id };
  },
  customerGroupDelete: (server) => givenGroup(server),
  priceListDelete: (server) => givenPriceList(server),
  userDelete: (server) => givenUser(server),
  apiKeyRevoke: (server) => givenApiKey(server),
};

/** By the mutation that deletes one: the writes to such an object, and the argument that names it. */
const writes: Readonly<Record<string, readonly (readonly [mutation: string, argument: string])[]>> = {
  customerDelete: [
    ["customerUpdate", "id"],
    ["customerUpdateGroups", "customerId"],
    ["customerAddressCreate", "customerId"],
    ["customerAddressUpdate", "customerId"],
    ["customerAddressSetDefault", "customerId"],
  ],
  customerAddressDelete: [
    ["customerAddressUpdate", "id"],
    ["customerAddressSetDefault", "id"],
  ],
  customerGroupDelete: [
    ["customerGroupUpdate", "id"],
    ["customerGroupAddCustomers", "id"],
    ["customerGroupRemoveCustomers", "id"],
    ["customerGroupUpdateCustomers", "id"],
  ],
  priceListDelete: [["priceListUpdate", "id"]],
  userDelete: [["userUpdate", "id"]],
  apiKeyRevoke: [],
};

const mutations = createSchema().getMutationType()?.getFields() ?? {};
const deletions = Object.keys(mutations).filter((name) => /(Delete|Revoke)$/.test(name));

/** Values for the arguments that must be given, apart from ids. */
const required: Variables = { input: {}, customerIds: [], roles: ["SHIPPING"] };

function field(name: string): GraphQLField<unknown, unknown> {
  const found = mutations[name];
  if (found === undefined) throw new Error(`There is no mutation ${name}.`);
  return found;
}

/** Sends a mutation with the arguments that it has. */
async function send(server: TestServer, name: string, values: Variables) {
  const { args, type } = field(name);
  const isSent = (arg: GraphQLArgument) => isNonNullType(arg.type) || values[arg.name] !== undefined;
  const sent = args.filter(isSent);
  const variables = Object.fromEntries(sent.map((arg) => [arg.name, values[arg.name] ?? required[arg.name]]));
  const deletedId = String(type).includes("Delete") ? "deletedId" : "";
  const query = `mutation (${sent.map((arg) => `$${arg.name}: ${arg.type}`).join()}) {
    ${name}(${sent.map((arg) => `${arg.name}: $${arg.name}`).join()}) { ${deletedId} userErrors { code path } }
  }`;
  const { data, errors } = await server.ask(query, variables);
  expect(errors).toBeUndefined();
  return (data as Record<string, { userErrors: object[] }>)[name];
}

describe("an object that is deleted", () => {
  const server = useTestServer();
  const everything = async () => ({ ...(await allRows(server)), changes: await changeCount() });
  const changeCount = () => server.testDatabase.database.prisma.change.count();
  const ifVersionOf = (name: string) => (field(name).args.some((arg) => arg.name === "ifVersion") ? 99 : undefined);

  it("is of a type that these tests know", () => {
    expect(Object.keys(given).sort()).toEqual([...deletions].sort());
    const known = Object.values(writes).flatMap((list) =>
      list.map(([mutation, argument]) => `${mutation}.${argument}`),
    );
    const named = Object.values(mutations).flatMap(({ name, args }) =>
      args.filter((arg) => ["id", "customerId"].includes(arg.name)).map((arg) => `${name}.${arg.name}`),
    );
    expect(named.filter((name) => !/(Delete|Revoke|Restore)\./.test(name)).sort()).toEqual(known.sort());
  });

  it.each(deletions)("is deleted again by %s without a change, whatever ifVersion says", async (name) => {
    const object = await given[name]?.(server);
    const first = await send(server, name, { ...object });
    expect(first?.userErrors).toEqual([]);
    const before = await everything();
    expect(await send(server, name, { ...object, ifVersion: ifVersionOf(name) })).toEqual(first);
    expect(await everything()).toEqual(before);
  });

  it.each(deletions)("is not what never was: NOT_FOUND from %s", async (name) => {
    const object = await given[name]?.(server);
    const before = await everything();
    const id = `${object?.id.split("_")[0]}_unknown`;
    expect(await send(server, name, { ...object, id })).toMatchObject({
      userErrors: [{ code: "NOT_FOUND", path: ["id"] }],
    });
    expect(await everything()).toEqual(before);
  });

  it.each(deletions)("is unknown to every other write after %s", async (name) => {
    const object = await given[name]?.(server);
    await send(server, name, { ...object });
    const before = await everything();
    for (const [mutation, argument] of writes[name] ?? []) {
      const ids = { id: "cuaddr_unknown", ...object, [argument]: object?.id };
      const { userErrors = [] } = (await send(server, mutation, ids)) ?? {};
      expect(userErrors).toContainEqual({ code: "NOT_FOUND", path: [argument] });
    }
    expect(await everything()).toEqual(before);
  });

  it("is an address whose customer was deleted, too: deleting it changes nothing", async () => {
    const customer = await givenCustomer(server);
    const { id } = await givenAddress(server, customer.id);
    await send(server, "customerDelete", { id: customer.id });
    const before = await everything();
    const outcome = await send(server, "customerAddressDelete", { customerId: customer.id, id });
    expect(outcome).toEqual({ deletedId: id, userErrors: [] });
    expect(await everything()).toEqual(before);
  });
});
