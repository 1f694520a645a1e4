import { useQuery } from "@apollo/client/react";
import { HistoryCard } from "../history/history-card.js";
import { CustomerHistoryDocument } from "./customer-history.generated.js";

interface CustomerHistoryCardProps {
  readonly customerId: string;
}

/** The changes of a customer, its addresses and its memberships. */
export function CustomerHistoryCard({ customerId }: CustomerHistoryCardProps) {
  const { data, error, refetch, fetchMore } = useQuery(CustomerHistoryDocument, {
    variables: { id: customerId },
    fetchPolicy: "cache-and-network",
  });
  return (
    <HistoryCard
      history={data?.customers.nodes[0]?.history}
      query={{ error, refetch }}
      onLoad={(after) => fetchMore({ variables: { after } })}
    />
  );
}
