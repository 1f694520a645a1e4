import type { Path, UserErrorCollector } from "../errors/user-error-collector.js";
import { normalizeText } from "./normalize-text.js";
import { isShownLine, maxTextLength } from "./rules.js";

/**
 * Checks an id of another system, which is stored unchanged: not blank, at most 255 characters, no control characters
 * (including bidirectional ones), no half of a surrogate pair.
 */
export function checkRequiredId(id: string, path: Path, userErrors: UserErrorCollector): boolean {
  if (!isShownLine(id)) {
    userErrors.add(
      "INVALID",
      path,
      "Must not hold control characters, bidirectional ones included, or half surrogate pairs.",
    );
  } else if (normalizeText(id) === "") {
    userErrors.add("BLANK", path, "Must not be blank.");
  } else if ([...id].length > maxTextLength) {
    userErrors.add("TOO_LONG", path, `Must have at most ${maxTextLength} characters.`);
  } else {
    return true;
  }
  return false;
}
