import { hkdfSync } from "node:crypto";
import { decryptText, encryptText } from "../database/encrypted-text.js";

/** The columns of a mail that are not encrypted. Encrypted content belongs to one mail and cannot be moved to another. */
export interface MailEnvelope {
  readonly id: string;
  readonly template: string;
  readonly recipient: string;
}

/**
 * Encrypts the content of outgoing mails, because it contains the tokens of links. So a reader of the database or of a backup
 * cannot use them. The first secret encrypts and all secrets decrypt, so that a secret can be replaced.
 */
export class MailCipher {
  readonly #keys: readonly [Buffer, ...Buffer[]];

  constructor([first, ...others]: readonly [string, ...string[]]) {
    this.#keys = [keyOf(first), ...others.map(keyOf)];
  }

  encrypt(content: object, envelope: MailEnvelope): Buffer<ArrayBuffer> {
    return encryptText(this.#keys[0], JSON.stringify(content), boundTo(envelope));
  }

  /** Returns undefined if no secret decrypts the content. */
  decrypt(encrypted: Uint8Array, envelope: MailEnvelope): unknown {
    for (const key of this.#keys) {
      const text = decryptText(key, encrypted, boundTo(envelope));
      if (text !== undefined) return JSON.parse(text);
    }
    return undefined;
  }
}

function boundTo({ id, template, recipient }: MailEnvelope): Buffer {
  return Buffer.from(JSON.stringify([id, template, recipient]));
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "shop-customers-graphql outgoing mail", 32));
}
