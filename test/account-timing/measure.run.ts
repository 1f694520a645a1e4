/*
 * Measures whether the time of a response shows that an email has an account. For each mutation it sends 200 pairs of requests, one
 * with a known and one with an unknown email, in alternating order. It prints in how many pairs the known email was slower. 50 % means
 * that the time shows nothing. Usage: npm run timing, on the embedded database, or with DATABASE_URL=… on an empty database.
 */
import "reflect-metadata";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { pino } from "pino";
import { hashPassword } from "../../src/access/auth/password.js";
import { createTokens } from "../../src/access/auth/tokens.js";
import { openDatabase } from "../../src/database/database.js";
import { migrate } from "../../src/database/migrations/migrate.js";
import { MailRenderer } from "../../src/mail/mail-renderer.js";
import { createServer } from "../../src/server.js";
import { closeSmtpServer, mailOptions, portOfServer, startSmtpServer } from "../support/mail.js";

const pairs = 200;
const known = "known@example.com";

const mutations = {
  userPasswordResetRequest: "userPasswordResetRequest(email: $email) { accepted }",
  customerPasswordResetRequest: "customerPasswordResetRequest(email: $email) { accepted }",
  customerRegister: "customerRegister(input: { email: $email }) { accepted }",
};

const folder = await mkdtemp(path.join(tmpdir(), "account-timing-"));
const database = await openDatabase({ databaseUrl: process.env.DATABASE_URL, dataDir: folder });
const { pool, prisma } = database;
await migrate(pool);
const smtp = await startSmtpServer(() => {});
const app = await createServer({
  database,
  tokens: createTokens(["a-secret-of-this-measurement-only"]),
  logger: pino({ level: "silent" }),
  selfRegistration: true,
  mail: mailOptions(portOfServer(smtp), await MailRenderer.load()),
});
const password = { create: { hash: await hashPassword("a password of nobody") } };
await prisma.staffUser.create({ data: { id: "user_known", email: known, passwordVersion: 1, password } });
await prisma.customer.create({
  data: { id: "cus_known", email: known, hasAccount: true, passwordVersion: 1, password },
});

/** The milliseconds until the response to a request from a new client. */
async function timeOf(field: string, email: string): Promise<number> {
  // The operation cache has the document, because the email is a variable.
  const payload = { query: `mutation ($email: String!) { ${field} }`, variables: { email } };
  const start = performance.now();
  const { body } = await app.inject({ method: "POST", url: "/graphql", payload });
  const time = performance.now() - start;
  if (!body.includes('"accepted":true')) throw new Error(`The request was refused: ${body}`);
  // The next request must not wait for the mail of this one, and must not be the one too many for its address.
  while ((await prisma.outgoingMail.count()) > 0) await setTimeout(1);
  await prisma.failedLogin.deleteMany();
  return time;
}

/** Sends the pairs. Returns the times for the known and the unknown emails. */
async function measure(field: string) {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let pair = 0; pair < pairs; pair += 1) {
    const unknown = `unknown${pair}@example.com`;
    const order = pair % 2 === 0 ? [known, unknown] : [unknown, known];
    for (const email of order) times[email === known ? "known" : "unknown"].push(await timeOf(field, email));
  }
  return times;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]?.toFixed(2);

for (const [name, field] of Object.entries(mutations)) {
  for (let use = 0; use < 20; use += 1) await timeOf(field, use % 2 === 0 ? known : "first@example.com");
  const times = await measure(field);
  const slower = times.known.filter((time, pair) => time > (times.unknown[pair] ?? 0)).length;
  const share = Math.round((slower / pairs) * 100);
  const medians = `median ${median(times.known)} ms known, ${median(times.unknown)} ms unknown`;
  console.log(`${name}: the known email was slower in ${share} % of ${pairs} pairs (${medians})`);
}

await app.close();
await closeSmtpServer(smtp);
await database.close();
await rm(folder, { recursive: true });
