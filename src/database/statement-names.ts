import { LRUCache } from "lru-cache";

/** Each of a database connection's statements is kept there until the connection ends. */
const maxNames = 200;
const maxTexts = 1_000;
const namedAtUse = 3;

/** Names for prepared statements: the same for the same text. */
export class StatementNames {
  readonly #uses = new LRUCache<string, number>({ max: maxTexts });
  readonly #names = new Map<string, string>();

  /** The name of a statement; undefined for one that is new, and when there are so many that no more should be kept. */
  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= maxNames) return known;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    this.#uses.set(text, uses);
    if (uses < namedAtUse) return undefined;
    this.#uses.delete(text);
    const name = `s${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}
