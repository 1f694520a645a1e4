import { Burger, Text } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { Suspense, useRef, useState } from "react";
import { Outlet, useLocation } from "react-router";
import { useRefetchWhenReconnected } from "../api/use-refetch-when-reconnected.js";
import { BrandMark } from "../layout/brand-mark.js";
import { ErrorBoundary } from "../layout/error-boundary.js";
import { PageSkeleton } from "../layout/page-skeleton.js";
import { PageVisit } from "../layout/page-visit.js";
import { AccountPanel } from "./account-panel.js";
import { ConnectionBanner } from "./connection-banner.js";
import { Navigation } from "./navigation.js";

/** The frame of all pages: navigation and the page of the address. On a small screen, a button opens the navigation. */
export function AppLayout() {
  const [isOpen, setIsOpen] = useState(false);
  const burger = useRef<HTMLButtonElement>(null);
  const { pathname } = useLocation();
  useWindowEvent("keydown", ({ key }) => {
    if (key !== "Escape" || !isOpen) return;
    setIsOpen(false);
    burger.current?.focus();
  });
  useRefetchWhenReconnected();
  return (
    <div className="app-layout">
      <a className="skip-link" href="#main">
        Skip to the page
      </a>
      <header className="app-header">
        <BrandMark size={28} />
        <Text fw={650}>Shop customers</Text>
        <Burger
          ref={burger}
          className="app-burger"
          opened={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          size="sm"
          aria-label={isOpen ? "Close the navigation" : "Open the navigation"}
          aria-expanded={isOpen}
          aria-controls="navigation"
        />
      </header>
      <div id="navigation" className="app-sidebar" data-open={isOpen}>
        <nav aria-label="Sections">
          <Navigation onFollow={() => setIsOpen(false)} />
        </nav>
        <AccountPanel />
      </div>
      <main id="main" className="app-main" tabIndex={-1}>
        <ConnectionBanner />
        {/* With a key, another page shows its skeleton at once, and an error does not outlive its page. */}
        <ErrorBoundary key={pathname}>
          <PageVisit>
            <Suspense fallback={<PageSkeleton />}>
              <Outlet />
            </Suspense>
          </PageVisit>
        </ErrorBoundary>
      </main>
    </div>
  );
}
