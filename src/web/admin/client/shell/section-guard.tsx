import { Navigate, Outlet } from "react-router";
import type { Scope } from "../generated/schema.js";
import { maySee, type Section } from "../layout/section.js";
import { MessagePage } from "../layout/states.js";
import { useViewer } from "../viewer/viewer-context.js";
import { sections } from "./sections.js";

interface SectionGuardProps {
  readonly section: Section;
}

/** Shows the pages of a section to those who may open it. The start page leads others to the first section that they may open. */
export function SectionGuard({ section }: SectionGuardProps) {
  const viewer = useViewer();
  if (maySee(viewer, section)) return <Outlet />;
  const first = sections.find((other) => maySee(viewer, other));
  if (section.path === "" && first) return <Navigate to={`/${first.path}`} replace />;
  return <NotAllowed scopes={section.scopes} />;
}

interface NotAllowedProps {
  /** The scopes that the page needs. None if it is for members of staff only. */
  readonly scopes: readonly Scope[];
}

/** Says why a page is not shown. */
export function NotAllowed({ scopes }: NotAllowedProps) {
  return (
    <MessagePage title="You may not open this page">
      {scopes.length === 0 ? "It is for members of staff." : `It needs the scope ${scopes.join(", ")}.`}
    </MessagePage>
  );
}
