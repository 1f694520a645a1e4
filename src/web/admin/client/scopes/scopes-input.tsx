import { Button, Checkbox, Fieldset, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import type { Scope } from "../generated/schema.js";
import { holdsScopes, useViewer } from "../viewer/viewer-context.js";
import { scopeGroups } from "./scope-texts.js";

interface ScopesInputProps {
  readonly value: readonly Scope[];
  readonly error?: React.ReactNode;
  readonly isDisabled?: boolean;
  onChange(scopes: Scope[]): void;
}

/** The choice of scopes. A caller can only give the scopes that they hold. */
export function ScopesInput({ value, error, isDisabled = false, onChange }: ScopesInputProps) {
  const viewer = useViewer();
  const mayGive = (scope: Scope) => holdsScopes(viewer, [scope]);
  const all = scopeGroups.flatMap(({ scopes }) => scopes.map(({ scope }) => scope)).filter(mayGive);
  return (
    <Fieldset legend="What they may do" disabled={isDisabled}>
      <Checkbox.Group
        value={[...value]}
        onChange={(scopes) => onChange(scopes as Scope[])}
        error={error}
        data-path="scopes"
        aria-label="Scopes"
      >
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {scopeGroups.map(({ title, scopes }) => (
            <Stack gap={8} key={title}>
              <Text size="sm" fw={600}>
                {title}
              </Text>
              {scopes.map(({ scope, label }) => (
                <Checkbox
                  key={scope}
                  value={scope}
                  label={label}
                  disabled={!mayGive(scope)}
                  {...(!mayGive(scope) && { description: "You may not do this yourself." })}
                />
              ))}
            </Stack>
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      {value.length === 0 && (
        <Text size="sm" mt="md" role="status">
          No scope is selected. Without scopes, no customer can be read, and nothing can be changed.
        </Text>
      )}
      <Group gap="xs" mt="md">
        <Button variant="default" size="xs" onClick={() => onChange(all)}>
          Select all
        </Button>
        <Button variant="default" size="xs" onClick={() => onChange([])}>
          Select none
        </Button>
      </Group>
    </Fieldset>
  );
}
