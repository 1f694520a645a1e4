import { useQuery } from "@apollo/client/react";
import { Button } from "@mantine/core";
import { Plus } from "lucide-react";
import { Suspense } from "react";
import { Link, useLocation } from "react-router";
import { personName } from "../format/person-name.js";
import { lazyComponent } from "../layout/lazy-component.js";
import { LoadState } from "../layout/load-state.js";
import { Page } from "../layout/page.js";
import { CursorPager } from "../lists/cursor-pager.js";
import { DataTable } from "../lists/data-table.js";
import { EmptyList } from "../lists/empty-list.js";
import { useScopes } from "../viewer/viewer-context.js";
import { columnsFor } from "./customer-columns.js";
import { whereOf } from "./customer-filters.js";
import { CustomersPageDocument } from "./customers.generated.js";
import { CustomersToolbar } from "./customers-toolbar.js";
import { NoCustomers } from "./no-customers.js";
import { type CustomerList, useCustomerList } from "./use-customer-list.js";
import { useCustomerSelection } from "./use-customer-selection.js";

const BulkActions = lazyComponent(async () => (await import("./bulk-actions.js")).BulkActions);

/** The list of customers. */
export function CustomersPage() {
  const state = useCustomerList();
  const { list, columns, rights, areDeleted } = state;
  const { customers, isLoaded, isLoading, error, refetch } = useCustomers(state);
  const selection = useCustomerSelection(state, customers);
  const mayWrite = useScopes("CUSTOMERS_WRITE");
  const [mayExport, mayChangeGroups] = [
    useScopes("JOBS_MANAGE"),
    useScopes("CUSTOMER_GROUPS_READ", "CUSTOMER_GROUPS_WRITE"),
  ];
  const maySelect = mayWrite || mayChangeGroups || (mayExport && !areDeleted);
  const shownColumns = columnsFor(rights).filter(({ key }) => columns.includes(key));

  return (
    <Page title="Customers" actions={<CustomersActions state={state} />}>
      <CustomersToolbar state={state} columns={shownColumns} totalCount={customers?.totalCount} />
      <Suspense>{selection.ids.size > 0 && <BulkActions selection={selection} areDeleted={areDeleted} />}</Suspense>
      <LoadState queries={[{ error, refetch }]} isLoaded={isLoaded}>
        {!list.isFirstPage && (
          <Button size="xs" variant="default" onClick={list.showFirst}>
            Show the first page
          </Button>
        )}
      </LoadState>
      {(isLoaded || !error) && (
        <>
          <DataTable
            label="Customers"
            columns={shownColumns}
            rows={customers?.nodes}
            isLoading={isLoading}
            sort={list.sort}
            onSort={list.sortBy}
            {...(maySelect && { selection })}
            rowName={(customer) => personName(customer)}
            empty={
              <EmptyList list={list}>
                <NoCustomers state={state} />
              </EmptyList>
            }
          />
          <CursorPager list={list} pageInfo={customers?.pageInfo} />
        </>
      )}
    </Page>
  );
}

/** Reads the page of customers that the address describes. The former page stays until it is loaded. */
function useCustomers({ list, filters, columns, areDeleted }: CustomerList) {
  const { data, previousData, loading, error, refetch } = useQuery(CustomersPageDocument, {
    variables: {
      ...list.page,
      search: list.search,
      sort: [list.sort],
      deleted: areDeleted ? "ONLY" : "EXCLUDE",
      where: whereOf(filters),
      withGroups: columns.includes("groups"),
      withOrders: columns.includes("orders"),
      withExternalIds: columns.includes("external-ids"),
    },
    fetchPolicy: "cache-and-network",
  });
  return {
    customers: (data ?? previousData)?.customers,
    isLoaded: data !== undefined,
    isLoading: loading && !data,
    error,
    refetch,
  };
}

interface CustomersActionsProps {
  readonly state: CustomerList;
}

function CustomersActions({ state: { areDeleted } }: CustomersActionsProps) {
  const mayWrite = useScopes("CUSTOMERS_WRITE");
  const mayExport = useScopes("JOBS_MANAGE") && !areDeleted;
  const { search } = useLocation();
  return (
    <>
      {mayExport && (
        <Button variant="default" component={Link} to={`/import-export/export${search}`}>
          Export
        </Button>
      )}
      {mayWrite && (
        <Button component={Link} to="/customers/new" leftSection={<Plus size={16} aria-hidden />}>
          New customer
        </Button>
      )}
    </>
  );
}
