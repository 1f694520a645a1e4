/** The words for fields of the API in messages. Other names are split into words. */
const words: Readonly<Record<string, string>> = {
  startsAt: "the start",
  endsAt: "the end",
  minQuantity: "the lowest quantity",
  companyName: "company",
};

/** Converts the message of a user error, which names fields of the API, to one for the person who fills in the form. */
export function describeUserError(message: string): string {
  const text = message
    .replace(/^[a-z]\w* is required\b/, "This is required")
    .replace(/\b[a-z]+(?:[A-Z][a-z]*)+\b/g, (name) => words[name] ?? splitWords(name));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function splitWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
