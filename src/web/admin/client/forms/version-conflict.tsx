import { Alert, Radio, Stack, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { GitCompareArrows } from "lucide-react";
import { type Conflict, isSame } from "./use-edit-form.js";

interface VersionConflictProps<Values extends Record<string, unknown>> {
  readonly conflict: Conflict<Values> | undefined;
  readonly form: UseFormReturnType<Values>;
  readonly labels: Readonly<Record<keyof Values & string, string>>;
  /** Describes a value that is not a text. */
  describe?(value: unknown, name: keyof Values & string): string;
}

/** Shows both versions of each field that somebody else has saved differently. The choice is the value of the form. */
export function VersionConflict<Values extends Record<string, unknown>>(props: VersionConflictProps<Values>) {
  const { conflict, form, labels, describe = String } = props;
  if (!conflict) return null;
  const { mine, theirs, fields, unchanged } = conflict;
  const values = form.getValues();
  const choose = (name: keyof Values & string, choice: string) =>
    form.setValues({ [name]: (choice === "mine" ? mine : theirs)[name] } as Partial<Values>);
  return (
    <Alert
      color="yellow"
      role="alert"
      tabIndex={-1}
      data-problems
      icon={<GitCompareArrows size={18} />}
      title="Somebody else has saved changes meanwhile"
    >
      <Text size="sm" mb="sm">
        Nothing was saved yet. Choose the values to keep, then save.
      </Text>
      <Stack gap="md">
        {fields.map((name) => (
          <Radio.Group
            key={name}
            label={labels[name]}
            value={isSame(values[name], theirs[name]) ? "theirs" : "mine"}
            onChange={(choice) => choose(name, choice)}
          >
            <Stack gap={6} mt={6}>
              <Radio
                value="mine"
                label={
                  <Version label={unchanged.includes(name) ? "Before" : "Yours"} text={describe(mine[name], name)} />
                }
              />
              <Radio value="theirs" label={<Version label="Saved" text={describe(theirs[name], name)} />} />
            </Stack>
          </Radio.Group>
        ))}
      </Stack>
    </Alert>
  );
}

interface VersionProps {
  readonly label: string;
  readonly text: string;
}

function Version({ label, text }: VersionProps) {
  return (
    <span className="wrap-anywhere">
      {label}: {text === "" ? <em>empty</em> : <bdi>{text}</bdi>}
    </span>
  );
}
