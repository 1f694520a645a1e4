import { useQuery } from "@apollo/client/react";
import { SubjectHistoryDocument } from "./history.generated.js";
import { HistoryCard } from "./history-card.js";

interface SubjectHistoryCardProps {
  readonly subjectType: "PRICE_LIST" | "REGION";
  readonly subjectId: string;
}

/** The changes of an object whose type has no field `history`. */
export function SubjectHistoryCard({ subjectType, subjectId }: SubjectHistoryCardProps) {
  const { data, error, refetch, fetchMore } = useQuery(SubjectHistoryDocument, {
    variables: { where: { subjectType, subjectId } },
    fetchPolicy: "cache-and-network",
  });
  return (
    <HistoryCard
      history={data?.changes}
      query={{ error, refetch }}
      onLoad={(after) => fetchMore({ variables: { after } })}
    />
  );
}
