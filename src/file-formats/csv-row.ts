import { maxRowCharacters, type RowProblem } from "./file-rows.js";

/** The most columns of a file. */
export const maxColumns = 10_000;

/** A row of CSV while it is parsed. It keeps no more than the limits allow. */
export class CsvRow {
  readonly line: number;
  readonly #columns: readonly string[] | null;
  #cells: string[] = [];
  #cell = "";
  #cellCount = 0;
  #characters = 0;
  #isBlank = true;
  #problem: RowProblem | null = null;

  /** @param columns the names of the header; null for the header itself. */
  constructor(line: number, columns: readonly string[] | null) {
    this.line = line;
    this.#columns = columns;
  }

  /** Adds text to the current cell. */
  append(text: string): void {
    this.#count(text.length);
    if (this.#isBlank && text.trim() !== "") this.#isBlank = false;
    if (this.#problem !== null) return;
    if (this.#cellCount < this.#maxCells) {
      this.#cell += text;
    } else if (text.trim() !== "") {
      this.report("TOO_MANY", `Must have at most ${this.#maxCells} cells, one for each column of the header.`);
    }
  }

  endCell(): void {
    this.#count(1);
    if (this.#problem === null && this.#cellCount < this.#maxCells) this.#cells.push(this.#cell);
    this.#cell = "";
    this.#cellCount += 1;
  }

  /** Reports the first problem of the row, at the current cell. The cells are dropped. */
  report(code: RowProblem["code"], message: string): void {
    if (this.#problem !== null) return;
    const column = this.#columns?.[this.#cellCount];
    this.#problem = { code, message, ...(column && { column }) };
    this.#cells = [];
    this.#cell = "";
  }

  get isBlank(): boolean {
    return this.#isBlank && this.#problem === null;
  }

  /** Returns the cells, or the problem. */
  get result(): { value: string[]; problem: null } | { value: null; problem: RowProblem } {
    return this.#problem === null ? { value: this.#cells, problem: null } : { value: null, problem: this.#problem };
  }

  #count(characters: number): void {
    this.#characters += characters;
    if (this.#problem !== null || this.#characters <= maxRowCharacters) return;
    this.report("TOO_LONG", `A row must have at most ${maxRowCharacters} characters.`);
  }

  get #maxCells(): number {
    return this.#columns?.length ?? maxColumns;
  }
}
