import { allScopes } from "../../src/access/auth/scope.type.js";
import { givenCustomer, longAgo } from "../customer/customer.steps.js";
import type { UserCreateInput, UserUpdateInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createUser } from "./user.operations.js";
import { givenUser, password, remove, update } from "./user.steps.js";

const emailOf = (length: number) =>
  `${"a".repeat(60)}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(length - 193)}.com`;

/** Values that new and changed users must not have. */
const faulty: [string, UserUpdateInput, string][] = [
  ["an email without @", { email: "ada.example.com" }, "INVALID_EMAIL at input.email"],
  ["an email with NUL", { email: "a\0da@example.com" }, "INVALID_EMAIL at input.email"],
  ["an email with a lone surrogate", { email: "a\ud800da@example.com" }, "INVALID_EMAIL at input.email"],
  ["an email of 255 characters", { email: emailOf(255) }, "TOO_LONG at input.email"],
  ["an empty password", { password: "" }, "TOO_SHORT at input.password"],
  ["a password of 7 characters", { password: "a".repeat(7) }, "TOO_SHORT at input.password"],
  ["a password of 7 characters of two units", { password: "😀".repeat(7) }, "TOO_SHORT at input.password"],
  ["a password of 129 characters", { password: "a".repeat(129) }, "TOO_LONG at input.password"],
  ["a password with NUL", { password: "pass\0word" }, "INVALID at input.password"],
  ["a password with a line break", { password: "password\n" }, "INVALID at input.password"],
  ["a password with a lone surrogate", { password: "password\udc00" }, "INVALID at input.password"],
  ["a given name of 256 characters", { firstName: "a".repeat(256) }, "TOO_LONG at input.firstName"],
  ["a family name with a control character", { lastName: "Ro\u0085ssi" }, "INVALID at input.lastName"],
];

describe("userCreate", () => {
  const server = useTestServer();
  const create = async (input: Partial<UserCreateInput>) => {
    const defaults = { email: "ada@example.com", password, scopes: [] };
    return (await server.run(createUser, { input: { ...defaults, ...input } })).userCreate;
  };

  it("writes the user with the email in lower case, trimmed names, and each scope once in the order of the schema", async () => {
    const { user, userErrors } = await create({
      email: " Ada@Example.COM ",
      firstName: " Ame\u0301lie\n",
      lastName: " \t ",
      scopes: ["USERS_MANAGE", "CUSTOMERS_READ", "USERS_MANAGE"],
    });
    expect(userErrors).toEqual([]);
    expect(user).toMatchObject({
      id: expect.stringMatching(/^user_[0-9A-HJKMNP-TV-Z]{26}$/),
      email: "ada@example.com",
      firstName: "Am\u00e9lie",
      lastName: null,
      scopes: ["CUSTOMERS_READ", "USERS_MANAGE"],
    });
    expect(user?.updatedAt).toBe(user?.createdAt);
    expect((await allRows(server)).users).toMatchObject([{ id: user?.id, email: "ada@example.com", deletedAt: null }]);
  });

  it.each([
    ["8 characters", "a".repeat(8)],
    ["128 characters of two units", "😀".repeat(128)],
    ["spaces only", " ".repeat(8)],
  ])("accepts a password of %s", async (_what, password) => {
    expect((await create({ password })).userErrors).toEqual([]);
  });

  it("stores the password as a hash with its own salt", async () => {
    for (const email of ["ada@example.com", "eva@example.com"]) await create({ email });
    const rows = await server.testDatabase.database.prisma.staffPassword.findMany();
    for (const { hash } of rows) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(new Set(rows.map(({ hash }) => hash)).size).toBe(2);
  });

  it.each([["a blank email", { email: " \u00a0" }, "BLANK at input.email"], ...faulty])(
    "refuses %s and writes nothing",
    async (_what, input, error) => {
      const { user, userErrors } = await create(input as Partial<UserCreateInput>);
      expect(user).toBeNull();
      expect(inShort(userErrors)).toEqual([error]);
      expect((await allRows(server)).users).toEqual([]);
    },
  );

  it("accepts an email of 254 characters", async () => {
    const email = emailOf(254);
    expect(email).toHaveLength(254);
    expect((await create({ email })).user).toMatchObject({ email });
  });

  it("returns all errors at once, and EMAIL_TAKEN with existingId for the email in another case", async () => {
    const taken = await givenUser(server, { email: "ada@example.com" });
    const before = await allRows(server);
    const { user, userErrors } = await create({ email: "ADA@example.com", password: "short", firstName: "A\u0007" });
    expect(user).toBeNull();
    expect(inShort(userErrors).sort()).toEqual([
      "EMAIL_TAKEN at input.email",
      "INVALID at input.firstName",
      "TOO_SHORT at input.password",
    ]);
    expect(userErrors).toContainEqual(expect.objectContaining({ code: "EMAIL_TAKEN", existingId: taken.id }));
    expect(await allRows(server)).toEqual(before);
  });

  it("may have the email of a customer", async () => {
    await givenCustomer(server, { email: "ada@example.com", password });
    expect((await create({ email: "ada@example.com" })).userErrors).toEqual([]);
  });

  it.each(["email", "password", "scopes"])("is BAD_USER_INPUT without %s", async (name) => {
    const input = { email: "ada@example.com", password, scopes: [], [name]: undefined };
    const { status, errors } = await server.ask(
      "mutation ($input: UserCreateInput!) { userCreate(input: $input) { user { id } } }",
      { input },
    );
    expect(status).toBe(400);
    expect(errors?.[0]?.message).toContain(`Field "${name}" of required type`);
  });
});

