import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import { personName } from "../format/person-name.js";
import type { LatestChangeFragment } from "./overview.generated.js";

interface SubjectLinkProps {
  readonly change: LatestChangeFragment;
}

/** A link to the object of a change. Nothing if it is deleted, or has no page. */
export function SubjectLink({ change: { subject } }: SubjectLinkProps) {
  const target = subject && targetOf(subject);
  if (!target) return null;
  return (
    <Anchor component={Link} to={target.to} size="sm" dir="auto" className="wrap-anywhere">
      {target.name}
    </Anchor>
  );
}

function targetOf(subject: NonNullable<LatestChangeFragment["subject"]>): { to: string; name: string } | undefined {
  switch (subject.__typename) {
    case "Customer":
      return { to: `/customers/${subject.id}`, name: personName(subject) };
    case "Address":
      return { to: `/customers/${subject.customer.id}`, name: personName(subject.customer) };
    case "CustomerGroup":
      return { to: `/groups/${subject.id}`, name: subject.name };
    case "PriceList":
      return { to: `/price-lists/${subject.id}`, name: subject.title };
    case "Region":
      return { to: `/regions/${subject.id}`, name: subject.name };
    default:
      return undefined;
  }
}
