import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { Database } from "../../src/database/database.js";
import { MailRenderer } from "../../src/mail/mail-renderer.js";
import type { MailOptions } from "../../src/mail/mail-service.js";
import { smtpTransport } from "../../src/mail/smtp-transport.js";
import type { ServerOptions } from "../../src/server.js";
import { jwtSecret } from "./server.js";

export const shopAddress = { name: "The Shop", address: "shop@example.com" };
export const siteUrls = { account: "https://shop.example.com/account", staff: "https://staff.example.com" };

/** A mail that the mail server of a test has received. */
export interface ReceivedMail {
  /** The recipient that the SMTP client named. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** The link of the text. Undefined if it has none. */
  readonly link: string | undefined;
  /** The token of the link. Empty if there is no link. */
  readonly token: string;
  /** The whole mail, as it was received. */
  readonly source: string;
}

/** A real SMTP server that keeps the mails it receives. */
export interface MailServer {
  /** Pass these options to `useTestServer`, so that the server sends its mails to this one. */
  readonly serverOptions: Partial<ServerOptions>;
  readonly port: number;
  /** The mails that no test has taken yet, in the order of their arrival. */
  readonly received: ReceivedMail[];
  /** Takes the next mail to this address. Waits until it arrives. */
  nextTo(address: string): Promise<ReceivedMail>;
  /** Waits until the outbox is empty, and returns the mails that no test has taken yet. */
  allSent(database: Database): Promise<ReceivedMail[]>;
}

/** Starts a mail server for a test file. Call it before `useTestServer`. Each test starts without mails. */
export function useMailServer(options: SMTPServerOptions = {}): MailServer {
  const received: ReceivedMail[] = [];
  let renderer: MailRenderer;
  let server: SMTPServer;
  beforeAll(async () => {
    renderer = await MailRenderer.load();
    server = await startSmtpServer((mail) => received.push(mail), options);
  });
  beforeEach(() => {
    received.length = 0;
  });
  afterAll(() => closeSmtpServer(server));

  const portOf = () => portOfServer(server);
  return {
    serverOptions: {
      get mail() {
        return mailOptions(portOf(), renderer);
      },
    },
    get port() {
      return portOf();
    },
    received,
    nextTo: (address) =>
      eventually(`no mail to ${address} has arrived`, async () => {
        const index = received.findIndex(({ to }) => to === address);
        return index === -1 ? undefined : received.splice(index, 1)[0];
      }),
    allSent: ({ pool }) =>
      eventually("the outbox is not empty", async () => {
        const { rows } = await pool.query("SELECT FROM outgoing_mail");
        return rows.length === 0 ? [...received] : undefined;
      }),
  };
}

/** The options of a server that sends its mails to this port. */
export function mailOptions(port: number, renderer: MailRenderer): MailOptions {
  const server = { host: "127.0.0.1", port, implicitTls: false, requiresTls: false, isOnThisMachine: true };
  return {
    secrets: [jwtSecret],
    from: shopAddress,
    renderer,
    transport: smtpTransport(server, shopAddress),
    siteUrls,
  };
}

/** Starts an SMTP server. It accepts all mails without a login, unless the options say otherwise. */
export async function startSmtpServer(
  onMail: (mail: ReceivedMail) => void,
  options: SMTPServerOptions = {},
  port = 0,
): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 1_000,
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", async () => {
        onMail(await parseMail(Buffer.concat(chunks), envelope.rcptTo[0]?.address ?? ""));
        callback();
      });
    },
    ...options,
  });
  // A client that breaks the connection is not an error of the test.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

export function portOfServer({ server }: SMTPServer): number {
  return (server.address() as AddressInfo).port;
}

export function closeSmtpServer(server: SMTPServer): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

export async function parseMail(source: Buffer, to: string): Promise<ReceivedMail> {
  const { subject = "", text = "", html = "", messageId = "" } = await PostalMime.parse(source);
  const [link] = /https?:\/\/\S+/.exec(text) ?? [];
  const token = link === undefined ? "" : (new URL(link).searchParams.get("token") ?? "");
  return { to, subject, text, html, messageId, link, token, source: source.toString() };
}

const patienceMs = 60_000;

/** Waits until `find` returns a value. Fails after a minute, also on a busy machine. */
export async function eventually<T>(failure: string, find: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`After ${patienceMs / 1000} s ${failure}.`);
}
