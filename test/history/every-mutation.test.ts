import { print } from "graphql";
import { rootKeyId } from "../../src/access/api-key/root-key.js";
import { accessOf } from "../../src/access/auth/access.js";
import type { Caller } from "../../src/access/auth/caller.js";
import { allScopes } from "../../src/access/auth/scope.type.js";
import { createSchema } from "../../src/schema.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { logInCustomer, logInUser } from "../login/login.operations.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { adminKey, useTestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";
import { changesOf, historyAsText, inShort } from "./history.steps.js";
import type { Run } from "./mutation-calls.js";
import { mutationCases, withoutHistory } from "./mutation-cases.js";

const mutations = Object.values(createSchema().getMutationType()?.getFields() ?? {});
const forCustomers = mutations.filter((field) => accessOf(field)?.orSelf && mutationCases[field.name]);

const calls: [mutation: string, callerType: Caller["type"]][] = [
  ...Object.keys(mutationCases).flatMap((name): [string, Caller["type"]][] => [
    [name, "API_KEY"],
    [name, "USER"],
  ]),
  ...forCustomers.map(({ name }): [string, Caller["type"]] => [name, "CUSTOMER"]),
];

describe("the history of each mutation", () => {
  const server = useTestServer();

  it("is tested here", () => {
    const known = [...Object.keys(mutationCases), ...withoutHistory].sort();
    expect(mutations.map(({ name }) => name)).toEqual(known);
  });

  /** Creates a caller of a type with all its access, and a customer. They are the same for the type CUSTOMER. */
  async function givenCaller(type: Caller["type"]) {
    const input = { email: "ada@example.com", firstName: "Ada" };
    if (type === "CUSTOMER") {
      const { customer, token } = await givenCustomerSession(server, input);
      return { id: customer.id, credential: token, customerId: customer.id };
    }
    const { id: customerId } = await givenCustomer(server, input);
    if (type === "API_KEY") return { id: rootKeyId, credential: adminKey, customerId };
    const { user, token } = await givenUserSession(server, { scopes: allScopes });
    return { id: user.id, credential: token, customerId };
  }

  /** Returns a function that runs operations as this caller and collects the request ids. */
  function runAs(credential: string, requestIds: unknown[]): Run {
    return async (document, variables) => {
      const response = await server.app.inject({
        method: "POST",
        url: "/graphql",
        headers: { authorization: `Bearer ${credential}` },
        payload: { query: print(document), variables: variables as object },
      });
      const { data, errors } = response.json();
      expect(errors).toBeUndefined();
      requestIds.push(response.headers["x-request-id"]);
      return data as never;
    };
  }

  /** The version of an object, also of a deleted one. Null for users and API keys. */
  async function versionOf(id: string): Promise<number | null> {
    const { rows } = await server.testDatabase.database.pool.query<{ version: number | null }>(
      `SELECT version FROM customer WHERE id = $1
       UNION ALL SELECT version FROM customer_address WHERE id = $1
       UNION ALL SELECT version FROM customer_group WHERE id = $1
       UNION ALL SELECT version FROM price_list WHERE id = $1
       UNION ALL SELECT version FROM region WHERE id = $1
       UNION ALL SELECT NULL FROM staff_user WHERE id = $1
       UNION ALL SELECT NULL FROM api_key WHERE id = $1`,
      [id],
    );
    if (rows[0] === undefined) throw new Error(`There is no ${id}.`);
    return rows[0].version;
  }

  it.each(calls)(
    "%s by %s records each change with its actor and version, and nothing without a change",
    async (name, type) => {
      const { id, credential, customerId } = await givenCaller(type);
      const mutation = await mutationCases[name]?.({ server, caller: { type, id }, customerId });
      if (mutation === undefined) throw new Error(`There is no ${name}.`);
      const requestIds: unknown[] = [];
      const run = runAs(credential, requestIds);

      const before = await historyAsText(server);
      expect(await mutation.refuse(run)).not.toEqual([]);
      expect(await historyAsText(server)).toEqual(before);

      let expected: unknown;
      const changes = await changesOf(server, async () => {
        expected = await mutation.succeed(run);
      });
      expect(changes.map(inShort)).toEqual(expected);
      for (const change of changes) {
        expect(change).toMatchObject({ actor: { type, id } });
        expect(requestIds).toContain(change.requestId);
      }
      const lastChanges = new Map(changes.map(({ subjectId, version }) => [subjectId, version]));
      for (const [subjectId, version] of lastChanges) expect(version).toBe(await versionOf(subjectId));

      const after = await historyAsText(server);
      if (!mutation.erasesHistory) expect(after.slice(0, before.length)).toEqual(before);
      if (!mutation.isRepeatable) return;
      await mutation.succeed(run);
      expect(await historyAsText(server)).toEqual(after);
    },
  );

  it("lists the fields of a change in the order of their names", async () => {
    const { id, customerId } = await givenCaller("API_KEY");
    for (const name of ["customerCreate", "customerAddressCreate"]) {
      const mutation = await mutationCases[name]?.({ server, caller: { type: "API_KEY", id }, customerId });
      const changes = await changesOf(server, async () => mutation?.succeed(runAs(adminKey, [])));
      const names = changes.map(({ fields }) => fields.map((field) => field.name));
      expect(names.flat()).not.toEqual([]);
      expect(names).toEqual(names.map((list) => list.toSorted()));
    }
  });

  it.each([
    ["login", logInUser, givenUserSession],
    ["customerLogin", logInCustomer, givenCustomerSession],
  ])("%s records nothing when it succeeds or fails", async (_, document, givenSession) => {
    const email = "ada@example.com";
    await givenSession(server, { email });
    const before = await historyAsText(server);
    for (const given of [password, "wrong password"]) {
      const { errors } = await server.as(null).ask(print(document), { email, password: given });
      expect(errors).toBeUndefined();
    }
    expect(await historyAsText(server)).toEqual(before);
  });
});
