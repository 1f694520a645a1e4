import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { twoLines } from "./two-lines.js";

interface RowLinkProps {
  readonly to: string;
  /** The name of the row. */
  readonly children: string;
}

/** The link of a row to its page, of at most two lines. */
export function RowLink({ to, children }: RowLinkProps) {
  return (
    <Anchor component={Link} to={to} size="sm" fw={500} {...twoLines(children)}>
      {children}
    </Anchor>
  );
}
