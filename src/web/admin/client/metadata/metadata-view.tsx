import { Text } from "@mantine/core";

interface MetadataViewProps {
  readonly metadata: Record<string, unknown> | null;
}

/** Metadata as a list of keys and values. */
export function MetadataView({ metadata }: MetadataViewProps) {
  const entries = Object.entries(metadata ?? {});
  if (entries.length === 0) return <Text c="dimmed">None.</Text>;
  return (
    <dl className="key-values">
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>
            <bdi>{typeof value === "string" ? value : JSON.stringify(value, null, 2)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
