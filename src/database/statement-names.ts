/** Each of a database connection's statements is kept there until the connection ends. */
const maxNames = 200;

/** Names for prepared statements: the same for the same text. */
export class StatementNames {
  readonly #names = new Map<string, string>();

  /** The name of a statement; undefined when there are so many that no more should be kept. */
  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= maxNames) return known;
    const name = `s${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}
