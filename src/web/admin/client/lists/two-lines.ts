/** A word that is longer than usual names and emails. */
const longWord = /\S{31}/;

/**
 * The attributes of a text in a row, whose first letter decides its direction. It is cut after two lines; the tooltip has all of it. A
 * long word is broken anywhere, so that it takes no room from other columns. Other words stay whole.
 */
export function twoLines(text: string) {
  const className = longWord.test(text) ? "two-lines wrap-anywhere" : "two-lines";
  return { dir: "auto", title: text, className } as const;
}
