import { isUniqueViolation } from "../../src/database/errors/errors.js";
import type { Prisma } from "../../src/database/generated/client.js";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { describeOnServer, openTestDatabase, type TestDatabase } from "../support/database.js";

type Tx = Prisma.TransactionClient;

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
});
beforeEach(() => testDatabase.reset());
afterAll(() => testDatabase.close());

const prisma = () => testDatabase.database.prisma;
const raise = (tx: Tx, sqlState: string) =>
  tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'test' USING ERRCODE = '${sqlState}'; END $$`);

test("returns the result of the work, and commits its writes", async () => {
  const result = await inTransaction(prisma(), null, async (tx) => {
    await tx.customer.create({ data: { id: "a", firstName: "Ada" } });
    return "done";
  });
  expect(result).toBe("done");
  expect(await prisma().customer.count()).toBe(1);
});

test("rolls back work that throws, and throws the same error", async () => {
  const failure = new Error("no");
  const transaction = inTransaction(prisma(), null, async (tx) => {
    await tx.customer.create({ data: { id: "a", firstName: "Ada" } });
    throw failure;
  });
  await expect(transaction).rejects.toBe(failure);
  expect(await prisma().customer.count()).toBe(0);
});

test.each(["40001", "40P01", "23505"])("runs the work again from the start after error %s", async (sqlState) => {
  let attempts = 0;
  await inTransaction(prisma(), null, async (tx) => {
    attempts += 1;
    await tx.customer.create({ data: { id: `attempt${attempts}`, firstName: "Ada" } });
    if (attempts < 3) await raise(tx, sqlState);
  });
  const customers = await prisma().customer.findMany();
  expect(customers.map((customer) => customer.id)).toEqual(["attempt3"]);
});

test("gives up after five attempts and throws the last error", async () => {
  let attempts = 0;
  const transaction = inTransaction(prisma(), null, async (tx) => {
    attempts += 1;
    await tx.customer.create({ data: { id: "a", firstName: "Ada" } });
    await tx.customer.create({ data: { id: "a", firstName: "Ada" } });
  });
  await expect(transaction.catch(isUniqueViolation)).resolves.toBe(true);
  expect(attempts).toBe(5);
});

test("does not retry a check violation", async () => {
  let attempts = 0;
  const transaction = inTransaction(prisma(), null, async (tx) => {
    attempts += 1;
    await tx.customer.create({ data: { id: "a" } });
  });
  await expect(transaction).rejects.toThrow("customer_has_identity");
  expect(attempts).toBe(1);
});

describeOnServer("with competitors on other connections", () => {
  /** A point that the first `count` callers leave together, and all later ones pass. */
  function meetingPoint(count: number): () => Promise<void> {
    let arrived = 0;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    return async () => {
      arrived += 1;
      if (arrived >= count) open();
      await opened;
    };
  }

  test("the loser of a race sees the winner's row when its check runs again", async () => {
    const bothChecked = meetingPoint(2);
    const register = (id: string) =>
      inTransaction(prisma(), null, async (tx) => {
        const taken = await tx.customer.findFirst({ where: { email: "ada@example.com" } });
        await bothChecked();
        if (taken !== null) return "EMAIL_TAKEN";
        await tx.customer.create({ data: { id, email: "ada@example.com" } });
        return "CREATED";
      });
    const outcomes = await Promise.all([register("a"), register("b")]);
    expect(outcomes.sort()).toEqual(["CREATED", "EMAIL_TAKEN"]);
  });

  test("both transactions of a deadlock succeed after a retry", async () => {
    await prisma().customer.createMany({ data: ["a", "b"].map((id) => ({ id, firstName: "Ada" })) });
    const bothLocked = meetingPoint(2);
    let attempts = 0;
    const updateInOrder = (first: string, second: string) =>
      inTransaction(prisma(), null, async (tx) => {
        attempts += 1;
        await tx.customer.update({ where: { id: first }, data: { version: { increment: 1 } } });
        await bothLocked();
        await tx.customer.update({ where: { id: second }, data: { version: { increment: 1 } } });
      });
    await Promise.all([updateInOrder("a", "b"), updateInOrder("b", "a")]);
    const customers = await prisma().customer.findMany();
    expect(customers.map((customer) => customer.version)).toEqual([3, 3]);
    expect(attempts).toBe(3);
  });
});
