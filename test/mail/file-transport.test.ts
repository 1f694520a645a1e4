import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { fileTransport } from "../../src/mail/file-transport.js";
import type { RenderedMail } from "../../src/mail/mail-transport.js";
import { parseMail, shopAddress } from "../support/mail.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const temporaryFolder = temporaryFolders();
const signal = new AbortController().signal;

const mailTo = (to: string, id = "mail_1"): RenderedMail => ({
  id,
  createdAt: new Date("2026-01-02T03:04:05Z"),
  to,
  subject: "Choose a new password",
  text: "Open https://shop.example.com/reset?token=the-token",
  html: "<p>Open it</p>",
});

describe("mails as files", () => {
  it("are complete, named by time and id, and readable by the owner only", async () => {
    const folder = path.join(await temporaryFolder(), "mail");
    await fileTransport(folder, shopAddress).send(mailTo("ada@example.com"), signal);
    const [name = ""] = await readdir(folder);
    expect(name).toMatch(/^2026-01-02T03-04-05\.000Z-mail_1-[0-9a-f]{16}\.eml$/);
    expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const source = await readFile(path.join(folder, name));
    expect(await parseMail(source, "ada@example.com")).toMatchObject({
      subject: "Choose a new password",
      token: "the-token",
      messageId: "<mail_1@example.com>",
    });
  });

  it("are stored once if a mail is sent twice", async () => {
    const folder = await temporaryFolder();
    const transport = fileTransport(folder, shopAddress);
    await transport.send(mailTo("ada@example.com"), signal);
    await transport.send(mailTo("ada@example.com"), signal);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it("are deleted by their recipient", async () => {
    const folder = await temporaryFolder();
    const transport = fileTransport(folder, shopAddress);
    await transport.send(mailTo("ada@example.com", "mail_1"), signal);
    await transport.send(mailTo("ada@example.com", "mail_2"), signal);
    await transport.send(mailTo("grace@example.com", "mail_3"), signal);
    await transport.deleteStored?.(["ada@example.com", "nobody@example.com"]);
    expect(await readdir(folder)).toEqual([expect.stringContaining("mail_3")]);
    const missing = fileTransport(path.join(folder, "missing"), shopAddress);
    await missing.deleteStored?.(["ada@example.com"]);
  });

  it("have one recipient and no header of the address, whatever the address contains", async () => {
    const folder = await temporaryFolder();
    const to = "ada@example.com, mallory@example.com\r\nBcc: mallory@example.com";
    await fileTransport(folder, shopAddress).send(mailTo(to), signal);
    const [name = ""] = await readdir(folder);
    const [headers = ""] = (await readFile(path.join(folder, name), "utf8")).split("\n\n");
    expect(headers).not.toMatch(/^Bcc:/m);
  });
});
