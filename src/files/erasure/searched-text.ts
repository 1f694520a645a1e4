import { domainToUnicode } from "node:url";

/** The texts by which a file names a person. */
export interface ErasureTerms {
  /** Ids of customers. */
  readonly ids: readonly string[];
  /** In normal form. */
  readonly emails: readonly string[];
  readonly externalIds: readonly string[];
  readonly phones: readonly string[];
  /** Ids of files that are known to name the person. */
  readonly files: readonly string[];
}

/** A text to look for in folded texts. */
export interface SearchedText {
  readonly text: string;
  /**
   * Which characters may be beside it. `anywhere`: any. `word`: none that can be a part of an id. `cell`: only what separates the
   * cells of CSV and the values of JSON, because a short text such as 7 is a part of many others.
   */
  readonly as: "anywhere" | "word" | "cell";
}

/**
 * Folds a text for the search: JSON escapes of characters become these characters, domains in Punycode become Unicode, and the text
 * is put into normal form C and lower case. So all forms of an email that an import reads as the same one are equal.
 */
export function foldText(text: string): string {
  const unescaped = text.includes("\\u")
    ? text.replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
  const lower = isAsciiText(unescaped) ? unescaped.toLowerCase() : foldUnicode(unescaped);
  return lower.includes("xn--") ? lower.replace(/xn--[a-z0-9-]+/g, (label) => domainToUnicode(label) || label) : lower;
}

function isAsciiText(text: string): boolean {
  return !/[^\0-\x7F]/.test(text);
}

function foldUnicode(text: string): string {
  // In lower case, the form of a sigma depends on the letters beside it.
  return text.normalize("NFC").toLowerCase().normalize("NFC").replaceAll("ς", "σ");
}

/** Returns the texts to look for, each in all its forms. */
export function searchedTexts(terms: ErasureTerms): SearchedText[] {
  const texts = new Map<string, SearchedText>();
  const add = (list: readonly string[], as: SearchedText["as"]) => {
    for (const form of list.flatMap(formsOf).map(foldText)) texts.set(`${as} ${form}`, { text: form, as });
  };
  add(terms.emails, "anywhere");
  add(terms.ids, "word");
  add(terms.externalIds, "cell");
  add(terms.phones, "cell");
  return [...texts.values()].filter(({ text }) => text !== "");
}

/** The text as it is, and as CSV and JSON write it inside of quotes. */
function formsOf(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  return [text, text.replaceAll('"', '""'), json, json.replaceAll("/", "\\/")];
}
