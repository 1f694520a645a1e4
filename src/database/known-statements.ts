import { LRUCache } from "lru-cache";
import type { KnownStatement } from "./sent-statement.js";

/** Each of a database connection's named statements is kept there until the connection ends. */
const maxNames = 200;
/** What is sent once or twice is not worth a name. */
const namedAtUse = 3;
/** Of those without a name nothing is lost but how their rows are read. */
const maxTexts = 1_000;
const maxCharacters = 4_000_000;

interface Seen {
  readonly statement: KnownStatement;
  uses: number;
}

/** What is known of statements by their texts. */
export class KnownStatements {
  readonly #named = new Map<string, KnownStatement>();
  readonly #seen = new LRUCache<string, Seen>({
    max: maxTexts,
    maxSize: maxCharacters,
    sizeCalculation: (_, text) => text.length || 1,
  });

  /** The same for the same text. One that is planned once gets a name at its third use, unless many have one already. */
  of(text: string, { isPlannedOnce }: { readonly isPlannedOnce: boolean }): KnownStatement {
    const named = isPlannedOnce ? this.#named.get(text) : undefined;
    if (named !== undefined) return named;
    const seen = this.#seen.get(text) ?? this.#see(text);
    if (!isPlannedOnce || this.#named.size >= maxNames) return seen.statement;
    seen.uses += 1;
    if (seen.uses < namedAtUse) return seen.statement;
    const statement = { ...seen.statement, name: `s${this.#named.size}` };
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