describe("userUpdate", () => {
  const server = useTestServer();
  const ofLongAgo = async (id: string) => {
    await server.testDatabase.database.prisma.staffUser.update({ where: { id }, data: { updatedAt: longAgo } });
  };
  const passwordOf = (userId: string) =>
    server.testDatabase.database.prisma.staffPassword.findUniqueOrThrow({ where: { userId } });

  it("changes the given fields, keeps the others and sets updatedAt", async () => {
    const { updatedAt: _, ...user } = await givenUser(server, { firstName: "Grace", lastName: "Hopper" });
    await ofLongAgo(user.id);
    const changed = await update(server, user.id, { email: "HOPPER@example.com", scopes: ["ORDERS_READ"] });
    expect(changed.user).toMatchObject({ ...user, email: "hopper@example.com", scopes: ["ORDERS_READ"] });
    expect(changed.user?.updatedAt).not.toBe(longAgo.toISOString());
    const cleared = await update(server, user.id, { firstName: null, lastName: " " });
    expect(cleared.user).toMatchObject({ email: "hopper@example.com", firstName: null, lastName: null });
  });

  it.each<[string, UserUpdateInput]>([
    ["nothing", {}],
    ["the stored values in another format", { email: " GRACE@example.com", firstName: "Grace ", lastName: null }],
    ["the same scopes in another order", { scopes: ["ORDERS_READ", "CUSTOMERS_READ", "ORDERS_READ"] }],
  ])("does not change updatedAt if nothing changes: %s", async (_what, input) => {
    const user = await givenUser(server, { firstName: "Grace", scopes: ["CUSTOMERS_READ", "ORDERS_READ"] });
    await ofLongAgo(user.id);
    const { user: same, userErrors } = await update(server, user.id, input);
    expect(userErrors).toEqual([]);
    expect(same).toEqual({ ...user, updatedAt: longAgo.toISOString() });
    expect(await server.testDatabase.database.prisma.staffUser.findMany()).toMatchObject([{ updatedAt: longAgo }]);
  });

  it("sets a new password, and changes its version and updatedAt", async () => {
    const user = await givenUser(server);
    const before = await passwordOf(user.id);
    await ofLongAgo(user.id);
    const { user: changed } = await update(server, user.id, { password: "another password" });
    expect(changed?.updatedAt).not.toBe(longAgo.toISOString());
    const after = await passwordOf(user.id);
    expect((await allRows(server)).users).toMatchObject([{ passwordVersion: 2 }]);
    expect(after.hash).not.toBe(before.hash);
  });

  it.each<[string, UserUpdateInput, string]>([
    ...faulty,
    ["null for the email", { email: null }, "REQUIRED at input.email"],
    ["a blank email", { email: " " }, "REQUIRED at input.email"],
    ["null for the password", { password: null }, "REQUIRED at input.password"],
    ["null for the scopes", { scopes: null }, "REQUIRED at input.scopes"],
  ])("refuses %s and writes nothing", async (_what, input, error) => {
    const user = await givenUser(server, { firstName: "Grace" });
    const [before, passwordBefore] = [await allRows(server), await passwordOf(user.id)];
    const answer = await update(server, user.id, { firstName: "Ada", ...input });
    expect(answer.user).toBeNull();
    expect(inShort(answer.userErrors)).toEqual([error]);
    expect(await allRows(server)).toEqual(before);
    expect(await passwordOf(user.id)).toEqual(passwordBefore);
  });

  it("returns EMAIL_TAKEN with existingId for another user's email, and accepts that of a deleted user", async () => {
    const [grace, eva] = [await givenUser(server), await givenUser(server, { email: "eva@example.com" })];
    const { userErrors } = await update(server, eva.id, { email: "Grace@example.com" });
    expect(userErrors).toMatchObject([{ code: "EMAIL_TAKEN", path: ["input", "email"], existingId: grace.id }]);
    await remove(server, grace.id);
    expect((await update(server, eva.id, { email: "Grace@example.com" })).user?.email).toBe("grace@example.com");
  });

  it.each([
    ["an unknown id", "user_unknown", "NOT_FOUND at id"],
    ["an id that no row can have", "user_\0", "NOT_FOUND at id"],
    ["another kind's id", "cus_1", "INVALID_ID at id"],
  ])("returns %s as an error", async (_what, id, error) => {
    expect(inShort((await update(server, id, { firstName: "Ada" })).userErrors)).toEqual([error]);
    expect(inShort((await remove(server, id)).userErrors)).toEqual([error]);
  });

  it("returns NOT_FOUND for a deleted user", async () => {
    const user = await givenUser(server);
    await remove(server, user.id);
    expect(inShort((await update(server, user.id, { firstName: "Ada" })).userErrors)).toEqual(["NOT_FOUND at id"]);
  });

  it("adds and removes any scope", async () => {
    const user = await givenUser(server, { scopes: ["ORDERS_READ"] });
    await givenUser(server, { email: "eva@example.com", scopes: ["USERS_MANAGE"] });
    expect((await update(server, user.id, { scopes: [...allScopes].reverse() })).user?.scopes).toEqual(allScopes);
    expect((await update(server, user.id, { scopes: [] })).user?.scopes).toEqual([]);
  });
});
