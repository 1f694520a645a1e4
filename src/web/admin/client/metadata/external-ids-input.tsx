import { ActionIcon, Button, Fieldset, Group, Stack, Text, TextInput } from "@mantine/core";
import { Plus, Trash2 } from "lucide-react";
import type { ServerForm } from "../forms/use-server-form.js";
import type { ExternalIdValue } from "./external-ids-view.js";

interface ExternalIdsInputProps {
  readonly externalIds: readonly ExternalIdValue[];
  readonly field: ServerForm<Record<string, unknown>>["field"];
  onChange(externalIds: ExternalIdValue[]): void;
}

/** The fields for the ids that other systems have for an object. The field of the form is `externalIds`. */
export function ExternalIdsInput({ externalIds, field, onChange }: ExternalIdsInputProps) {
  return (
    <Fieldset legend="External ids">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          What other systems call it. One id for each system.
        </Text>
        {externalIds.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the name of the field
          <Group key={index} align="flex-start" wrap="nowrap" gap="xs">
            <TextInput
              aria-label={`System ${index + 1}`}
              placeholder="System, such as erp"
              autoCapitalize="none"
              flex={1}
              required
              {...field(`externalIds.${index}.system`)}
            />
            <TextInput
              aria-label={`Id ${index + 1}`}
              placeholder="Id, such as 4711"
              autoCapitalize="none"
              flex={1}
              required
              {...field(`externalIds.${index}.value`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="input-sm"
              aria-label={`Remove external id ${index + 1}`}
              onClick={() => onChange(externalIds.filter((_other, other) => other !== index))}
            >
              <Trash2 size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => onChange([...externalIds, { system: "", value: "" }])}
          >
            Add external id
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
