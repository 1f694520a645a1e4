import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { CallerKind, OperationText } from "./operation.js";

/** An operation that takes much time for its cost, with placeholders for ids. */
export interface ExpensiveOperation extends OperationText {
  readonly name: string;
  readonly caller: CallerKind;
}

const file = path.join(import.meta.dirname, "../expensive-operations.json");

/** The most expensive operations that were found so far. */
export async function readExpensiveOperations(): Promise<ExpensiveOperation[]> {
  return JSON.parse(await readFile(file, "utf8")) as ExpensiveOperation[];
}

export async function writeExpensiveOperations(operations: readonly ExpensiveOperation[]): Promise<void> {
  await writeFile(file, `${JSON.stringify(operations, null, 2)}\n`);
}
