import { NavLink } from "react-router";
import { maySee } from "../layout/section.js";
import { useViewer } from "../viewer/viewer-context.js";
import { sections } from "./sections.js";

interface NavigationProps {
  /** Is called when a link is followed. */
  onFollow(): void;
}

/** The links to the sections that the viewer may open. */
export function Navigation({ onFollow }: NavigationProps) {
  const viewer = useViewer();
  return sections
    .filter((section) => maySee(viewer, section))
    .map(({ path, label, icon: Icon }) => (
      <NavLink key={path} className="app-link" to={`/${path}`} end={path === ""} onClick={onFollow}>
        <Icon size={18} aria-hidden />
        {label}
      </NavLink>
    ));
}
