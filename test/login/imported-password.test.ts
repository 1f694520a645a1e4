import { storedMedusaHash } from "../../src/access/auth/medusa-hash.js";
import { readViewer } from "../api-key/api-key.operations.js";
import { hashOf1x, hashOf2x, medusaHashOf, passwordOfHashes } from "../auth/medusa-hashes.js";
import { givenCustomers } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { logInCustomer } from "./login.operations.js";

const email = "ana@example.com";

describe("the login of a customer with a password hash of Medusa", () => {
  const server = useTestServer();

  async function givenImported(medusaHash: string, id = "cus_1", email = "ana@example.com"): Promise<void> {
    await givenCustomers(server, [{ id, email, hasAccount: true, passwordVersion: 1 }]);
    const hash = storedMedusaHash(medusaHash) ?? "";
    await server.testDatabase.database.prisma.customerPassword.create({ data: { customerId: id, hash } });
  }

  const logIn = async (password: string, login = email) =>
    (await server.as(null).run(logInCustomer, { email: login, password })).customerLogin;

  async function storedHash(): Promise<string> {
    const { prisma } = server.testDatabase.database;
    return (await prisma.customerPassword.findUniqueOrThrow({ where: { customerId: "cus_1" } })).hash;
  }

  it.each([
    ["2.x", hashOf2x],
    ["1.x", hashOf1x],
  ])("of %s takes the old password, and replaces the hash with Argon2id", async (_version, hash) => {
    await givenImported(hash);
    expect((await logIn(passwordOfHashes)).userErrors).toEqual([]);
    expect(await storedHash()).toMatch(/^\$argon2id\$/);
    expect((await logIn(passwordOfHashes)).userErrors).toEqual([]);
    expect((await logIn("another password")).token).toBeNull();
  });

  it("leaves the hash after a wrong password", async () => {
    await givenImported(hashOf1x);
    expect((await logIn("another password")).userErrors).toMatchObject([{ code: "INVALID_CREDENTIALS" }]);
    expect(await storedHash()).toBe(storedMedusaHash(hashOf1x));
  });

  it("keeps sessions: the version of the password does not change", async () => {
    await givenImported(hashOf1x);
    const [first, second] = [await logIn(passwordOfHashes), await logIn(passwordOfHashes)];
    for (const { token } of [first, second])
      expect((await server.as(token).run(readViewer)).viewer.customer).toEqual({ id: "cus_1" });
  });

  it("writes no history and no version", async () => {
    await givenImported(hashOf1x);
    const { prisma } = server.testDatabase.database;
    const before = [await prisma.change.count(), await prisma.customer.findMany()];
    await logIn(passwordOfHashes);
    expect([await prisma.change.count(), await prisma.customer.findMany()]).toEqual(before);
  });

  it.each([
    ["3 characters", "abc"],
    ["2,000 characters", "long ".repeat(400)],
  ])("takes a password of %s, again after its hash was replaced", async (_title, password) => {
    await givenImported(medusaHashOf(password));
    for (let time = 1; time <= 2; time += 1) expect((await logIn(password)).userErrors).toEqual([]);
    expect(await storedHash()).toMatch(/^\$argon2id\$/);
  });

  it("works for four logins at the same time", async () => {
    await givenImported(hashOf1x);
    const logins = await Promise.all(Array.from({ length: 4 }, () => logIn(passwordOfHashes)));
    expect(logins.map(({ userErrors }) => userErrors)).toEqual([[], [], [], []]);
    expect(await storedHash()).toMatch(/^\$argon2id\$/);
  });

  it("does not put back a password that was changed during the login", async () => {
    await givenImported(hashOf1x);
    const { prisma } = server.testDatabase.database;
    // The trigger changes the password between the check and the replacement.
    await server.testDatabase.database.pool.query(`
      CREATE FUNCTION change_first() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN UPDATE customer_password SET hash = '$argon2id$changed' WHERE customer_id = 'cus_1'; RETURN NULL; END $$;
      CREATE TRIGGER change_first AFTER DELETE ON failed_login FOR EACH STATEMENT EXECUTE FUNCTION change_first()`);
    try {
      await logIn(passwordOfHashes);
    } finally {
      await server.testDatabase.database.pool.query(
        "DROP TRIGGER change_first ON failed_login; DROP FUNCTION change_first",
      );
    }
    expect((await prisma.customerPassword.findUniqueOrThrow({ where: { customerId: "cus_1" } })).hash).toBe(
      "$argon2id$changed",
    );
  });
});

describe("the time of a refused login while there are password hashes of Medusa", () => {
  const server = useTestServer();
  const pairs = 30;

  async function timeOf(email: string): Promise<number> {
    const start = performance.now();
    const { customerLogin } = await server.as(null).run(logInCustomer, { email, password: "a wrong password" });
    const time = performance.now() - start;
    expect(customerLogin.token).toBeNull();
    await server.testDatabase.database.prisma.failedLogin.deleteMany();
    return time;
  }

  it("is the same for an unknown email and a customer with such a hash", async () => {
    await givenCustomers(server, [{ id: "cus_1", email, hasAccount: true }]);
    const hash = storedMedusaHash(hashOf2x) ?? "";
    await server.testDatabase.database.prisma.customerPassword.create({ data: { customerId: "cus_1", hash } });
    const unknown = "nobody@example.com";
    for (const each of [email, unknown]) await timeOf(each);
    // A sign test, as in login-timing.test.ts. Without scrypt for an unknown email it would be faster each time.
    let faster = 0;
    for (let pair = 0; pair < pairs; pair += 1) {
      const [first, second] = pair % 2 === 0 ? [unknown, email] : [email, unknown];
      const [timeOfFirst, timeOfSecond] = [await timeOf(first), await timeOf(second)];
      if ((pair % 2 === 0) === timeOfFirst < timeOfSecond) faster += 1;
    }
    expect(faster).toBeGreaterThan(2);
    expect(faster).toBeLessThan(pairs - 2);
  }, 120_000);
});
