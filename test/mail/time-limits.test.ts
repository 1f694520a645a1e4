import { type AddressInfo, createServer, type Socket } from "node:net";
import { pino } from "pino";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { MailRenderer } from "../../src/mail/mail-renderer.js";
import { type MailService, startMailService } from "../../src/mail/mail-service.js";
import type { SenderTimeouts } from "../../src/mail/outbox-sender.js";
import { type SmtpTimeouts, smtpTransport } from "../../src/mail/smtp-transport.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { eventually, mailOptions, shopAddress } from "../support/mail.js";

const greeting = "220 mail.example.com\r\n";

/** A mail server that behaves as `onConnection` says. */
async function startMailServer(onConnection: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    // The client may break the connection.
    socket.on("error", () => {}).resume();
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const disconnect = () => {
    for (const socket of sockets.splice(0)) socket.destroy();
  };
  const close = () => {
    disconnect();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port: (server.address() as AddressInfo).port, disconnect, close };
}

/** Sends one line of an answer again and again, which never ends. The client is never without a new line for long. */
function answerWithoutEnd(socket: Socket): void {
  socket.write(greeting);
  const timer = setInterval(() => socket.write("250-mail.example.com\r\n"), 20);
  socket.on("close", () => clearInterval(timer));
}

describe("the time limits of SMTP", () => {
  const cases: [string, string, Partial<SmtpTimeouts>][] = [
    ["accepts the connection and sends no greeting", "", { connectMs: 100 }],
    ["stops after its greeting", greeting, { silenceMs: 100 }],
  ];
  it.each(cases)("end an attempt if the mail server %s", async (_behaviour, text, timeouts) => {
    const { port, disconnect, close } = await startMailServer((socket) => socket.write(text));
    const server = { host: "127.0.0.1", port, implicitTls: false, requiresTls: false, isOnThisMachine: true };
    const mail = { id: "mail_1", createdAt: new Date(), to: "ada@example.com", subject: "a", text: "b", html: "c" };
    const send = (limits: Partial<SmtpTimeouts>) => {
      const sending = smtpTransport(server, shopAddress, limits).send(mail, new AbortController().signal);
      return sending.catch((error: unknown) => ({ limits, error }));
    };
    const withDefaults = send({});
    expect(await Promise.race([withDefaults, send(timeouts)])).toMatchObject({
      limits: timeouts,
      error: { code: "ETIMEDOUT" },
    });
    disconnect();
    await withDefaults;
    await close();
  });
});

describe("the time limits of the sender", () => {
  let testDatabase: TestDatabase;
  let renderer: MailRenderer;
  let mailServer: Awaited<ReturnType<typeof startMailServer>>;
  let service: MailService;
  let log: string;

  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    renderer = await MailRenderer.load();
    mailServer = await startMailServer(answerWithoutEnd);
  });
  beforeEach(async () => {
    await testDatabase.reset();
    log = "";
  });
  afterAll(async () => {
    await mailServer.close();
    await testDatabase.close();
  });

  /** Queues a mail, and waits until it is being sent. */
  async function sendMail(timeouts: Partial<SenderTimeouts>): Promise<void> {
    const { database } = testDatabase;
    const logger = pino({ level: "trace" }, { write: (line) => (log += line) });
    const ownUrls = () => ({ account: "http://localhost/account", staff: "http://localhost/admin" });
    const options = { ...mailOptions(mailServer.port, renderer), timeouts };
    service = startMailService(options, { database, logger, metrics: undefined, ownUrls });
    await inTransaction(database.prisma, null, (tx) =>
      service.mailbox.queue(tx, { template: "customer-email-changed", to: "ada@example.com" }),
    );
    await eventually("the mail is not leased", async () => (await attempts()).find((made) => made > 0));
  }

  async function attempts(): Promise<number[]> {
    const { rows } = await testDatabase.database.pool.query("SELECT attempts FROM outgoing_mail");
    return rows.map((row) => row.attempts);
  }

  it("end an attempt although the mail server always sends something", async () => {
    await sendMail({ attemptMs: 200 });
    await eventually("the attempt has not ended", async () => log.includes('"name":"TimeoutError"') || undefined);
    expect(log).toContain("A mail could not be sent.");
    await service.close();
    expect(await attempts()).toHaveLength(1);
  });

  it("end closing while a mail is being sent, which stays in the outbox", async () => {
    await sendMail({ closeMs: 50 });
    await service.close();
    expect(log).toContain("The server is closing.");
    expect(await attempts()).toEqual([1]);
  });
});
