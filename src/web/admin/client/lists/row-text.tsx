import { twoLines } from "./two-lines.js";

interface RowTextProps {
  readonly children: string | null;
}

/** A text in a row, of at most two lines. An empty one is left out, so that the style sheet leaves out its cell on a phone. */
export function RowText({ children }: RowTextProps) {
  if (!children) return null;
  return <span {...twoLines(children)}>{children}</span>;
}
