/**
 * Returns the URL, or undefined if the text is not one. `URL.canParse` would be shorter, but after some thousand calls Node.js 20
 * refuses every text with a letter such as ü: its compiled form reads Latin-1 as UTF-8.
 */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
