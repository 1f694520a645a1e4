import { Page } from "../layout/page.js";
import { useScopes } from "../viewer/viewer-context.js";
import { BiggestGroups } from "./biggest-groups.js";
import { CountriesCard } from "./countries-card.js";
import { GrowthCard } from "./growth-card.js";
import { LatestChanges } from "./latest-changes.js";
import { Totals } from "./totals.js";

/** The start page: how many customers there are, where they are, and what has changed. */
export function OverviewPage() {
  const maySeeHistory = useScopes("HISTORY_READ");
  const maySeeGroups = useScopes("CUSTOMER_GROUPS_READ");
  return (
    <Page title="Overview">
      <Totals />
      <div className="page-columns">
        <div className="page-column">
          <GrowthCard />
          {maySeeHistory && <LatestChanges />}
        </div>
        <div className="page-column">
          <CountriesCard />
          {maySeeGroups && <BiggestGroups />}
        </div>
      </div>
    </Page>
  );
}
