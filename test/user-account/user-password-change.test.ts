import { print } from "graphql";
import { hashingCost } from "../../src/access/auth/password.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { useMailServer } from "../support/mail.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { password } from "../user/user.steps.js";
import { changeUserPassword } from "./user-account.operations.js";
import { newPassword, tokenOfUserLogin, userOf } from "./user-account.steps.js";

const email = "grace@example.com";

describe("a member of staff", () => {
  const mail = useMailServer();
  const server = useTestServer(mail.serverOptions);
  // Otherwise the next test gets the mails of this one.
  afterEach(() => mail.allSent(server.testDatabase.database));
  const change = async (token: string, currentPassword: string, next = newPassword) =>
    (await server.as(token).run(changeUserPassword, { currentPassword, newPassword: next })).userPasswordChange;

  it("changes their own password without any scope, which ends all sessions and starts one; a mail tells them", async () => {
    const { user, token } = await givenUserSession(server);
    const other = await tokenOfUserLogin(server, email, password);
    const { token: next, expiresAt, viewer, userErrors } = await change(token, password);
    expect(userErrors).toEqual([]);
    expect(viewer).toMatchObject({ type: "USER", scopes: [], user: { id: user.id } });
    expect(Date.parse(expiresAt ?? "")).toBeGreaterThan(Date.now());
    for (const ended of [token, other]) expect(await userOf(server, ended)).toBe("UNAUTHENTICATED");
    expect(await userOf(server, next)).toBe(user.id);
    const { subject, link } = await mail.nextTo(email);
    expect([subject, link]).toEqual(["The password of your staff account at The Shop has changed", undefined]);
    expect(await tokenOfUserLogin(server, email, password)).toBeNull();
    expect(await userOf(server, await tokenOfUserLogin(server, email, newPassword))).toBe(user.id);
  });

  it("keeps the password after a wrong present one or a short new one, and gets all errors at once", async () => {
    const { user, token } = await givenUserSession(server);
    const errorsOf = async (current: string, next: string) => inShort((await change(token, current, next)).userErrors);
    expect(await errorsOf("wrong", newPassword)).toEqual(["INVALID_CREDENTIALS at currentPassword"]);
    expect(await errorsOf(password, "short")).toEqual(["TOO_SHORT at newPassword"]);
    expect(await errorsOf("wrong", "short")).toEqual([
      "TOO_SHORT at newPassword",
      "INVALID_CREDENTIALS at currentPassword",
    ]);
    expect(await userOf(server, token)).toBe(user.id);
    expect(await userOf(server, await tokenOfUserLogin(server, email, password))).toBe(user.id);
    expect(await mail.allSent(server.testDatabase.database)).toEqual([]);
  });

  it("has to wait after several wrong passwords, which count together with failed logins", async () => {
    const { token } = await givenUserSession(server);
    for (let time = 1; time <= 3; time += 1) await change(token, "wrong");
    for (let time = 1; time <= 2; time += 1) await tokenOfUserLogin(server, email, "wrong");
    await server.testDatabase.database.pool.query(
      "UPDATE failed_login SET blocked_until = now() + interval '10 minutes' WHERE isfinite(blocked_until)",
    );
    const variables = { currentPassword: password, newPassword };
    const { errors } = await server.as(token).ask(print(changeUserPassword), variables);
    expect(errors?.[0]?.extensions?.code).toBe("RATE_LIMITED");
    expect(await userOf(server, token)).not.toBe("UNAUTHENTICATED");
  });

  it("pays for the check of the password only if it is checked", async () => {
    const { token } = await givenUserSession(server);
    const { app } = await server.another({ rateLimit: { staff: { perSecond: 0.001, burst: 100_000 } } });
    const send = async (query: string, variables: object = {}) => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await app.inject({ method: "POST", url: "/graphql", headers, payload: { query, variables } });
      return response.json();
    };
    const change = async () => {
      const { errors } = await send(print(changeUserPassword), { currentPassword: "wrong", newPassword });
      // The response to a refused request does not say what remains.
      const { extensions } = await send("{ viewer { type } }");
      return { code: errors?.[0].extensions.code, remaining: extensions.cost.remaining };
    };
    const [first, second] = [await change(), await change()];
    for (let time = 3; time <= 5; time += 1) await change();
    await server.testDatabase.database.pool.query(
      "UPDATE failed_login SET blocked_until = now() + interval '10 minutes' WHERE isfinite(blocked_until)",
    );
    const [before, refused] = [await change(), await change()];
    expect([second.code, refused.code]).toEqual([undefined, "RATE_LIMITED"]);
    const checkedCost = first.remaining - second.remaining;
    expect(checkedCost - (before.remaining - refused.remaining)).toBe(hashingCost.fixed);
  });

  it("resets the count of failed logins with the right password", async () => {
    let { token } = await givenUserSession(server);
    for (let round = 1; round <= 3; round += 1) {
      for (let time = 1; time <= 3; time += 1) await change(token, "wrong");
      token = (await change(token, password, password)).token ?? "";
    }
    expect(token).not.toBe("");
  });

  it("has no current password if they only log in at an identity provider", async () => {
    const { user, token } = await givenUserSession(server);
    await server.testDatabase.database.prisma.staffPassword.delete({ where: { userId: user.id } });
    expect(inShort((await change(token, password)).userErrors)).toEqual(["INVALID_CREDENTIALS at currentPassword"]);
  });

  it("can do so on a server without mail", async () => {
    const { user, token } = await givenUserSession(server);
    const { as } = await server.another();
    const { userPasswordChange } = await as(token).run(changeUserPassword, { currentPassword: password, newPassword });
    expect(await userOf(server, userPasswordChange.token)).toBe(user.id);
  });

  it("is the only one who can: API keys and customers get FORBIDDEN", async () => {
    const key = await givenApiKey(server, ["USERS_MANAGE"]);
    const customer = await givenCustomerSession(server);
    for (const credential of [key.secret, customer.token]) {
      const variables = { currentPassword: password, newPassword };
      const { status, errors } = await server.as(credential).ask(print(changeUserPassword), variables);
      expect([status, errors?.[0]?.extensions?.code]).toEqual([403, "FORBIDDEN"]);
    }
  });

  it("cannot win with a second change that checked the former password at the same time", async () => {
    const { user, token } = await givenUserSession(server);
    const results = await Promise.all([change(token, password, "first new password"), change(token, password)]);
    const winners = results.filter(({ token }) => token !== null);
    expect(winners).toHaveLength(1);
    expect(results.flatMap(({ userErrors }) => inShort(userErrors))).toEqual([
      "INVALID_CREDENTIALS at currentPassword",
    ]);
    expect(await userOf(server, winners[0]?.token ?? null)).toBe(user.id);
  });
});
