import { Text } from "@mantine/core";
import { Time } from "../format/time.js";
import { actionText, actorName, groupIdOf } from "./change-text.js";
import { type FieldText, fieldTexts } from "./field-change.js";
import type { ChangeRowFragment } from "./history.generated.js";

interface ChangeItemProps {
  readonly change: ChangeRowFragment;
  /** The names of groups by their ids. */
  readonly groupNames: ReadonlyMap<string, string>;
}

/** A change as a sentence, with the values before and after it. */
export function ChangeSentence({ change, groupNames }: ChangeItemProps) {
  const groupId = groupIdOf(change);
  const groupName = (groupId && groupNames.get(groupId)) ?? "a group";
  return (
    <>
      <Text size="sm" className="wrap-anywhere">
        <Text span fw={600} size="sm">
          <bdi>{actorName(change)}</bdi>
        </Text>{" "}
        <span dir="auto">{actionText(change, groupName)}</span>
      </Text>
      <Text size="xs" c="dimmed">
        <Time value={change.at} />
      </Text>
    </>
  );
}

/** A change in a list. */
export function ChangeItem(props: ChangeItemProps) {
  const fields = fieldTexts(props.change, props.groupNames);
  return (
    <li>
      <ChangeSentence {...props} />
      {fields.length > 0 && (
        <ul className="change-fields">
          {fields.map((field) => (
            <li key={field.label}>
              <FieldSentence field={field} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

interface FieldSentenceProps {
  readonly field: FieldText;
}

function FieldSentence({ field: { label, before, after } }: FieldSentenceProps) {
  if (before === undefined && after === undefined) return <>{label} was changed</>;
  if (before === undefined) {
    return (
      <>
        {label}: <bdi>{after}</bdi>
      </>
    );
  }
  return (
    <>
      {label}: from <bdi>{before}</bdi> to {after === undefined ? "empty" : <bdi>{after}</bdi>}
    </>
  );
}
