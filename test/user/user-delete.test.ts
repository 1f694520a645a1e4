import { longAgo } from "../customer/customer.steps.js";
import { describeOnServer } from "../support/database.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { givenUser, remove, update } from "./user.steps.js";

const last = "CONFLICTING_INPUT at";

describe("userDelete", () => {
  const server = useTestServer();

  it("keeps the row and frees the email", async () => {
    const user = await givenUser(server);
    expect(await remove(server, user.id)).toEqual({ deletedId: user.id, userErrors: [] });
    expect((await allRows(server)).users).toMatchObject([{ id: user.id, deletedAt: expect.any(String) }]);
    expect((await givenUser(server)).id).not.toBe(user.id);
  });

  it("changes nothing if the user is already deleted", async () => {
    const { id } = await givenUser(server);
    const { prisma } = server.testDatabase.database;
    await prisma.staffUser.update({ where: { id }, data: { deletedAt: longAgo, updatedAt: longAgo } });
    const before = await allRows(server);
    expect(await remove(server, id)).toEqual({ deletedId: id, userErrors: [] });
    expect(await allRows(server)).toEqual(before);
  });
});

describe("the last user with USERS_MANAGE", () => {
  const server = useTestServer();

  it("cannot be deleted or lose the scope, and can change other fields", async () => {
    const manager = await givenUser(server, { scopes: ["USERS_MANAGE", "ORDERS_READ"] });
    await givenUser(server, { email: "eva@example.com", scopes: ["ORDERS_READ"] });
    const before = await allRows(server);
    expect(inShort((await remove(server, manager.id)).userErrors)).toEqual([`${last} id`]);
    const { user, userErrors } = await update(server, manager.id, { scopes: ["ORDERS_READ"], firstName: "Ada" });
    expect(user).toBeNull();
    expect(inShort(userErrors)).toEqual([`${last} input.scopes`]);
    expect(await allRows(server)).toEqual(before);
    expect((await update(server, manager.id, { scopes: ["USERS_MANAGE"], firstName: "Ada" })).userErrors).toEqual([]);
  });

  it("is the last one even if there is a deleted user with the scope", async () => {
    const [manager, gone] = [
      await givenUser(server, { scopes: ["USERS_MANAGE"] }),
      await givenUser(server, { email: "gone@example.com", scopes: ["USERS_MANAGE"] }),
    ];
    expect((await remove(server, gone.id)).userErrors).toEqual([]);
    expect(inShort((await remove(server, manager.id)).userErrors)).toEqual([`${last} id`]);
    expect((await remove(server, gone.id)).userErrors).toEqual([]);
  });

  it("does not prevent the deletion of other users", async () => {
    const { id } = await givenUser(server, { scopes: ["ORDERS_READ"] });
    expect((await update(server, id, { scopes: [] })).userErrors).toEqual([]);
    expect((await remove(server, id)).userErrors).toEqual([]);
  });
});

describeOnServer("the last two users who hold USERS_MANAGE", () => {
  const server = useTestServer();
  const takeAway = (id: string) => update(server, id, { scopes: [] });

  it.each([
    ["two deletions", [remove, remove]],
    ["two updates", [(_: unknown, id: string) => takeAway(id), (_: unknown, id: string) => takeAway(id)]],
    ["a deletion and an update", [remove, (_: unknown, id: string) => takeAway(id)]],
  ] as const)("do not both lose it: %s at the same time", async (_what, [first, second]) => {
    for (let round = 1; round <= 5; round += 1) {
      await server.reset();
      const [one, other] = [
        await givenUser(server, { email: "one@example.com", scopes: ["USERS_MANAGE"] }),
        await givenUser(server, { email: "other@example.com", scopes: ["USERS_MANAGE"] }),
      ];
      const answers = await Promise.all([first(server, one.id), second(server, other.id)]);
      const refused = answers.filter(({ userErrors }) => userErrors.length > 0);
      expect(refused).toMatchObject([{ userErrors: [{ code: "CONFLICTING_INPUT" }] }]);
      const users = await server.testDatabase.database.prisma.staffUser.findMany({ where: { deletedAt: null } });
      expect(users.filter(({ scopes }) => scopes.length > 0)).toHaveLength(1);
    }
  });
});
