import { inTransaction, type Tx } from "../../src/database/transactions/transaction.js";
import type { Mail } from "../../src/mail/mail.js";
import { MailCipher } from "../../src/mail/mail-cipher.js";
import { createMailbox, unavailableMailbox } from "../../src/mail/mailbox.js";
import { useMailServer } from "../support/mail.js";
import { jwtSecret, useTestServer } from "../support/server.js";

const invitation: Mail = { template: "user-invite", to: "ada@example.com", token: "the-token" };

describe("the outbox", () => {
  const mail = useMailServer();
  const server = useTestServer(mail.serverOptions);
  const mailbox = createMailbox(new MailCipher([jwtSecret]), () => {});

  function inTestTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return inTransaction(server.testDatabase.database.prisma, null, work);
  }

  it("sends a mail whose transaction is committed, and then deletes it", async () => {
    await inTestTransaction((tx) => mailbox.queue(tx, invitation));
    const { subject, text, link, token } = await mail.nextTo("ada@example.com");
    expect(subject).toBe("You are invited to the staff of The Shop");
    expect(link).toBe("https://staff.example.com/invite?token=the-token");
    expect(text).toContain("with the address ada@example.com");
    expect(token).toBe("the-token");
    expect(await mail.allSent(server.testDatabase.database)).toEqual([]);
  });

  it("is told of a mail after the commit, and not after a rollback", async () => {
    const events: string[] = [];
    const { queue } = createMailbox(new MailCipher([jwtSecret]), () => events.push("told"));
    const write = (event: string, error?: Error) =>
      inTestTransaction(async (tx) => {
        await queue(tx, invitation);
        events.push(event);
        if (error) throw error;
      });
    await write("committed");
    await expect(write("rolled back", new Error("The write fails."))).rejects.toThrow("The write fails.");
    expect(events).toEqual(["committed", "told", "rolled back"]);
    await mail.allSent(server.testDatabase.database);
  });

  it("sends nothing if the transaction is rolled back", async () => {
    const failing = inTestTransaction(async (tx) => {
      await mailbox.queue(tx, invitation);
      throw new Error("The write fails after the mail.");
    });
    await expect(failing).rejects.toThrow("The write fails after the mail.");
    await inTestTransaction((tx) => mailbox.queue(tx, { ...invitation, to: "grace@example.com" }));
    await mail.nextTo("grace@example.com");
    expect(await mail.allSent(server.testDatabase.database)).toEqual([]);
  });
});

test("without a mail server, operations that send mails are refused with the reason", async () => {
  const refusal = expect.objectContaining({
    message: "This operation sends a mail, and mail is not set up: the server has no SMTP_URL.",
    extensions: expect.objectContaining({ code: "SERVICE_UNAVAILABLE" }),
  });
  expect(() => unavailableMailbox.requireAvailable()).toThrow(refusal);
  await expect(unavailableMailbox.queue({} as Tx, invitation)).rejects.toEqual(refusal);
});
