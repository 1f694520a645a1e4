import type { ColumnMapping } from "../generated/schema.js";
import type { FilePreview } from "./file-preview.js";
import { defaultField, isField, isListed, similarField } from "./import-fields.js";

/** The choice for a column. */
export interface ColumnChoice extends Record<string, unknown> {
  /** A field, `""` to leave the column out, or one of {@link typedKinds}. */
  readonly kind: string;
  /** The key, the system or the path that is typed for some kinds. */
  readonly typed: string;
}

interface TypedKind {
  readonly prefix: string;
  readonly label: string;
  /** Says what must be typed. */
  readonly rule: string;
}

/** The kinds of fields that are typed. Each has the begin of the field. */
export const typedKinds: Readonly<Record<string, TypedKind>> = {
  "metadata.*": { prefix: "metadata.", label: "Key of the metadata", rule: "Type the key." },
  "externalIds.*": {
    prefix: "externalIds.",
    label: "System of the external id",
    rule: "Type the system, such as erp. It has only the characters a to z, 0 to 9, dot, underscore and hyphen.",
  },
  "other.*": { prefix: "", label: "Path of the field", rule: "Type the path of a field, such as addresses.1.city." },
};

export function isTyped(choice: ColumnChoice | undefined): boolean {
  return choice !== undefined && Object.hasOwn(typedKinds, choice.kind);
}

/** A column that the server reads by itself: the lists of addresses and of external ids in JSONL. */
export const asItIs = "as it is";

/** Returns the choices that a form begins with. */
export function firstChoices({ format, columns }: FilePreview, mayWriteGroups: boolean): ColumnChoice[] {
  const names = columns.map(({ name }) => name);
  const used = new Set<string>();
  const known = names.map((name) => (format === "CSV" ? defaultField(name, names) : isField(name) ? name : undefined));
  return names.map((name, index) => {
    if (format === "JSONL" && isRead(name)) return { kind: asItIs, typed: "" };
    const similar = similarField(name);
    const field = known[index] ?? (similar !== undefined && known.includes(similar) ? undefined : similar);
    // Two columns never begin with one field.
    if (field === undefined || used.has(field)) return { kind: "", typed: "" };
    used.add(field);
    return choiceOf(field, mayWriteGroups);
  });
}

/** Returns true for the keys of JSONL that the server reads as a whole. */
export function isRead(name: string): boolean {
  return name === "addresses" || name === "externalIds";
}

function choiceOf(field: string, mayWriteGroups: boolean): ColumnChoice {
  if (field === "" || isListed(field, mayWriteGroups)) return { kind: field, typed: "" };
  if (field === "groupIds") return { kind: "", typed: "" };
  const [kind, { prefix }] = Object.entries(typedKinds).find(([, known]) => field.startsWith(known.prefix)) ?? [
    "other.*",
    { prefix: "" },
  ];
  return { kind, typed: field.slice(prefix.length) };
}

/** Returns the field of a choice. Empty if the column is left out. */
export function fieldOf({ kind, typed }: ColumnChoice): string {
  const { prefix } = typedKinds[kind] ?? {};
  return prefix === undefined ? kind : prefix + typed.trim();
}

/** A mapping with the index of its column. */
export interface IndexedMapping extends ColumnMapping {
  readonly index: number;
}

/** Returns the mappings that the server needs: those of columns that it would not map in the same way by itself. */
export function mappingsOf({ format, columns }: FilePreview, choices: readonly ColumnChoice[]): IndexedMapping[] {
  const names = columns.map(({ name }) => name);
  return names.flatMap((column, index) => {
    const choice = choices[index];
    if (column === "" || !choice || choice.kind === asItIs) return [];
    const field = fieldOf(choice);
    const byItself = format === "CSV" ? defaultField(column, names) : column;
    return field === byItself && (field === "" || isField(field)) ? [] : [{ column, field, index }];
  });
}

/** A problem that can be seen without the server. */
export interface ChoiceProblem {
  readonly index: number;
  readonly message: string;
}

/** Finds typed fields that do not exist, and fields that two columns have. */
export function problemsOf(choices: readonly ColumnChoice[]): ChoiceProblem[] {
  const seen = new Set<string>();
  return choices.flatMap((choice, index) => {
    const field = fieldOf(choice);
    const typed = typedKinds[choice.kind];
    if (typed && !isField(field)) return { index, message: typed.rule };
    if (field === "" || field === asItIs) return [];
    if (seen.has(field)) return { index, message: "Another column has this field. Choose one of them." };
    seen.add(field);
    return [];
  });
}
