import { print } from "graphql";
import type { Scope } from "../../src/access/auth/scope.type.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenUserSession } from "../login/login.steps.js";
import type { UserUpdateInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { createUser, deleteUser, updateUser } from "./user.operations.js";
import { givenUser, password, remove } from "./user.steps.js";

describe("a caller with USERS_MANAGE and without all scopes", () => {
  const server = useTestServer();
  const forbidden = (missingScopes: Scope[]) => ({
    status: 403,
    errors: [{ extensions: { code: "FORBIDDEN", missingScopes } }],
  });
  const passwords = () => server.testDatabase.database.prisma.staffPassword.findMany({ orderBy: { userId: "asc" } });

  async function givenManager() {
    const { secret } = await givenApiKey(server, ["USERS_MANAGE", "CUSTOMERS_READ"]);
    return server.as(secret);
  }

  it("creates users only with their own scopes", async () => {
    const manager = await givenManager();
    const create = (scopes: Scope[]) =>
      manager.ask(print(createUser), { input: { email: "eva@example.com", password, scopes } });
    const before = await allRows(server);
    expect(await create(["ORDERS_READ", "CUSTOMERS_READ", "CUSTOMERS_WRITE", "ORDERS_READ"])).toMatchObject(
      forbidden(["CUSTOMERS_WRITE", "ORDERS_READ"]),
    );
    expect((await allRows(server)).users).toEqual(before.users);
    expect(await create(["CUSTOMERS_READ"])).toMatchObject({ data: { userCreate: { userErrors: [] } } });
  });

  it.each<[string, UserUpdateInput, Scope[]]>([
    ["adds a scope they lack", { scopes: ["ORDERS_READ", "HISTORY_READ"] }, ["ORDERS_READ", "HISTORY_READ"]],
    ["renames a user with a scope that they do not have", { firstName: "Ada" }, ["ORDERS_READ"]],
    [
      "gives a scope to a user with a scope that they do not have",
      { scopes: ["ORDERS_READ", "CUSTOMERS_READ"] },
      ["ORDERS_READ"],
    ],
    ["removes a scope that they do not have", { scopes: [] }, ["ORDERS_READ"]],
    [
      "sets the password of a user with a scope that they do not have",
      { password: "another password" },
      ["ORDERS_READ"],
    ],
    ["sets the email of a user with a scope that they do not have", { email: "mine@example.com" }, ["ORDERS_READ"]],
    [
      "sets the password of a user and removes the user's scope",
      { password: "another password", scopes: [] },
      ["ORDERS_READ"],
    ],
  ])("gets FORBIDDEN when changing a user with more scopes: %s", async (_what, input, missing) => {
    const manager = await givenManager();
    const user = await givenUser(server, { scopes: ["ORDERS_READ"] });
    const [before, passwordsBefore] = [await allRows(server), await passwords()];
    expect(await manager.ask(print(updateUser), { id: user.id, input })).toMatchObject(forbidden(missing));
    expect((await allRows(server)).users).toEqual(before.users);
    expect(await passwords()).toEqual(passwordsBefore);
  });

  it.each<[string, UserUpdateInput]>([
    ["the email that is there", { email: "GRACE@example.com" }],
    ["the scopes that are there", { scopes: ["ORDERS_READ"] }],
    ["nothing", {}],
  ])("may send an update that changes nothing: %s", async (_what, input) => {
    const manager = await givenManager();
    const user = await givenUser(server, { scopes: ["ORDERS_READ"] });
    expect((await manager.run(updateUser, { id: user.id, input })).userUpdate.userErrors).toEqual([]);
  });

  it("sets email and password of a user without more scopes", async () => {
    const manager = await givenManager();
    const user = await givenUser(server, { scopes: ["CUSTOMERS_READ"] });
    const input = { email: "eva@example.com", password: "another password" };
    expect((await manager.run(updateUser, { id: user.id, input })).userUpdate.user?.email).toBe("eva@example.com");
  });

  it("gets FORBIDDEN when deleting a user with more scopes, and may delete others and deleted users", async () => {
    const manager = await givenManager();
    const [stronger, other] = [
      await givenUser(server, { scopes: ["ORDERS_READ"] }),
      await givenUser(server, { email: "eva@example.com", scopes: ["CUSTOMERS_READ"] }),
    ];
    const before = await allRows(server);
    expect(await manager.ask(print(deleteUser), { id: stronger.id })).toMatchObject(forbidden(["ORDERS_READ"]));
    expect(await allRows(server)).toEqual(before);
    expect((await manager.run(deleteUser, { id: other.id })).userDelete.userErrors).toEqual([]);
    await remove(server, stronger.id);
    expect((await manager.run(deleteUser, { id: stronger.id })).userDelete.userErrors).toEqual([]);
  });

  it("changes their own email and password, and cannot add a scope to themselves", async () => {
    const { user, token } = await givenUserSession(server, { scopes: ["USERS_MANAGE"] });
    const self = server.as(token);
    const before = await allRows(server);
    expect(await self.ask(print(updateUser), { id: user.id, input: { scopes: ["ORDERS_READ"] } })).toMatchObject(
      forbidden(["ORDERS_READ"]),
    );
    expect(await allRows(server)).toEqual(before);
    const input = { email: "hopper@example.com", password: "another password" };
    expect((await self.run(updateUser, { id: user.id, input })).userUpdate.userErrors).toEqual([]);
    expect((await self.ask("{ viewer { type } }")).status).toBe(401);
  });
});
