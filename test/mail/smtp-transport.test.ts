import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import type { SMTPServerOptions } from "smtp-server";
import type { RenderedMail } from "../../src/mail/mail-transport.js";
import { type SmtpServer, smtpTransport } from "../../src/mail/smtp-transport.js";
import { closeSmtpServer, portOfServer, type ReceivedMail, shopAddress, startSmtpServer } from "../support/mail.js";

const run = promisify(execFile);
const repository = path.join(import.meta.dirname, "../..");
const mail: RenderedMail = {
  id: "mail_1",
  createdAt: new Date(),
  to: "ada@example.com",
  subject: "Choose a new password",
  text: "Open https://shop.example.com/reset?token=the-token",
  html: "<p>Open it</p>",
};

describe("mails by SMTP", () => {
  let folder: string;
  let certificate: { readonly cert: Buffer; readonly key: Buffer };
  const received: ReceivedMail[] = [];
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "shop-customers-test-"));
    const file = (name: string) => path.join(folder, name);
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
    const output = ["-keyout", file("key.pem"), "-out", file("cert.pem")];
    await run("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...output]);
    certificate = { cert: await readFile(file("cert.pem")), key: await readFile(file("key.pem")) };
  });
  beforeEach(() => {
    received.length = 0;
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function startServer(options: SMTPServerOptions): Promise<number> {
    const server = await startSmtpServer((mail) => received.push(mail), options);
    closing.push(() => closeSmtpServer(server));
    return portOfServer(server);
  }

  function send(server: Partial<SmtpServer>): Promise<void> {
    const local = { host: "localhost", port: 0, implicitTls: false, requiresTls: false, isOnThisMachine: true };
    return smtpTransport({ ...local, ...server }, shopAddress).send(mail, new AbortController().signal);
  }

  /** Sends the mail from a process that trusts the certificate. */
  async function sendTrusting(server: Partial<SmtpServer>): Promise<void> {
    const local = { host: "localhost", implicitTls: false, requiresTls: true, isOnThisMachine: true };
    const program = ["--import", "./test/support/typescript.js", "test/mail/send-mail.run.ts"];
    const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: path.join(folder, "cert.pem") };
    const args = [...program, JSON.stringify({ ...local, ...server })];
    await run(process.execPath, args, { cwd: repository, env });
  }

  it("are sent over STARTTLS and over implicit TLS, with a login, if the certificate is trusted", async () => {
    const logins: unknown[] = [];
    const options: SMTPServerOptions = {
      ...certificate,
      authOptional: false,
      disabledCommands: [],
      onAuth: ({ username, password }, { secure }, done) => {
        logins.push({ username, password, secure });
        done(null, { user: username });
      },
    };
    const credentials = { user: "shop", password: "p@ss:word" };
    await sendTrusting({ port: await startServer(options), credentials });
    await sendTrusting({ port: await startServer({ ...options, secure: true }), credentials, implicitTls: true });
    expect(received.map(({ token }) => token)).toEqual(["the-token", "the-token"]);
    expect(logins).toEqual(Array(2).fill({ username: "shop", password: "p@ss:word", secure: true }));
  });

  it("are not sent to a server whose certificate is not trusted", async () => {
    const port = await startServer({ ...certificate, disabledCommands: [] });
    await expect(send({ port, requiresTls: true })).rejects.toThrow("self-signed certificate");
    await expect(send({ port })).rejects.toThrow("self-signed certificate");
    const implicit = await startServer({ ...certificate, secure: true });
    await expect(send({ port: implicit, implicitTls: true })).rejects.toThrow("self-signed certificate");
    expect(received).toEqual([]);
  });

  it("are not sent without TLS if TLS is required", async () => {
    const port = await startServer({});
    await expect(send({ port, requiresTls: true })).rejects.toMatchObject({ code: "ETLS" });
    expect(received).toEqual([]);
    await send({ port });
    expect(received).toHaveLength(1);
  });

  it("of a refused sender are not taken for mails of a refused address", async () => {
    const refuse = (_address: unknown, _session: unknown, done: (error: Error) => void) =>
      done(Object.assign(new Error("no"), { responseCode: 550 }));
    const port = await startServer({ onMailFrom: refuse });
    await expect(send({ port })).rejects.toMatchObject({ name: "Error", command: "MAIL FROM" });
    const other = await startServer({ onRcptTo: refuse });
    await expect(send({ port: other })).rejects.toMatchObject({ name: "RecipientRefused" });
  });

  it.each([
    ["an address for now", "onRcptTo", 450, "MailDeferred"],
    ["the content", "onData", 554, "MailDeferred"],
    ["the content for now", "onData", 452, "MailDeferred"],
    ["all addresses, because it closes", "onRcptTo", 421, "Error"],
    ["the sender for now", "onMailFrom", 451, "Error"],
  ])("are told apart from other mails if the mail server refuses %s", async (_what, step, responseCode, name) => {
    const refuse = (given: unknown, _session: unknown, done: (error: Error) => void) => {
      if (given instanceof Readable) given.resume();
      done(Object.assign(new Error("no"), { responseCode }));
    };
    const port = await startServer({ [step]: refuse });
    await expect(send({ port })).rejects.toMatchObject({ name });
  });
});
