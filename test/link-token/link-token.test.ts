import {
  consumeLinkToken,
  createLinkToken,
  deleteExpiredLinkTokens,
  findLinkToken,
  type LinkPurpose,
  linkLifetimes,
  type NewLinkToken,
} from "../../src/access/link-token/link-token.rows.js";
import { RequestDatabase } from "../../src/database/request-database.js";
import { UserErrorCollector } from "../../src/graphql/errors/user-error-collector.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";

describe("the token of a link", () => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
  });
  afterEach(() => testDatabase.reset());
  afterAll(() => testDatabase.close());

  const purpose = "customer-register";
  const email = "ada@example.com";
  const db = () => new RequestDatabase(testDatabase.database);
  const pool = () => testDatabase.database.pool;

  const create = (values: Partial<NewLinkToken> = {}) =>
    db().transaction(null, (tx) => createLinkToken(tx, { purpose, subject: email, email, ...values }));

  /** Uses a token. Returns its email, or the user errors. */
  const use = (token: string, as: LinkPurpose = purpose) =>
    db().transaction(null, async (tx) => {
      const userErrors = new UserErrorCollector();
      const used = await consumeLinkToken(tx, as, token, userErrors);
      const errors = userErrors.isEmpty ? [] : userErrors.toException().userErrors;
      return used?.email ?? errors.map(({ code, path }) => `${code} at ${path.join(".")}`);
    });

  const refused = ["INVALID_TOKEN at token"];

  it("has 256 random bits, of which the database has only the hash", async () => {
    const tokens = await Promise.all([create(), create({ subject: "eva@example.com" })]);
    for (const token of tokens) expect(Buffer.from(token, "base64url")).toHaveLength(32);
    expect(new Set(tokens).size).toBe(2);
    const { rows } = await pool().query<{ row: string; hash: Buffer }>("SELECT t::text AS row, hash FROM link_token t");
    expect(rows.map(({ hash }) => hash.length)).toEqual([32, 32]);
    const stored = rows.map(({ row }) => row).join();
    for (const token of tokens) {
      expect(stored).not.toContain(token);
      expect(stored).not.toContain(Buffer.from(token, "base64url").toString("hex"));
    }
  });

  it("returns the values that it was created with, once", async () => {
    const details = { firstName: "Ada", list: [1, null] };
    await testDatabase.database.prisma.customer.create({ data: { id: "cus_1", email } });
    const token = await create({ details, customerId: "cus_1" });
    const values = { email, customerId: "cus_1", userId: null, details };
    expect(await findLinkToken(db(), purpose, token)).toEqual(values);
    const consumeOnce = () =>
      db().transaction(null, (tx) => consumeLinkToken(tx, purpose, token, new UserErrorCollector()));
    expect(await consumeOnce()).toEqual(values);
    expect(await consumeOnce()).toBeNull();
    expect(await findLinkToken(db(), purpose, token)).toBeNull();
  });

  it("stays usable if the transaction is rolled back", async () => {
    const token = await create();
    const failure = db().transaction(null, async (tx) => {
      await consumeLinkToken(tx, purpose, token, new UserErrorCollector());
      throw new Error("later");
    });
    await expect(failure).rejects.toThrow("later");
    expect(await use(token)).toBe(email);
  });

  it("is used by exactly one of several concurrent transactions", async () => {
    const token = await create();
    const results = await Promise.all(Array.from({ length: 5 }, () => use(token)));
    expect(results.filter((result) => result === email)).toHaveLength(1);
    expect(results.filter((result) => result !== email)).toEqual(Array(4).fill(refused));
  });

  it.each([
    ["unknown", "A".repeat(43)],
    ["empty", ""],
    ["too short", "A".repeat(42)],
    ["too long", "A".repeat(1_000_000)],
    ["not base64url", "=".repeat(43)],
    ["not storable", `${"A".repeat(42)}\0`],
  ])("is refused if it is %s", async (_what, token) => {
    expect(await use(token)).toEqual(refused);
    expect(await findLinkToken(db(), purpose, token)).toBeNull();
  });

  it("is refused in another text that decodes to the same bytes", async () => {
    const token = await create();
    const last = token.slice(-1);
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const sameBytes = token.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1];
    expect(Buffer.from(sameBytes, "base64url")).toEqual(Buffer.from(token, "base64url"));
    expect(await use(sameBytes)).toEqual(refused);
    expect(await use(token)).toBe(email);
  });

  it("is refused for another purpose, which does not use it up", async () => {
    for (const other of Object.keys(linkLifetimes) as LinkPurpose[]) {
      if (other === purpose) continue;
      const token = await create();
      expect(await use(token, other)).toEqual(refused);
      expect(await findLinkToken(db(), other, token)).toBeNull();
      expect(await use(token)).toBe(email);
    }
  });

  it("ends when a newer one with the same purpose and subject is created", async () => {
    const older = await create();
    const others = [await create({ subject: "eva@example.com" }), await create({ purpose: "user-invite" })];
    const newer = await create();
    expect(await use(older)).toEqual(refused);
    expect([await use(newer), await use(others[0] ?? ""), await use(others[1] ?? "", "user-invite")]).toEqual(
      Array(3).fill(email),
    );
  });

  it.each(Object.entries(linkLifetimes))("for %s expires after %d seconds", async (name, seconds) => {
    const token = await create({ purpose: name as LinkPurpose });
    const age = (by: number) =>
      pool().query("UPDATE link_token SET expires_at = created_at + make_interval(secs => $1)", [by]);
    const { rows } = await pool().query<{ seconds: string }>(
      "SELECT extract(epoch FROM expires_at - created_at) AS seconds FROM link_token",
    );
    expect(rows.map((row) => Number(row.seconds))).toEqual([seconds]);
    await age(-1);
    expect(await findLinkToken(db(), name as LinkPurpose, token)).toBeNull();
    expect(await use(token, name as LinkPurpose)).toEqual(refused);
    await age(seconds);
    expect(await use(token, name as LinkPurpose)).toBe(email);
  });

  it("is deleted after it has expired, in batches of limited size", async () => {
    for (const subject of ["1", "2", "3", "4"]) await create({ subject });
    await pool().query("UPDATE link_token SET expires_at = now() - interval '1 second' WHERE subject <> '4'");
    const { prisma } = testDatabase.database;
    const deleted = [];
    for (let time = 1; time <= 3; time += 1) deleted.push(await deleteExpiredLinkTokens(prisma, 2));
    expect(deleted).toEqual([2, 1, 0]);
    expect((await prisma.linkToken.findMany()).map(({ subject }) => subject)).toEqual(["4"]);
  });

  describe("of an account", () => {
    const prisma = () => testDatabase.database.prisma;
    const count = () => prisma().linkToken.count();

    async function givenCustomerToken(): Promise<void> {
      await prisma().customer.create({ data: { id: "cus_1", email, hasAccount: true, passwordVersion: 1 } });
      await prisma().customer.create({ data: { id: "cus_2", email: "eva@example.com" } });
      await create({ purpose: "customer-password-reset", subject: "cus_1", customerId: "cus_1" });
      await create({ purpose: "customer-email-change", subject: "cus_1", customerId: "cus_1" });
    }

    it.each([
      ["email", { email: "new@example.com" }],
      ["password", { passwordVersion: 2 }],
      ["deletion", { deletedAt: new Date() }],
    ])("ends with a new %s of the customer", async (_what, data) => {
      await givenCustomerToken();
      await prisma().customer.update({ where: { id: "cus_2" }, data });
      await prisma().customer.update({ where: { id: "cus_1" }, data: { firstName: "Ada", email } });
      expect(await count()).toBe(2);
      await prisma().customer.update({ where: { id: "cus_1" }, data });
      expect(await count()).toBe(0);
    });

    it.each([
      ["email", { email: "new@example.com" }],
      ["password", { passwordVersion: 2 }],
      ["deletion", { deletedAt: new Date() }],
    ])("ends with a new %s of the user", async (_what, data) => {
      await prisma().staffUser.create({ data: { id: "user_1", email, passwordVersion: 1 } });
      await create({ purpose: "user-password-reset", subject: "user_1", userId: "user_1" });
      await prisma().staffUser.update({ where: { id: "user_1" }, data: { firstName: "Ada", email } });
      expect(await count()).toBe(1);
      await prisma().staffUser.update({ where: { id: "user_1" }, data });
      expect(await count()).toBe(0);
    });
  });
});
