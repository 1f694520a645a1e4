import { print } from "graphql";
import type { Scope } from "../../src/access/auth/scope.type.js";
import { revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenUserSession } from "../login/login.steps.js";
import { useMailServer } from "../support/mail.js";
import { type Asker, useTestServer } from "../support/server.js";
import { givenUser, password, remove, update } from "../user/user.steps.js";
import { acceptInvitation, inviteUser } from "./user-account.operations.js";
import { accept, invitedToken, newPassword, tokenOfUserLogin, userOf } from "./user-account.steps.js";

const email = "eva@example.com";

describe("an invitation", () => {
  const mail = useMailServer();
  const server = useTestServer(mail.serverOptions);
  // Otherwise the next test gets the mails of this one.
  afterEach(() => mail.allSent(server.testDatabase.database));
  const prisma = () => server.testDatabase.database.prisma;
  const invite = async (asker: Asker, address: string, scopes: Scope[] = []) =>
    (await asker.run(inviteUser, { email: address, scopes })).userInvite;

  /** A manager of users who also holds ORDERS_READ. Another user keeps USERS_MANAGE, so that the manager may lose it. */
  async function givenManager() {
    await givenUser(server, { email: "other@example.com", scopes: ["USERS_MANAGE"] });
    const { user, token } = await givenUserSession(server, { scopes: ["ORDERS_READ", "USERS_MANAGE"] });
    return { id: user.id, asker: server.as(token) };
  }

  it("becomes a user with its scopes, a password and trimmed names, and logs in", async () => {
    const { asker } = await givenManager();
    expect(await invite(asker, " Eva@Example.com", ["ORDERS_READ", "ORDERS_READ"])).toEqual({
      accepted: true,
      userErrors: [],
    });
    const { token, link, subject } = await mail.nextTo(email);
    expect(subject).toBe("You are invited to the staff of The Shop");
    expect(link).toBe(`https://staff.example.com/invite?token=${token}`);
    expect(await prisma().staffUser.count({ where: { email } })).toBe(0);

    const names = { firstName: " Ame\u0301lie\n", lastName: " \t " };
    const { userInviteAccept } = await server.as(null).run(acceptInvitation, { token, password, ...names });
    expect(userInviteAccept).toMatchObject({ viewer: { type: "USER", scopes: ["ORDERS_READ"] }, userErrors: [] });
    const id = userInviteAccept.viewer?.user?.id;
    expect(id).toMatch(/^user_[0-9A-Z]{26}$/);
    expect(await prisma().staffUser.findUnique({ where: { id: id ?? "" } })).toMatchObject({
      email,
      firstName: "Am\u00e9lie",
      lastName: null,
      scopes: ["ORDERS_READ"],
      emailIsProven: true,
      passwordVersion: 1,
    });
    expect(await userOf(server, userInviteAccept.token)).toBe(id);
    expect(await userOf(server, await tokenOfUserLogin(server, email, password))).toBe(id);
    expect(await mail.allSent(server.testDatabase.database)).toEqual([]);
  });

  it("is recorded in history when it is accepted, with the inviter as the author", async () => {
    const { id: inviter, asker } = await givenManager();
    const token = await invitedToken(asker, mail, email, ["ORDERS_READ"]);
    const id = await accept(server, token);
    const [change] = await prisma().change.findMany({ where: { subjectId: id } });
    expect(change).toMatchObject({ action: "CREATED", actorType: "USER", actorId: inviter });
  });

  it("needs USERS_MANAGE and each scope that it gives", async () => {
    const { asker } = await givenManager();
    const { token } = await givenUserSession(server, { email: "clerk@example.com", scopes: ["ORDERS_READ"] });
    const errorOf = async (caller: Asker, scopes: Scope[]) => {
      const { status, errors } = await caller.ask(print(inviteUser), { email, scopes });
      return [status, errors?.[0]?.extensions?.code, errors?.[0]?.extensions?.missingScopes];
    };
    expect(await errorOf(server.as(token), ["ORDERS_READ"])).toEqual([403, "FORBIDDEN", ["USERS_MANAGE"]]);
    expect(await errorOf(asker, ["ORDERS_READ", "HISTORY_READ", "CUSTOMERS_READ"])).toEqual([
      403,
      "FORBIDDEN",
      ["CUSTOMERS_READ", "HISTORY_READ"],
    ]);
    expect(await mail.allSent(server.testDatabase.database)).toEqual([]);
    expect(await prisma().linkToken.count()).toBe(0);
  });

  it("is EMAIL_TAKEN with existingId for the email of a user, and possible for that of a deleted user and of a customer", async () => {
    const { id } = await givenUser(server, { email });
    await givenCustomer(server, { email: "ada@example.com", password });
    const { accepted, userErrors } = await invite(server, "EVA@example.com");
    expect([accepted, userErrors]).toMatchObject([false, [{ code: "EMAIL_TAKEN", path: ["email"], existingId: id }]]);
    await remove(server, id);
    for (const address of [email, "ada@example.com"])
      expect(await invite(server, address)).toMatchObject({ accepted: true });
  });

  it.each(["plain", "@example.com", " "])("gets an error for the email %j", async (bad) => {
    const code = bad === " " ? "BLANK" : "INVALID_EMAIL";
    expect(await invite(server, bad)).toMatchObject({ accepted: false, userErrors: [{ code, path: ["email"] }] });
  });

  it("is RATE_LIMITED after three of one email, and others can still be invited", async () => {
    for (let time = 1; time <= 3; time += 1) expect(await invite(server, email)).toMatchObject({ accepted: true });
    const { status, errors } = await server.ask(print(inviteUser), { email, scopes: [] });
    expect([status, errors?.[0]?.extensions?.code]).toEqual([429, "RATE_LIMITED"]);
    expect(await invite(server, "ada@example.com")).toMatchObject({ accepted: true });
    expect(await mail.allSent(server.testDatabase.database)).toHaveLength(4);
  });

  it("ends with a newer one of the same email, whoever sends it, and its scopes do not count", async () => {
    const { asker } = await givenManager();
    const older = await invitedToken(server, mail, email, ["CUSTOMERS_READ", "USERS_MANAGE"]);
    const newer = await invitedToken(asker, mail, email, ["ORDERS_READ"]);
    expect(await accept(server, older)).toBe("INVALID_TOKEN at token");
    const id = await accept(server, newer);
    expect((await prisma().staffUser.findUnique({ where: { id } }))?.scopes).toEqual(["ORDERS_READ"]);
  });

  it.each<[string, (inviter: string) => Promise<unknown>]>([
    ["is deleted", (id) => remove(server, id)],
    ["loses USERS_MANAGE", (id) => update(server, id, { scopes: ["ORDERS_READ"] })],
    ["loses a scope of it", (id) => update(server, id, { scopes: ["USERS_MANAGE"] })],
  ])("cannot be accepted after the inviter %s", async (_what, change) => {
    const { id, asker } = await givenManager();
    const token = await invitedToken(asker, mail, email, ["ORDERS_READ"]);
    await change(id);
    expect(await accept(server, token)).toBe("INVALID_TOKEN at token");
    expect(await prisma().staffUser.count({ where: { email } })).toBe(0);
  });

  it("can be accepted after changes of the inviter that leave the scopes", async () => {
    const { id, asker } = await givenManager();
    const token = await invitedToken(asker, mail, email, ["ORDERS_READ"]);
    await update(server, id, {
      email: "hopper@example.com",
      password: newPassword,
      scopes: ["ORDERS_READ", "USERS_MANAGE", "CUSTOMERS_READ"],
    });
    expect(await accept(server, token)).toMatch(/^user_/);
  });

  it("of a user of an identity provider counts with the scopes last seen", async () => {
    const { id, asker } = await givenManager();
    const token = await invitedToken(asker, mail, email, ["ORDERS_READ"]);
    const setScopes = (providedScopes: Scope[]) =>
      prisma().staffUser.update({ where: { id }, data: { scopes: [], providedScopes } });
    await setScopes(["ORDERS_READ"]);
    expect(await accept(server, token)).toBe("INVALID_TOKEN at token");
    await setScopes(["ORDERS_READ", "USERS_MANAGE"]);
    expect(await accept(server, token)).toMatch(/^user_/);
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    ["revoked", (id) => server.run(revokeApiKey, { id })],
    [
      "expired",
      (id) => prisma().apiKey.update({ where: { id }, data: { expiresAt: new Date("2020-02-02T02:02:02.000Z") } }),
    ],
  ])("of an API key cannot be accepted after the key was %s", async (_what, end) => {
    const key = await givenApiKey(server, ["USERS_MANAGE", "ORDERS_READ"]);
    const asker = server.as(key.secret);
    const first = await invitedToken(asker, mail, "ada@example.com", ["ORDERS_READ"]);
    const second = await invitedToken(asker, mail, email, ["ORDERS_READ"]);
    expect(await accept(server, first)).toMatch(/^user_/);
    await end(key.id);
    expect(await accept(server, second)).toBe("INVALID_TOKEN at token");
  });

  it("is EMAIL_TAKEN without existingId if another user got the email in the meantime", async () => {
    const token = await invitedToken(server, mail, email);
    await givenUser(server, { email });
    const { userInviteAccept } = await server.as(null).run(acceptInvitation, { token, password });
    expect(userInviteAccept).toMatchObject({
      token: null,
      viewer: null,
      userErrors: [{ code: "EMAIL_TAKEN", path: ["token"], existingId: null }],
    });
  });

  it("gets all errors about the token, the password and the names at once, and stays usable", async () => {
    const token = await invitedToken(server, mail, email);
    const errorsOf = async (of: string) => {
      const names = { firstName: "a".repeat(256), lastName: "Ro\u0085ssi" };
      const variables = { token: of, password: "short", ...names };
      return (await server.as(null).run(acceptInvitation, variables)).userInviteAccept.userErrors.map(
        ({ code, path }) => `${code} at ${path.join(".")}`,
      );
    };
    const ofInput = ["INVALID at lastName", "TOO_LONG at firstName", "TOO_SHORT at password"];
    expect((await errorsOf(token)).sort()).toEqual(ofInput);
    expect((await errorsOf("A".repeat(43))).sort()).toEqual([
      "INVALID at lastName",
      "INVALID_TOKEN at token",
      ...ofInput.slice(1),
    ]);
    expect(await accept(server, token)).toMatch(/^user_/);
  });

  it("is accepted by exactly one of several concurrent requests", async () => {
    const token = await invitedToken(server, mail, email);
    const results = await Promise.all(Array.from({ length: 4 }, () => accept(server, token)));
    expect(results.filter((result) => result !== "INVALID_TOKEN at token")).toHaveLength(1);
    expect(await prisma().staffUser.count({ where: { email } })).toBe(1);
    expect(await prisma().session.count()).toBe(1);
  });

  it("and a concurrent userCreate with the same email make one user", async () => {
    const token = await invitedToken(server, mail, email);
    const [accepted, created] = await Promise.all([
      accept(server, token),
      givenUser(server, { email }).then(
        () => "created",
        () => "refused",
      ),
    ]);
    expect([accepted === "EMAIL_TAKEN at token", created]).toEqual([created === "created", expect.any(String)]);
    expect(await prisma().staffUser.count({ where: { email } })).toBe(1);
  });
});
