import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createTransport } from "nodemailer";
import { type FromAddress, messageOf } from "./mail-message.js";
import type { MailTransport, RenderedMail } from "./mail-transport.js";

/** Stores mails as files that mail programs can open. Only the owner can read them, because they contain tokens. */
export function fileTransport(folder: string, from: FromAddress): MailTransport {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "unix" });
  return {
    send: async (mail, signal) => {
      const { message } = await transport.sendMail({ ...messageOf(mail, from), signal });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(path.join(folder, fileNameOf(mail)), message, { mode: 0o600 });
    },
    deleteStored: async (recipients) => {
      const hashes = new Set(recipients.map(hashOf));
      const names = existsSync(folder) ? await readdir(folder) : [];
      const theirs = names.filter((name) => hashes.has(/-([0-9a-f]+)\.eml$/.exec(name)?.[1] ?? ""));
      for (const name of theirs) await rm(path.join(folder, name), { force: true });
    },
  };
}

/**
 * The files sort by the times of the mails. The hash finds the mails to an address. Names of files are not logged, because anybody
 * can compute the hash of an address that they know.
 */
function fileNameOf({ createdAt, id, to }: RenderedMail): string {
  return `${createdAt.toISOString().replaceAll(":", "-")}-${id}-${hashOf(to)}.eml`;
}

function hashOf(recipient: string): string {
  return createHash("sha256").update(recipient).digest("hex").slice(0, 16);
}
