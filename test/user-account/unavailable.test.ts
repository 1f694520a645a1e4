import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { useMailServer } from "../support/mail.js";
import { adminKey, useTestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";

const email = "eva@example.com";

/** The mutations that send a mail with a link. */
const requests = {
  userInvite: `(email: "${email}", scopes: []) { accepted }`,
  userPasswordResetRequest: `(email: "${email}") { accepted }`,
  customerRegister: `(input: {email: "${email}"}) { accepted }`,
  customerPasswordResetRequest: `(email: "${email}") { accepted }`,
  customerEmailChangeRequest: `(currentPassword: "${password}", email: "${email}") { accepted }`,
};

/** The mutations that a link leads to. */
const links = {
  userInviteAccept: `(token: "any", password: "${password}") { token }`,
  userPasswordReset: `(token: "any", password: "${password}") { token }`,
  customerRegisterConfirm: `(token: "any", password: "${password}") { token }`,
  customerPasswordReset: `(token: "any", password: "${password}") { token }`,
  customerEmailChangeConfirm: `(token: "any") { token }`,
};

describe("the mutations of accounts", () => {
  const mail = useMailServer();
  const server = useTestServer();
  const count = async (table: string) =>
    (await server.testDatabase.database.pool.query(`SELECT FROM ${table}`)).rowCount;

  it.each(Object.entries(requests))("refuse %s each time on a server without mail", async (name, rest) => {
    const { as } = await server.another({ selfRegistration: true });
    await givenUserSession(server, { email });
    const { token } = await givenCustomerSession(server, { email });
    const asker = as(name === "customerEmailChangeRequest" ? token : adminKey);
    // After a few requests, the limit of mails would have another response.
    for (let time = 1; time <= 6; time += 1) {
      const { status, errors } = await asker.ask(`mutation { ${name}${rest} }`);
      expect([status, errors?.[0]?.extensions?.code]).toEqual([503, "SERVICE_UNAVAILABLE"]);
      expect(errors?.[0]?.message).toContain("SMTP_URL");
    }
    expect(await count("link_token")).toBe(0);
  });

  it.each(Object.entries({ ...requests, ...links }).filter(([name]) => name !== "customerEmailChangeRequest"))(
    "refuse %s on a server without logins, and send nothing",
    async (name, rest) => {
      const { as } = await server.another({ ...mail.serverOptions, selfRegistration: true, tokens: undefined });
      const { status, errors } = await as(adminKey).ask(`mutation { ${name}${rest} }`);
      expect([status, errors?.[0]?.extensions?.code]).toEqual([403, "FORBIDDEN"]);
      expect(errors?.[0]?.message).toContain("JWT_SECRET");
      for (const table of ["link_token", "outgoing_mail", "failed_login"]) expect(await count(table)).toBe(0);
    },
  );

  it.each(Object.entries(requests))("refuse %s if the client has requested too many mails", async (name, rest) => {
    const { as } = await server.another({ ...mail.serverOptions, selfRegistration: true });
    const { token } = await givenCustomerSession(server, { email: "ada@example.com" });
    const asker = as(name === "customerEmailChangeRequest" ? token : adminKey);
    const request = async (address: string) => {
      const { data, errors } = await asker.ask(`mutation { ${name}${rest.replace(email, address)} }`);
      return errors?.[0]?.extensions?.code ?? data?.[name];
    };
    expect(await request("one@example.com")).toEqual({ accepted: true });
    await server.testDatabase.database.pool.query("UPDATE failed_login SET failures = 300, last_at = now()");
    expect(await request("two@example.com")).toEqual({ accepted: true });
    expect(await request("three@example.com")).toBe("RATE_LIMITED");
    await mail.allSent(server.testDatabase.database);
  });
});
