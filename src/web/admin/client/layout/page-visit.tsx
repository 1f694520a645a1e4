import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { type NavigateOptions, useNavigate } from "react-router";

/** The time from the opening of a page until the person leaves it. */
interface Visit {
  hasEnded: boolean;
}

const VisitContext = createContext<Visit>({ hasEnded: false });

interface PageVisitProps {
  readonly children: ReactNode;
}

/** Notices when the person leaves the page. It must be mounted for each page anew. */
export function PageVisit({ children }: PageVisitProps) {
  const [visit] = useState<Visit>({ hasEnded: false });
  useEffect(() => {
    visit.hasEnded = false;
    return () => {
      visit.hasEnded = true;
    };
  }, [visit]);
  return <VisitContext value={visit}>{children}</VisitContext>;
}

/** Returns a function that opens another page, unless the person has left the present one before it is called. */
export function useNavigateFromPage(): (to: string, options?: NavigateOptions) => void {
  const navigate = useNavigate();
  const visit = useContext(VisitContext);
  return (to, options) => {
    if (!visit.hasEnded) navigate(to, options);
  };
}
