import { useQuery } from "@apollo/client/react";
import { Alert, Group } from "@mantine/core";
import { Info } from "lucide-react";
import { useParams } from "react-router";
import { formatDateTime } from "../format/format.js";
import { personName } from "../format/person-name.js";
import { LoadState } from "../layout/load-state.js";
import { NotFound } from "../layout/not-found.js";
import { Page } from "../layout/page.js";
import { PageCard } from "../layout/page-card.js";
import { ExternalIdsView } from "../metadata/external-ids-view.js";
import { MetadataView } from "../metadata/metadata-view.js";
import { useScopes } from "../viewer/viewer-context.js";
import { AddressesCard } from "./addresses/addresses-card.js";
import { type CustomerDetailsFragment, CustomerPageDocument } from "./customer.generated.js";
import { CustomerActions } from "./customer-actions.js";
import { CustomerBadge } from "./customer-badge.js";
import { CustomerFacts } from "./customer-facts.js";
import { CustomerHistoryCard } from "./customer-history-card.js";
import { CustomerOrdersCard } from "./customer-orders-card.js";
import { CustomerPriceListsCard } from "./customer-price-lists-card.js";
import { CustomerGroupsCard } from "./groups/customer-groups-card.js";

const parent = { to: "/customers", label: "Customers" };

/** One customer. */
export function CustomerPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(CustomerPageDocument, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const customer = data?.customers.nodes[0];
  if (data && !customer) return <NotFound />;
  return (
    <Page
      title={customer ? personName(customer) : "Customer"}
      heading={customer && <CustomerHeading customer={customer} />}
      parent={parent}
      actions={customer && <CustomerActions customer={customer} />}
    >
      <LoadState queries={[{ error, refetch }]} isLoaded={customer !== undefined} height={240} />
      {customer && <CustomerCards customer={customer} />}
    </Page>
  );
}

interface CustomerProps {
  readonly customer: CustomerDetailsFragment;
}

function CustomerHeading({ customer }: CustomerProps) {
  return (
    <Group gap="sm">
      <span>{personName(customer)}</span>
      <CustomerBadge hasAccount={customer.hasAccount} deletedAt={customer.deletedAt} />
    </Group>
  );
}

function CustomerCards({ customer }: CustomerProps) {
  const { id, deletedAt, erasedAt } = customer;
  const maySeeGroups = useScopes("CUSTOMER_GROUPS_READ");
  const maySeeOrders = useScopes("ORDERS_READ");
  const maySeePriceLists = useScopes("PRICE_LISTS_READ");
  const maySeeHistory = useScopes("HISTORY_READ");
  const isDeleted = deletedAt !== null;
  return (
    <>
      {erasedAt !== null && (
        <Alert icon={<Info size={18} />} title={`The personal data was erased on ${formatDateTime(erasedAt)}`}>
          Only dates, groups and orders are left.
        </Alert>
      )}
      {isDeleted && (
        <Alert
          color="red"
          icon={<Info size={18} />}
          title={`This customer was deleted on ${formatDateTime(deletedAt)}`}
        >
          Lists and filters do not find it. When it is restored, its addresses and groups come back.
        </Alert>
      )}
      <div className="page-columns">
        <div className="page-column">
          <CustomerFacts customer={customer} />
          {!isDeleted && <AddressesCard customerId={id} />}
          {maySeeOrders && <CustomerOrdersCard customerId={id} />}
          {maySeeHistory && <CustomerHistoryCard customerId={id} />}
        </div>
        <div className="page-column">
          {!isDeleted && maySeeGroups && <CustomerGroupsCard customerId={id} />}
          {!isDeleted && maySeePriceLists && <CustomerPriceListsCard customerId={id} />}
          <PageCard title="External ids">
            <ExternalIdsView externalIds={customer.externalIds} />
          </PageCard>
          <PageCard title="Metadata">
            <MetadataView metadata={customer.metadata} />
          </PageCard>
        </div>
      </div>
    </>
  );
}
