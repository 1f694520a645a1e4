import { pino } from "pino";
import type { SMTPServer } from "smtp-server";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { MailRenderer } from "../../src/mail/mail-renderer.js";
import { type MailService, startMailService } from "../../src/mail/mail-service.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { closeSmtpServer, eventually, mailOptions, portOfServer, startSmtpServer } from "../support/mail.js";

/** The sender looks for mails once and after attempts, and not again during a test. */
const timeouts = { pollMs: 3_600_000 };

describe("a recipient", () => {
  let testDatabase: TestDatabase;
  let renderer: MailRenderer;
  let smtp: SMTPServer;
  let port: number;
  let log: string[];
  /** The addresses that the mail server was asked for, and those that have got a mail. */
  let asked: string[];
  let received: string[];
  /** The answer of the mail server to an address. */
  let answer: (address: string) => Promise<Error | null>;
  const services: MailService[] = [];

  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    renderer = await MailRenderer.load();
  });
  beforeEach(async () => {
    await testDatabase.reset();
    [log, asked, received] = [[], [], []];
    answer = async () => null;
    smtp = await startSmtpServer(({ to }) => received.push(to), {
      onRcptTo: ({ address }, _session, done) => {
        asked.push(address);
        answer(address).then(done, done);
      },
    });
    port = portOfServer(smtp);
  });
  afterEach(async () => {
    for (const service of services.splice(0)) await service.close();
    await closeSmtpServer(smtp);
  });
  afterAll(() => testDatabase.close());

  const startService = () => {
    const { database } = testDatabase;
    const logger = pino({ level: "trace" }, { write: (line) => log.push(line) });
    const ownUrls = () => ({ account: "http://localhost/account", staff: "http://localhost/admin" });
    const options = { ...mailOptions(port, renderer), timeouts };
    const service = startMailService(options, { database, logger, metrics: undefined, ownUrls });
    services.push(service);
    return service;
  };

  /** Queues a mail to each address in this order, before the sender starts. */
  async function givenMails(addresses: readonly string[]): Promise<MailService> {
    const closed = startService();
    await closed.close();
    for (const to of addresses) {
      await inTransaction(testDatabase.database.prisma, null, (tx) =>
        closed.mailbox.queue(tx, { template: "customer-email-changed", to }),
      );
    }
    return startService();
  }

  const failureCount = () => log.filter((line) => line.includes("A mail could not be sent.")).length;
  const seeMailTo = (address: string) =>
    eventually(`no mail to ${address} has arrived`, async () => received.includes(address) || undefined);

  it("whom the mail server does not accept for now delays no mail to others", async () => {
    const refused = Array.from({ length: 12 }, (_, n) => `refused-${n}@example.com`);
    answer = async (address) =>
      address.startsWith("refused") ? Object.assign(new Error("later"), { responseCode: 450 }) : null;
    await givenMails([...refused, "ada@example.com"]);
    await seeMailTo("ada@example.com");
    await eventually("a mail was not tried", async () => failureCount() === refused.length || undefined);
  });

  it("whose mails take long delays no mail to others, and gets one at a time", async () => {
    let accept = () => {};
    const accepting = new Promise<null>((resolve) => {
      accept = () => resolve(null);
    });
    answer = (address) => (address === "slow@example.com" ? accepting : Promise.resolve(null));
    const service = await givenMails([...Array(8).fill("slow@example.com"), "ada@example.com"]);
    await seeMailTo("ada@example.com");
    // A mail of a later commit does not wait, either.
    await inTransaction(testDatabase.database.prisma, null, (tx) =>
      service.mailbox.queue(tx, { template: "customer-email-changed", to: "grace@example.com" }),
    );
    await seeMailTo("grace@example.com");
    expect(asked.filter((address) => address === "slow@example.com")).toHaveLength(1);
    accept();
    await eventually("a mail has not arrived", async () => received.length === 10 || undefined);
  });

  it("waits while the mail server is down, and not every mail is tried at once", async () => {
    await closeSmtpServer(smtp);
    const service = await givenMails(Array.from({ length: 20 }, (_, n) => `person-${n}@example.com`));
    const { pool } = testDatabase.database;
    const delayed = "SELECT FROM outgoing_mail WHERE attempts > 0 AND next_attempt_at < now() + interval '60 seconds'";
    await eventually("no mail is delayed", async () => (await pool.query(delayed)).rowCount === 5 || undefined);
    await service.close();
    const { rows } = await pool.query("SELECT attempts, count(*)::int FROM outgoing_mail GROUP BY 1 ORDER BY 1");
    expect(rows).toEqual([
      { attempts: 0, count: 15 },
      { attempts: 1, count: 5 },
    ]);
  });
});
