/** Converts a time of the API to the value of a `datetime-local` input, in the time zone of the browser. Empty for null. */
export function toLocalInput(time: string | null): string {
  if (time === null) return "";
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Converts the value of a `datetime-local` input to a time of the API. Null if it is empty. */
export function fromLocalInput(text: string): string | null {
  return text === "" ? null : new Date(text).toISOString();
}
