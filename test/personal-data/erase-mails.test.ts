import { readdir } from "node:fs/promises";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { fileTransport } from "../../src/mail/file-transport.js";
import { MailCipher } from "../../src/mail/mail-cipher.js";
import { MailRenderer } from "../../src/mail/mail-renderer.js";
import type { MailOptions } from "../../src/mail/mail-service.js";
import type { MailTransport, RenderedMail } from "../../src/mail/mail-transport.js";
import { createMailbox } from "../../src/mail/mailbox.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { requestReset } from "../customer-account/customer-account.operations.js";
import { eventually, mailOptions, shopAddress } from "../support/mail.js";
import { jwtSecret, useTestServer } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { email, erase } from "./personal-data.steps.js";

describe("an erasure and mails", () => {
  const temporaryFolder = temporaryFolders();
  let folder: string;
  let mail: MailOptions;
  /** The mails that the sender has begun to store. */
  let begun: RenderedMail[];
  /** The sender stores no mail before. */
  let mayStore: Promise<void>;
  let allow: () => void;

  const transport: MailTransport = {
    send: async (sent, signal) => {
      begun.push(sent);
      await mayStore;
      await files().send(sent, signal);
    },
    deleteStored: (recipients) => files().deleteStored?.(recipients) ?? Promise.resolve(),
  };
  const files = () => fileTransport(folder, shopAddress);

  beforeAll(async () => {
    mail = { ...mailOptions(0, await MailRenderer.load()), transport };
  });
  const server = useTestServer({
    get mail() {
      return mail;
    },
  });
  beforeEach(async () => {
    folder = await temporaryFolder();
    begun = [];
    mayStore = new Promise((resolve) => {
      allow = resolve;
    });
  });

  const prisma = () => server.testDatabase.database.prisma;

  async function queueMailTo(to: string): Promise<void> {
    const mailbox = createMailbox(new MailCipher([jwtSecret]), () => {});
    await inTransaction(prisma(), null, (tx) => mailbox.queue(tx, { template: "customer-password-changed", to }));
  }

  it("deletes the files of mails to the person, and no others", async () => {
    const { id } = await givenCustomer(server, { email });
    allow();
    await queueMailTo(email);
    await queueMailTo("eva@example.com");
    await eventually("the mails were not stored", async () => (await prisma().outgoingMail.count()) === 0 || undefined);
    expect(await readdir(folder)).toHaveLength(2);
    const kept = begun.filter(({ to }) => to === "eva@example.com").map((sent) => sent.id);
    await erase(server, id);
    const names = await readdir(folder);
    expect(names).toEqual([expect.stringContaining(kept[0] ?? "")]);
  });

  it("deletes the counts of mails to the person, and no others", async () => {
    const { id } = await givenCustomer(server, { email });
    for (const to of [email, "eva@example.com"]) await server.as(null).run(requestReset, { email: to });
    const counts = () => prisma().failedLogin.count();
    // One of each address, and one of the client.
    expect(await counts()).toBe(3);
    await erase(server, id);
    expect(await counts()).toBe(2);
  });

  it("leaves no file of a mail that is being stored at the same time", async () => {
    const { id } = await givenCustomer(server, { email });
    await queueMailTo(email);
    await eventually("the mail was not read from the outbox", async () => begun[0]);
    const erasing = erase(server, id);
    await eventually("the erasure was not committed", () =>
      prisma()
        .customer.findFirst({ where: { erasedAt: { not: null } } })
        .then((row) => row ?? undefined),
    );
    allow();
    expect((await erasing).userErrors).toEqual([]);
    expect(begun).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it("keeps the files when the erasure is refused", async () => {
    await givenCustomer(server, { email });
    allow();
    await queueMailTo(email);
    await eventually("the mail was not stored", async () => (await prisma().outgoingMail.count()) === 0 || undefined);
    await server.testDatabase.database.pool.query(
      "ALTER TABLE customer ADD CONSTRAINT refused CHECK (erased_at IS NULL) NOT VALID",
    );
    try {
      const { errors } = await server.ask(`mutation ($id: ID!) { customerErase(id: $id) { userErrors { code } } }`, {
        id: (await prisma().customer.findFirstOrThrow()).id,
      });
      expect(errors?.[0]?.extensions).toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    } finally {
      await server.testDatabase.database.pool.query("ALTER TABLE customer DROP CONSTRAINT refused");
    }
    expect(await readdir(folder)).toHaveLength(1);
  });
});
