import { linkLifetimes } from "../../src/access/link-token/link-token.rows.js";
import { createCustomer, deleteCustomer } from "../customer/customer.operations.js";
import { update } from "../customer/customer.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { useMailServer } from "../support/mail.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { register, requestReset } from "./customer-account.operations.js";
import { accountOptions, linkFlows, linkToken, newPassword } from "./customer-account.steps.js";

const invalid = '["INVALID_TOKEN at token"]';

describe.each(linkFlows.map((flow) => [flow.purpose, flow] as const))("a link for %s", (_purpose, flow) => {
  const mail = useMailServer();
  const server = useTestServer(accountOptions(mail));
  // Otherwise the next test gets the mails of this one.
  afterEach(() => mail.allSent(server.testDatabase.database));
  const pool = () => server.testDatabase.database.pool;
  const newToken = async () => {
    await flow.given(server);
    return linkToken(server, mail, flow);
  };

  it("works once, on every instance", async () => {
    const token = await newToken();
    const other = await server.anotherInstance();
    // The other instance has its own options. Only links to existing accounts work without SELF_REGISTRATION.
    const first = flow.purpose === "customer-register" ? server : other;
    expect(await flow.use(first, token)).toBe(flow.email);
    expect(await flow.use(server, token)).toBe(invalid);
  });

  it("does not work after its time", async () => {
    const token = await newToken();
    await pool().query("UPDATE link_token SET expires_at = now()");
    expect(await flow.use(server, token)).toBe(invalid);
  });

  it("does not work after a newer one was requested, which works", async () => {
    const older = await newToken();
    const newer = await linkToken(server, mail, flow);
    expect(await flow.use(server, older)).toBe(invalid);
    expect(await flow.use(server, newer)).toBe(flow.email);
  });

  it("does not work in another flow, and stays valid", async () => {
    const token = await newToken();
    for (const other of linkFlows) if (other !== flow) expect(await other.use(server, token)).toBe(invalid);
    expect(await flow.use(server, token)).toBe(flow.email);
  });

  it("gives the same response for a used token and for one that never was", async () => {
    const token = await newToken();
    await flow.use(server, token);
    for (const unknown of [token, "A".repeat(43), "", "x".repeat(10_000), `${token} `]) {
      expect(await flow.use(server, unknown)).toBe(invalid);
    }
  });

  it("is used by exactly one of several concurrent requests", async () => {
    const token = await newToken();
    const results = await Promise.all([1, 2, 3].map(() => flow.use(server, token)));
    expect(results.toSorted()).toEqual([flow.email, invalid, invalid].toSorted());
  });

  if (flow.purpose !== "customer-register") {
    const customerId = async () => (await server.testDatabase.database.prisma.customer.findFirstOrThrow()).id;

    it.each([
      ["email", { email: "other@example.com" }],
      ["password", { password: newPassword }],
    ])("ends when staff sets another %s", async (_what, input) => {
      const token = await newToken();
      await update(server, await customerId(), input);
      expect(await flow.use(server, token)).toBe(invalid);
    });

    it("ends with the deletion of the customer, also if both happen at the same time", async () => {
      const token = await newToken();
      const id = await customerId();
      const [used, { customerDelete }] = await Promise.all([
        flow.use(server, token),
        server.run(deleteCustomer, { id }),
      ]);
      expect(customerDelete.userErrors).toEqual([]);
      expect([flow.email, invalid]).toContain(used);
      const { prisma } = server.testDatabase.database;
      expect(await prisma.session.count({ where: { customerId: id } })).toBe(0);
      expect(await prisma.linkToken.count()).toBe(0);
    });
  }

  it("shows its token and the password in no log line, no history and no table", async () => {
    const token = await newToken();
    await flow.use(server, token);
    const { rows } = await pool().query<{ table: string }>(
      "SELECT tablename AS table FROM pg_tables WHERE schemaname = 'public'",
    );
    const dumps = await Promise.all(
      rows.map(async ({ table }) => (await pool().query(`SELECT t::text FROM "${table}" t`)).rows),
    );
    const everything = JSON.stringify([dumps, server.log, server.requestLog]);
    for (const secret of [token, Buffer.from(token).toString("hex"), newPassword]) {
      expect(everything).not.toContain(secret);
    }
  });
});

