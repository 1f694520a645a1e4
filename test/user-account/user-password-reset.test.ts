import { givenUserSession } from "../login/login.steps.js";
import { useMailServer } from "../support/mail.js";
import { useTestServer } from "../support/server.js";
import { givenUser, password, remove, update } from "../user/user.steps.js";
import { requestUserReset, resetUserPassword } from "./user-account.operations.js";
import { followReset, newPassword, tokenOfUserLogin, userOf } from "./user-account.steps.js";

const email = "grace@example.com";
const accepted = { accepted: true, userErrors: [] };

describe("a member of staff who forgot the password", () => {
  const mail = useMailServer();
  const server = useTestServer(mail.serverOptions);
  // Otherwise the next test gets the mails of this one.
  afterEach(() => mail.allSent(server.testDatabase.database));
  const prisma = () => server.testDatabase.database.prisma;
  const request = async (address = email) =>
    (await server.as(null).run(requestUserReset, { email: address })).userPasswordResetRequest;
  const expectNoMail = async () => {
    expect(await mail.allSent(server.testDatabase.database)).toEqual([]);
    expect(await prisma().linkToken.count()).toBe(0);
  };

  async function requestedToken(): Promise<string> {
    expect(await request()).toEqual(accepted);
    return (await mail.nextTo(email)).token;
  }

  it("chooses a new one by a link, which ends all sessions and logs in; a mail tells the user", async () => {
    const { user, token: session } = await givenUserSession(server, { scopes: ["ORDERS_READ"] });
    expect(await request(" GRACE@Example.com ")).toEqual(accepted);
    const { token, link, subject } = await mail.nextTo(email);
    expect(subject).toBe("Choose a new password for The Shop");
    expect(link).toBe(`https://staff.example.com/reset?token=${token}`);
    const { userPasswordReset } = await server.as(null).run(resetUserPassword, { token, password: newPassword });
    expect(userPasswordReset).toMatchObject({
      viewer: { type: "USER", scopes: ["ORDERS_READ"], user: { id: user.id } },
      userErrors: [],
    });
    expect(await userOf(server, userPasswordReset.token)).toBe(user.id);
    expect(await userOf(server, session)).toBe("UNAUTHENTICATED");
    expect((await mail.nextTo(email)).subject).toBe("The password of your staff account at The Shop has changed");
    expect(await tokenOfUserLogin(server, email, password)).toBeNull();
    expect(await userOf(server, await tokenOfUserLogin(server, email, newPassword))).toBe(user.id);
    await expectNoMail();
  });

  it.each([
    ["nobody's", async () => {}],
    ["a deleted user's", async () => remove(server, (await givenUser(server)).id)],
    [
      "that of a user of an identity provider without a password",
      () => prisma().staffUser.create({ data: { id: "user_1", email, externalSubject: "https://idp.test 1" } }),
    ],
    [
      "one that an identity provider has not verified",
      async () => {
        const { id } = await givenUser(server);
        await prisma().staffUser.update({ where: { id }, data: { emailIsProven: false } });
      },
    ],
  ])("whose email is %s gets no mail, and the same response", async (_what, given) => {
    await given();
    expect(await request()).toEqual(accepted);
    await expectNoMail();
  });

  it("gets a link if they have a password and use an identity provider as well", async () => {
    const { id } = await givenUser(server);
    await prisma().staffUser.update({ where: { id }, data: { externalSubject: "https://idp.test 1" } });
    expect(await followReset(server, await requestedToken())).toBe(id);
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    ["their email is changed", (id) => update(server, id, { email: "hopper@example.com" })],
    ["their password is changed", (id) => update(server, id, { password: newPassword })],
    ["they are deleted", (id) => remove(server, id)],
    [
      "their email is no longer proven",
      (id) => prisma().staffUser.update({ where: { id }, data: { emailIsProven: false } }),
    ],
  ])("cannot use the link after %s", async (_what, change) => {
    const { id } = await givenUser(server);
    const token = await requestedToken();
    await change(id);
    expect(await followReset(server, token, "a third password")).toBe("INVALID_TOKEN at token");
    expect(await tokenOfUserLogin(server, email, "a third password")).toBeNull();
  });

  it("can use the link after a change of names and scopes", async () => {
    const { id } = await givenUser(server);
    const token = await requestedToken();
    await update(server, id, { firstName: "Ada", email, scopes: ["ORDERS_READ"] });
    expect(await followReset(server, token)).toBe(id);
  });

  it.each(["plain", "a b@example.com", "@example.com", ""])("gets an error for the email %j", async (bad) => {
    const { accepted: isAccepted, userErrors } = await request(bad);
    const code = bad === "" ? "BLANK" : "INVALID_EMAIL";
    expect([isAccepted, userErrors]).toMatchObject([false, [{ code, path: ["email"] }]]);
  });

  it("gets all errors about the token and the password at once, and keeps the link", async () => {
    const { id } = await givenUser(server);
    const token = await requestedToken();
    expect(await followReset(server, token, "short")).toBe("TOO_SHORT at password");
    expect(await followReset(server, "A".repeat(43), "short")).toBe("TOO_SHORT at password,INVALID_TOKEN at token");
    expect(await followReset(server, token)).toBe(id);
  });

  it("gets at most 3 mails at once; further requests get the same response, and the last link still works", async () => {
    const { id } = await givenUser(server);
    for (let time = 1; time <= 8; time += 1) expect(await request()).toEqual(accepted);
    const mails = await mail.allSent(server.testDatabase.database);
    expect(mails).toHaveLength(3);
    const results = [];
    for (const { token } of mails) results.push(await followReset(server, token));
    expect(results.sort()).toEqual(["INVALID_TOKEN at token", "INVALID_TOKEN at token", id]);
  });

  it("sends the same statements for an email with and without an account", async () => {
    await givenUser(server);
    const statementsFor = async (address: string) => {
      const { statements } = await server.testDatabase.withStatements(() => request(address));
      await mail.allSent(server.testDatabase.database);
      // The sender of mails runs at the same time.
      return statements.filter((sql) => !/outgoing_mail.*attempts|^DELETE FROM "public"/s.test(sql));
    };
    await statementsFor("first@example.com");
    const [known, unknown] = [await statementsFor(email), await statementsFor("unknown@example.com")];
    expect(unknown).toEqual(known);
    expect(known.length).toBeGreaterThan(4);
  });
});
