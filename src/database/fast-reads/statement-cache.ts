import { LRUCache } from "lru-cache";
import { maxNames } from "./prepared-statements.js";
import type { CachedStatement } from "./statement-query.js";

/** What is sent once or twice is not worth a name. */
const namedAtUse = 3;
/** Of those without a name nothing is lost but how their rows are read. */
const maxTexts = 1_000;
const maxCharacters = 4_000_000;

interface Seen {
  readonly statement: CachedStatement;
  uses: number;
}

/** What is known of statements by their texts. */
export class StatementCache {
  readonly #named = new LRUCache<string, CachedStatement>({ max: maxNames });
  #lastName = 0;
  readonly #seen = new LRUCache<string, Seen>({
    max: maxTexts,
    maxSize: maxCharacters,
    sizeCalculation: (_, text) => text.length || 1,
  });

  /**
   * The same for the same text. One that is planned once gets a name at its third use. The one used least recently loses its
   * name to it when there are too many; no other statement gets that name.
   */
  of(text: string, { keepPrepared }: { readonly keepPrepared: boolean }): CachedStatement {
    const named = keepPrepared ? this.#named.get(text) : undefined;
    if (named !== undefined) return named;
    const seen = this.#seen.get(text) ?? this.#see(text);
    if (!keepPrepared) return seen.statement;
    seen.uses += 1;
    if (seen.uses < namedAtUse) return seen.statement;
    this.#lastName += 1;
    const statement = { ...seen.statement, name: `s${this.#lastName}` };
    this.#named.set(text, statement);
    this.#seen.delete(text);
    return statement;
  }

  #see(text: string): Seen {
    const seen = { statement: { name: "" }, uses: 0 };
    this.#seen.set(text, seen);
    return seen;
  }
}
