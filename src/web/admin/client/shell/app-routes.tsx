import { Route, Routes } from "react-router";
import { NotFound } from "../layout/not-found.js";
import type { Section, SectionPage } from "../layout/section.js";
import { useScopes } from "../viewer/viewer-context.js";
import { AppLayout } from "./app-layout.js";
import { NotAllowed, SectionGuard } from "./section-guard.js";
import { sections } from "./sections.js";

/** The pages by their paths. */
export function AppRoutes() {
  return (
    <Routes>
      <Route element={<AppLayout />}>
        {sections.filter(({ path, pages }) => path === "" || pages.length > 0).map(routeOf)}
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}

function routeOf(section: Section) {
  const { path, pages } = section;
  return (
    <Route key={path} path={path} element={<SectionGuard section={section} />}>
      {pages.length === 0 && <Route index element={null} />}
      {pages.map((page) => (
        <Route
          key={page.path}
          {...(page.path === "" ? { index: true } : { path: page.path })}
          element={<AllowedPage page={page} />}
        />
      ))}
    </Route>
  );
}

interface AllowedPageProps {
  readonly page: SectionPage;
}

function AllowedPage({ page: { Page, scopes } }: AllowedPageProps) {
  return useScopes(...scopes) ? <Page /> : <NotAllowed scopes={scopes} />;
}
