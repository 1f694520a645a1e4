import { setTimeout as wait } from "node:timers/promises";
import { pino } from "pino";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { MailCipher } from "../../src/mail/mail-cipher.js";
import { MailRenderer } from "../../src/mail/mail-renderer.js";
import { startMailService } from "../../src/mail/mail-service.js";
import { createMailbox } from "../../src/mail/mailbox.js";
import { delayMail, leaseDueMails } from "../../src/mail/outbox.js";
import { retryDelaySeconds } from "../../src/mail/send-attempt.js";
import { describeOnServer, openTestDatabase, type TestDatabase } from "../support/database.js";
import { eventually, mailOptions } from "../support/mail.js";
import { jwtSecret } from "../support/server.js";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
});
beforeEach(() => testDatabase.reset());
afterAll(() => testDatabase.close());

const sql = async (text: string, values: unknown[] = []) => (await testDatabase.database.pool.query(text, values)).rows;
/** A minute ago. The column has milliseconds: `now()` is rounded, and can be in the future. */
const makeDue = () => sql("UPDATE outgoing_mail SET next_attempt_at = now() - interval '1 minute'");
const lease = () => leaseDueMails(testDatabase.database.prisma, 5, 180);

async function queueMail(to: string): Promise<void> {
  const mailbox = createMailbox(new MailCipher([jwtSecret]), () => {});
  await inTransaction(testDatabase.database.prisma, null, (tx) =>
    mailbox.queue(tx, { template: "customer-email-changed", to }),
  );
  await makeDue();
}

describeOnServer("the lease of a mail on a PostgreSQL server", () => {
  it("leases no mail that another instance is leasing, and does not wait for it", async () => {
    await queueMail("ada@example.com");
    await queueMail("grace@example.com");
    const other = await testDatabase.database.pool.connect();
    try {
      await other.query("BEGIN");
      await other.query(
        "UPDATE outgoing_mail SET next_attempt_at = now() + interval '3 minutes' WHERE recipient = 'ada@example.com'",
      );
      const leasing = lease();
      const first = await Promise.race([leasing.then(() => "leased"), wait(30_000, "still waiting", { ref: false })]);
      await other.query("COMMIT");
      expect((await leasing).map(({ recipient }) => recipient)).toEqual(["grace@example.com"]);
      expect(first).toBe("leased");
    } finally {
      other.release();
    }
  });
});

describe("a failed attempt", () => {
  /** Makes one attempt, which fails, after this number of attempts. Returns the time of the database before it. */
  async function failAfter(attempts: number): Promise<Date> {
    const { database } = testDatabase;
    const renderer = await MailRenderer.load();
    await queueMail("ada@example.com");
    const [row] = await sql("UPDATE outgoing_mail SET attempts = $1 RETURNING clock_timestamp() AS time", [attempts]);
    const send = () => Promise.reject(new Error("The mail server is down."));
    const logger = pino({ level: "silent" });
    const ownUrls = () => ({ account: "http://localhost/account", staff: "http://localhost/admin" });
    const options = { ...mailOptions(0, renderer), transport: { send } };
    const service = startMailService(options, { database, logger, metrics: undefined, ownUrls });
    await eventually("there was no attempt", async () => {
      const [mail] = await sql("SELECT FROM outgoing_mail WHERE attempts > $1", [attempts]);
      return mail;
    });
    await service.close();
    return row.time;
  }

  it("ends the lease, so that the mail is due again after seconds", async () => {
    await failAfter(0);
    expect(await sql("SELECT next_attempt_at < now() + interval '10 seconds' AS is_soon FROM outgoing_mail")).toEqual([
      { is_soon: true },
    ]);
  });

  it("is followed by a longer pause after many attempts", async () => {
    const before = await failAfter(100);
    const [row] = await sql(
      "SELECT next_attempt_at > $1::timestamptz + interval '220 seconds' AS is_later FROM outgoing_mail",
      [before],
    );
    expect(row).toEqual({ is_later: true });
  });

  it("doubles the pause, from 5 seconds to 5 minutes, changed by up to a quarter", () => {
    const expected = new Map([
      [1, 5],
      [2, 10],
      [3, 20],
      [6, 160],
      [7, 300],
      [8, 300],
      [10_000, 300],
    ]);
    for (const [attempts, seconds] of expected) {
      const pauses = Array.from({ length: 200 }, () => retryDelaySeconds(attempts));
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(seconds * 0.75);
      expect(Math.max(...pauses)).toBeLessThanOrEqual(seconds * 1.25);
      expect(new Set(pauses).size).toBeGreaterThan(1);
    }
  });

  it("does not shorten the lease of an instance that has leased the mail since", async () => {
    await queueMail("ada@example.com");
    const [late] = await lease();
    await makeDue();
    expect(await lease()).toHaveLength(1);
    if (late !== undefined) await delayMail(testDatabase.database.prisma, late, 0);
    expect(await lease()).toEqual([]);
  });
});
