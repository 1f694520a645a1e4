import { createHash } from "node:crypto";

export interface TrustedDocumentsOptions {
  /** The texts of the documents, by their ids. */
  readonly documents: Readonly<Record<string, string>>;
  /** True if all other documents are refused. */
  readonly areOnly: boolean;
}

/** Documents that the operator has approved. Requests name them by their ids. */
export class TrustedDocuments {
  /** True if all other documents are refused. */
  readonly areOnly: boolean;
  readonly #textById: ReadonlyMap<string, string>;
  readonly #texts: ReadonlySet<string>;

  /** @param ownTexts are the documents of the server's own pages. */
  constructor({ documents, areOnly }: TrustedDocumentsOptions, ownTexts: readonly string[]) {
    this.areOnly = areOnly;
    const texts = Object.values(documents);
    // Tools use other hashes too, such as SHA-1. Clients may send the SHA-256 instead.
    this.#textById = new Map([...texts.map((text) => [sha256(text), text] as const), ...Object.entries(documents)]);
    this.#texts = new Set([...texts, ...ownTexts]);
  }

  /** Returns the text of a document by its id, or by its SHA-256. */
  find(id: string): string | undefined {
    return this.#textById.get(id);
  }

  /** True if this document must not run. */
  refuses(text: string): boolean {
    return this.areOnly && !this.#texts.has(text);
  }
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
