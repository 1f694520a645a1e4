import { Text } from "@mantine/core";

/** The name that another system has for an object. */
export interface ExternalIdValue {
  readonly system: string;
  readonly value: string;
}

/** Describes external ids in one line. */
export function describeExternalIds(externalIds: readonly ExternalIdValue[]): string {
  return externalIds.map(({ system, value }) => `${system}: ${value}`).join(", ");
}

interface ExternalIdsViewProps {
  readonly externalIds: readonly ExternalIdValue[];
}

/** The ids that other systems have for an object. */
export function ExternalIdsView({ externalIds }: ExternalIdsViewProps) {
  if (externalIds.length === 0) return <Text c="dimmed">None.</Text>;
  return (
    <dl className="key-values">
      {externalIds.map(({ system, value }) => (
        <div key={system}>
          <dt>{system}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
