import { JsonInput, type JsonInputProps } from "@mantine/core";

/** The editor for metadata: a JSON object. */
export function MetadataInput(props: JsonInputProps) {
  return (
    <JsonInput
      label="Metadata"
      description="Any JSON object of the shop. Empty for none."
      placeholder={'{ "erpId": "4711" }'}
      autosize
      minRows={3}
      maxRows={16}
      spellCheck={false}
      classNames={{ input: "metadata-input" }}
      {...props}
    />
  );
}
