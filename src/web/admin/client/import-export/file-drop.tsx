import { Text } from "@mantine/core";
import { FileUp } from "lucide-react";
import { useId } from "react";

interface FileDropProps {
  readonly label: string;
  /** Says what is chosen, or what can be chosen. */
  readonly description: string;
  readonly error: string | undefined;
  /** True if a file is chosen. The field is then smaller. */
  readonly isFilled: boolean;
  readonly isDisabled: boolean;
  onChoose(file: File): void;
}

/** A field for a file. The input of the browser fills it, so it takes clicks, keys and files that are dropped. */
export function FileDrop({ label, description, error, isFilled, isDisabled, onChoose }: FileDropProps) {
  const id = useId();
  return (
    <div>
      <div className="file-drop" data-filled={isFilled} data-invalid={error !== undefined}>
        <input
          type="file"
          id={id}
          className="file-drop-input"
          disabled={isDisabled}
          aria-describedby={`${id}-description ${id}-error`}
          aria-invalid={error !== undefined}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) onChoose(file);
            // The same file can be chosen again after it was changed.
            currentTarget.value = "";
          }}
        />
        <FileUp size={28} aria-hidden />
        <label htmlFor={id}>{label}</label>
        <Text size="sm" c="dimmed" id={`${id}-description`} className="wrap-anywhere" dir="auto">
          {description}
        </Text>
      </div>
      <Text size="sm" c="var(--mantine-color-error)" mt={4} role="alert" id={`${id}-error`} className="wrap-anywhere">
        {error}
      </Text>
    </div>
  );
}
