import { createHash } from "node:crypto";
import { pino } from "pino";
import { openDatabase } from "../../src/database/database.js";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { requestErrorCodes } from "../../src/graphql/errors/request-errors.js";
import type { Mail } from "../../src/mail/mail.js";
import { MailRenderer } from "../../src/mail/mail-renderer.js";
import { type MailOptions, type MailService, startMailService } from "../../src/mail/mail-service.js";
import { leaseDueMails } from "../../src/mail/outbox.js";
import { Metrics } from "../../src/monitoring/metrics.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";
import {
  closeSmtpServer,
  eventually,
  mailOptions,
  portOfServer,
  type ReceivedMail,
  startSmtpServer,
} from "../support/mail.js";

type SmtpServer = Awaited<ReturnType<typeof startSmtpServer>>;

const reset = (to: string): Mail => ({ template: "customer-password-reset", to, token: "the-secret-token" });

/** An error of the mail server with a code of SMTP. It repeats the address, as mail servers do. */
const refusal = (responseCode: number, address: string) =>
  Object.assign(new Error(`<${address}> is refused`), { responseCode });

describe("the sender of the outbox", () => {
  let testDatabase: TestDatabase;
  let renderer: MailRenderer;
  let smtp: SmtpServer;
  let metrics: Metrics;
  let service: MailService;
  let log: string[];
  const received: ReceivedMail[] = [];
  const closing: (() => Promise<unknown>)[] = [];
  /** The answer of the mail server to an address. */
  let answer: (address: string) => Error | null;
  /** The mail server accepts a mail when this is resolved. */
  let accepting: Promise<void>;

  const smtpOptions = {
    onRcptTo: ({ address }: { address: string }, _session: unknown, done: (error?: Error | null) => void) =>
      done(answer(address)),
  };
  const startSmtp = (port = 0) =>
    startSmtpServer(
      async (mail) => {
        await accepting;
        received.push(mail);
      },
      smtpOptions,
      port,
    );

  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    renderer = await MailRenderer.load();
  });
  afterAll(() => testDatabase.close());

  beforeEach(async () => {
    await testDatabase.reset();
    received.length = 0;
    log = [];
    answer = () => null;
    accepting = Promise.resolve();
    metrics = new Metrics(Object.keys(requestErrorCodes));
    smtp = await startSmtp();
    service = start({}, testDatabase.database, metrics);
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await closeSmtpServer(smtp);
  });

  function start(options: Partial<MailOptions> = {}, database = testDatabase.database, counted?: Metrics): MailService {
    const logger = pino({ level: "trace" }, { write: (line) => log.push(line) });
    const ownUrls = () => ({ account: "http://localhost/account", staff: "http://localhost/admin" });
    const defaults = mailOptions(portOfServer(smtp), renderer);
    const started = startMailService({ ...defaults, ...options }, { database, logger, metrics: counted, ownUrls });
    closing.push(() => started.close());
    return started;
  }

  const queue = (mail: Mail, { mailbox } = service) =>
    inTransaction(testDatabase.database.prisma, null, (tx) => mailbox.queue(tx, mail));
  const sql = async (text: string) => (await testDatabase.database.pool.query(text)).rows;
  const rows = () => sql("SELECT id, attempts, next_attempt_at > now() AS is_waiting FROM outgoing_mail ORDER BY id");
  const makeDue = () => sql("UPDATE outgoing_mail SET next_attempt_at = now() - interval '1 minute'");
  const seeLog = (text: string) =>
    eventually(`the log has no ${text}`, async () => log.find((line) => line.includes(text)));
  const seeMail = () => eventually("no mail has arrived", async () => received.shift());
  const seeEmptyOutbox = () =>
    eventually("the outbox is not empty", async () => ((await rows()).length === 0 ? true : undefined));

  async function count(result: string): Promise<number> {
    const series = `mails_total{template="customer-password-reset",result="${result}"} `;
    const lines = (await metrics.registry.metrics()).split("\n");
    return Number(lines.find((line) => line.startsWith(series))?.slice(series.length) ?? 0);
  }

  it("keeps a mail while the mail server is down, and sends it when the server is up again", async () => {
    const port = portOfServer(smtp);
    await closeSmtpServer(smtp);
    await queue(reset("ada@example.com"));
    await seeLog("A mail could not be sent.");
    await eventually("the mail does not wait", async () => (await rows()).find((row) => row.is_waiting));
    expect(await count("failed")).toBeGreaterThanOrEqual(1);
    smtp = await startSmtp(port);
    await makeDue();
    expect((await seeMail()).to).toBe("ada@example.com");
    await seeEmptyOutbox();
    expect(await count("sent")).toBe(1);
  });

  it("tries again after a temporary error, with the same message id", async () => {
    answer = (address) => refusal(450, address);
    await queue(reset("ada@example.com"));
    await seeLog("A mail could not be sent.");
    const [row] = await rows();
    answer = () => null;
    await makeDue();
    const { messageId } = await seeMail();
    expect(messageId).toBe(`<${row.id}@example.com>`);
    await seeEmptyOutbox();
    expect(await count("given_up")).toBe(0);
  });

  it("gives up a mail at once if the mail server refuses the address for good, and says so", async () => {
    answer = (address) => refusal(550, address);
    await queue(reset("ada@example.com"));
    await seeEmptyOutbox();
    await seeLog("A mail was given up: the mail server refuses the address.");
    expect(await count("given_up")).toBe(1);
    expect(await count("failed")).toBe(0);
    expect(log.join("")).toContain('"responseCode":550');
  });

  it("gives up a mail after 24 hours, and says so", async () => {
    answer = (address) => refusal(450, address);
    await queue(reset("ada@example.com"));
    await seeLog("A mail could not be sent.");
    answer = () => null;
    await sql(
      "UPDATE outgoing_mail SET created_at = now() - interval '24 hours 1 second', next_attempt_at = now() - interval '1 minute'",
    );
    await seeEmptyOutbox();
    await seeLog("A mail was given up: it could not be sent for 24 hours.");
    expect(received).toEqual([]);
    expect(await count("given_up")).toBe(1);
  });

  it("sends each mail once, although two instances send at the same time", async () => {
    const { url, database } = testDatabase;
    const other = url === undefined ? database : await openDatabase({ databaseUrl: url, dataDir: "" });
    if (other !== database) closing.unshift(() => other.close());
    const second = start({}, other);
    closing.unshift(() => second.close());
    const addresses = Array.from({ length: 40 }, (_, n) => `person-${n}@example.com`);
    await Promise.all(addresses.map((address, n) => queue(reset(address), n % 2 === 0 ? service : second)));
    await seeEmptyOutbox();
    expect(received.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted());
  });

  it("sends a mail whose sender has died, after the lease has ended and not before", async () => {
    await service.close();
    await queue(reset("ada@example.com"));
    const leased = await leaseDueMails(testDatabase.database.prisma, 5, 180);
    expect(leased).toHaveLength(1);
    const survivor = start();
    await queue(reset("grace@example.com"), survivor);
    expect((await seeMail()).to).toBe("grace@example.com");
    await survivor.close();
    expect(await rows()).toEqual([{ id: leased[0]?.id, attempts: 1, is_waiting: true }]);
    await makeDue();
    start();
    expect((await seeMail()).to).toBe("ada@example.com");
    await seeEmptyOutbox();
  });

  it("finishes the mail that is being sent before it closes, and takes no other", async () => {
    let accept = () => {};
    accepting = new Promise((resolve) => {
      accept = resolve;
    });
    await queue(reset("ada@example.com"));
    await eventually("the mail is not leased", async () => (await rows()).find((row) => row.is_waiting));
    let isClosed = false;
    const closed = service.close().then(() => {
      isClosed = true;
    });
    await queue(reset("grace@example.com"));
    expect(isClosed).toBe(false);
    accept();
    await closed;
    expect(received.map(({ to }) => to)).toEqual(["ada@example.com"]);
    expect(await rows()).toEqual([expect.objectContaining({ attempts: 0 })]);
  });

  it("stores the token encrypted, for one mail only", async () => {
    await service.close();
    await queue(reset("ada@example.com"));
    await queue(reset("grace@example.com"));
    const stored = await sql("SELECT content FROM outgoing_mail");
    for (const { content } of stored) expect(content.toString("latin1")).not.toMatch(/secret|token/);
    // Somebody who can write to the table cannot send another person's token to themselves.
    await sql("UPDATE outgoing_mail SET recipient = 'mallory@example.com' WHERE recipient = 'ada@example.com'");
    start();
    expect((await seeMail()).to).toBe("grace@example.com");
    await seeLog("No secret of JWT_SECRET decrypts the mail.");
    expect(received).toEqual([]);
  });

  it("sends mails of a former secret, and leaves mails of an unknown secret to other instances", async () => {
    await service.close();
    const former = start({ secrets: ["the former secret of these tests"] });
    await former.close();
    await queue(reset("ada@example.com"), former);
    const without = start({ secrets: ["another secret of these tests"] });
    await seeLog("No secret of JWT_SECRET decrypts the mail.");
    await without.close();
    expect(await rows()).toHaveLength(1);
    await makeDue();
    start({ secrets: ["another secret of these tests", "the former secret of these tests"] });
    expect((await seeMail()).token).toBe("the-secret-token");
  });

  it("writes no address and no token to the log, at any level and after any error", async () => {
    for (const code of [550, 450]) {
      answer = (address) => refusal(code, address);
      await queue(reset("ada@example.com"));
      await seeLog(`"responseCode":${code}`);
    }
    answer = () => null;
    await makeDue();
    await seeMail();
    await seeEmptyOutbox();
    await seeLog("A mail was sent.");
    expect(log.join("")).not.toMatch(/ada@|example\.com|secret-token|token=/);
    expect(log.join("")).not.toContain(createHash("sha256").update("ada@example.com").digest("hex").slice(0, 16));
  });

  it("shows the number of waiting mails in the metrics", async () => {
    await service.close();
    await queue(reset("ada@example.com"));
    expect(await metrics.registry.metrics()).toContain("mails_waiting 1");
  });
});
