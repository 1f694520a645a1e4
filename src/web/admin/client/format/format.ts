// Dates, times and numbers in the locale and the time zone of the browser.

const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const number = new Intl.NumberFormat();
const share = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });

/** The time zone of the browser, such as `Europe/Rome`. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Formats a time of the API as a date. */
export function formatDate(time: string): string {
  return date.format(new Date(time));
}

/** Formats a time of the API as date and time. */
export function formatDateTime(time: string): string {
  return dateTime.format(new Date(time));
}

export function formatNumber(value: number): string {
  return number.format(value);
}

/** Formats a part of one as a percentage: `12.5%`. */
export function formatShare(value: number): string {
  return share.format(value);
}

/** Formats a number of things: `1 customer`, `2 customers`. */
export function formatCount(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** Formats an amount of the API, a decimal text such as `12.50`, in its currency. */
export function formatMoney(amount: string, currencyCode: string): string {
  // Intl formats decimal texts exactly; a number would lose digits of large amounts.
  return new Intl.NumberFormat(undefined, { style: "currency", currency: currencyCode }).format(amount as `${number}`);
}
