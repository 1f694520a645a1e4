import { normalizeText } from "../../graphql/input/normalize-text.js";

const maxLength = 255;
/** Control characters, bidirectional controls, line and paragraph separators, and halves of surrogate pairs. */
const unreadable = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Returns the header `User-Agent` as it is stored with a session: at most 255 visible characters. Null without visible characters. */
export function readUserAgent(header: string | undefined): string | null {
  const text = normalizeText((header ?? "").replace(unreadable, ""));
  // The cut can end with a space, or with half of a surrogate pair.
  return normalizeText(text.slice(0, maxLength).replace(unreadable, "")) || null;
}
