import type { LucideIcon } from "lucide-react";
import type { ComponentType, LazyExoticComponent } from "react";
import type { Viewer } from "../../../sign-in/client/viewer.js";
import type { AdminPath } from "../../admin-paths.js";
import type { Scope } from "../generated/schema.js";
import { holdsScopes } from "../viewer/viewer-context.js";
import { lazyComponent } from "./lazy-component.js";

/** A page of a section. */
export interface SectionPage {
  /** The path after the path of the section, such as `:id`. Empty for the first page. */
  readonly path: string;
  readonly Page: LazyExoticComponent<ComponentType>;
  /** The scopes that it needs beside those of the section. */
  readonly scopes: readonly Scope[];
}

/** A part of the app, with an entry in the navigation. */
export interface Section {
  /** The first part of its paths. Empty for the start page. */
  readonly path: AdminPath | "";
  readonly label: string;
  readonly icon: LucideIcon;
  /** The scopes without which the section is not shown. */
  readonly scopes: readonly Scope[];
  /** True if only members of staff have it, not API keys. */
  readonly isForUsers?: boolean;
  /** A section without pages is not shown. */
  readonly pages: readonly SectionPage[];
}

/** Declares a page whose code is loaded when it is opened. */
export function page(path: string, load: () => Promise<ComponentType>, scopes: readonly Scope[] = []): SectionPage {
  return { path, Page: lazyComponent(load), scopes };
}

/** Returns true if the viewer may open the section. */
export function maySee(viewer: Viewer, { scopes, isForUsers, pages }: Section): boolean {
  return pages.length > 0 && holdsScopes(viewer, scopes) && (!isForUsers || viewer.type === "USER");
}
