import { LRUCache } from "lru-cache";
import { maxNames } from "./prepared-statements.js";
import type { CachedStatement } from "./statement-query.js";

/** A statement is prepared at its third use. For fewer uses, preparing does not pay off. */
const usesBeforeNaming = 3;
/** Maximum number of unnamed statements. Removing one loses only its row reader. */
const maxTexts = 1_000;
const maxCharacters = 4_000_000;

interface UnnamedStatement {
  readonly statement: CachedStatement;
  uses: number;
}

/** Caches statements by their texts. */
export class StatementCache {
  readonly #named = new LRUCache<string, CachedStatement>({ max: maxNames });
  #lastName = 0;
  readonly #unnamed = new LRUCache<string, UnnamedStatement>({
    max: maxTexts,
    maxSize: maxCharacters,
    sizeCalculation: (_, text) => text.length || 1,
  });

  /**
   * Returns the cached statement of a text. A statement with `keepPrepared` gets a name at its third use. If there are too
   * many names, the least recently used statement loses its name. Names are not reused.
   */
  of(text: string, { keepPrepared }: { readonly keepPrepared: boolean }): CachedStatement {
    const named = keepPrepared ? this.#named.get(text) : undefined;
    if (named !== undefined) return named;
    const unnamed = this.#unnamed.get(text) ?? this.#addUnnamed(text);
    if (!keepPrepared) return unnamed.statement;
    unnamed.uses += 1;
    if (unnamed.uses < usesBeforeNaming) return unnamed.statement;
    this.#lastName += 1;
    const statement = { ...unnamed.statement, name: `s${this.#lastName}` };
    this.#named.set(text, statement);
    this.#unnamed.delete(text);
    return statement;
  }

  #addUnnamed(text: string): UnnamedStatement {
    const unnamed = { statement: { name: "" }, uses: 0 };
    this.#unnamed.set(text, unnamed);
    return unnamed;
  }
}
