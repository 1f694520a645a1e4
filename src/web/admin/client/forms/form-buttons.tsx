import { Button, Group } from "@mantine/core";
import { Link } from "react-router";

interface FormButtonsProps {
  /** The label of the button that sends the form, such as `Save`. */
  readonly action: string;
  readonly isSending: boolean;
  /** The page, or the function, that leaves the form. */
  readonly cancel: string | (() => void);
}

/** The buttons at the end of a form. */
export function FormButtons({ action, isSending, cancel }: FormButtonsProps) {
  return (
    <Group justify="flex-end">
      {typeof cancel === "string" ? (
        <Button variant="default" component={Link} to={cancel}>
          Cancel
        </Button>
      ) : (
        <Button variant="default" onClick={cancel}>
          Cancel
        </Button>
      )}
      <Button type="submit" loading={isSending}>
        {action}
      </Button>
    </Group>
  );
}
