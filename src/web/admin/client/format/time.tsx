import { formatDate, formatDateTime } from "./format.js";

interface TimeProps {
  /** A time of the API. */
  readonly value: string;
  /** True to show the date only. The time is then in the tooltip. */
  readonly isDate?: boolean;
}

/** Shows a time in the locale and the time zone of the browser. */
export function Time({ value, isDate = false }: TimeProps) {
  return (
    <time dateTime={value} title={formatDateTime(value)}>
      {isDate ? formatDate(value) : formatDateTime(value)}
    </time>
  );
}