describe("links", () => {
  const mail = useMailServer();
  const server = useTestServer(accountOptions(mail));
  // Otherwise the next test gets the mails of this one.
  afterEach(() => mail.allSent(server.testDatabase.database));
  const [signUp, reset] = linkFlows;

  it("are tested for all purposes of customers", () => {
    const purposes = Object.keys(linkLifetimes).filter((purpose) => purpose.startsWith("customer-"));
    expect(linkFlows.map(({ purpose }) => purpose)).toEqual(purposes);
  });

  it("to sign up return EMAIL_TAKEN, without the id, if the email was registered after the request", async () => {
    if (signUp === undefined) return;
    const token = await linkToken(server, mail, signUp);
    await givenCustomerSession(server, { email: signUp.email });
    expect(await signUp.use(server, token)).toBe('["EMAIL_TAKEN at token"]');
  });

  it("to sign up create one customer when customerCreate creates the same one at the same time", async () => {
    if (signUp === undefined) return;
    const token = await linkToken(server, mail, signUp);
    const input = { email: signUp.email, password: newPassword };
    const [used, { customerCreate }] = await Promise.all([
      signUp.use(server, token),
      server.run(createCustomer, { input }),
    ]);
    const outcomes = [used, customerCreate.customer?.email ?? JSON.stringify(inShort(customerCreate.userErrors))];
    expect(outcomes.filter((outcome) => outcome === signUp.email)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome !== signUp.email)[0]).toMatch(/EMAIL_TAKEN/);
    expect(await server.testDatabase.database.prisma.customer.count()).toBe(1);
  });

  it("to a new password stay valid after a password that is too short", async () => {
    if (reset === undefined) return;
    await reset.given(server);
    const token = await linkToken(server, mail, reset);
    const query =
      'mutation ($token: String!) { customerPasswordReset(token: $token, password: "short") { token userErrors { code path } } }';
    const { data } = await server.as(null).ask(query, { token });
    expect(data?.customerPasswordReset).toEqual({
      token: null,
      userErrors: [{ code: "TOO_SHORT", path: ["password"] }],
    });
    expect(await reset.use(server, token)).toBe(reset.email);
  });

  it("that are bad are slowed down for the client", async () => {
    const query = 'mutation { customerEmailChangeConfirm(token: "unknown") { token userErrors { code } } }';
    const codes = [];
    for (let time = 1; time <= 31; time += 1) {
      const { data, errors } = await server.as(null).ask(query);
      const payload = data?.customerEmailChangeConfirm as { userErrors: { code: string }[] } | undefined;
      codes.push(errors?.[0]?.extensions?.code ?? payload?.userErrors[0]?.code);
      await server.testDatabase.database.pool.query(
        "UPDATE failed_login SET blocked_until = now() + interval '10 minutes' WHERE isfinite(blocked_until)",
      );
    }
    expect(codes).toEqual([...Array(30).fill("INVALID_TOKEN"), "RATE_LIMITED"]);
  });

  it.each([
    [
      "customerRegister",
      async (email: string): Promise<unknown> => server.as(null).run(register, { input: { email } }),
    ],
    [
      "customerPasswordResetRequest",
      async (email: string): Promise<unknown> => server.as(null).run(requestReset, { email }),
    ],
  ])("are requested by the same statements for a known and an unknown email: %s", async (_name, request) => {
    await givenCustomerSession(server, { email: "known@example.com" });
    const statementsFor = async (email: string) => {
      const { result, statements } = await server.testDatabase.withStatements(() => request(email));
      await mail.allSent(server.testDatabase.database);
      return { result, statements: statements.filter((sql) => !/outgoing_mail.*(attempts|DELETE)/s.test(sql)) };
    };
    await statementsFor("first@example.com");
    const known = await statementsFor("known@example.com");
    const unknown = await statementsFor("unknown@example.com");
    expect(unknown).toEqual(known);
    expect(known.statements.length).toBeGreaterThan(4);
  });
});
