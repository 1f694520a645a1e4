import { badArgument } from "../../graphql/errors/request-errors.js";

const dayMs = 86_400_000;

/** A date in the calendar of a time zone: the number of days since 1970-01-01. */
export type LocalDate = number;

/** The clock of a time zone. Its data are those of Node.js, so every database gives the same answer. */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** @throws BAD_USER_INPUT for an unknown time zone. */
  constructor(name: string) {
    this.#format = createFormat(name);
  }

  dateAt(time: number): LocalDate {
    return Math.floor((time + this.#offsetAt(time)) / dayMs);
  }

  /**
   * Returns the first time with a date, or if the date was skipped, the first time with a later one. A day begins at its first
   * midnight, or later if the clocks were put forward at midnight.
   */
  startOf(date: LocalDate): number {
    const midnight = date * dayMs;
    // No clock differs from UTC by more than a day.
    const [before, after] = [this.#offsetAt(midnight - dayMs), this.#offsetAt(midnight + dayMs)];
    if (before === after) return midnight - before;
    const isMidnight = (time: number) => time + this.#offsetAt(time) === midnight;
    const candidates = [midnight - before, midnight - after].sort((one, other) => one - other);
    return candidates.find(isMidnight) ?? this.#changeBetween(midnight - dayMs, midnight + dayMs);
  }

  /** Returns the time when the offset changes. */
  #changeBetween(start: number, end: number): number {
    const offset = this.#offsetAt(start);
    let [before, after] = [start, end];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.#offsetAt(middle) === offset) before = middle;
      else after = middle;
    }
    return after;
  }

  /** Returns local time minus UTC in milliseconds. */
  #offsetAt(time: number): number {
    const known = this.#offsets.get(time);
    if (known !== undefined) return known;
    const offset = this.#localTime(time) - Math.floor(time / 1000) * 1000;
    this.#offsets.set(time, offset);
    return offset;
  }

  /** Returns the local time as if it were UTC, to the second. */
  #localTime(time: number): number {
    const parts = Object.fromEntries(this.#format.formatToParts(time).map(({ type, value }) => [type, value]));
    const year = parts.era === "BC" ? 1 - Number(parts.year) : Number(parts.year);
    const date = new Date(0);
    // Unlike Date.UTC, this does not read 99 as 1999.
    date.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
    date.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
    return date.getTime();
  }
}

function createFormat(timeZone: string): Intl.DateTimeFormat {
  // Newer versions of Node.js accept offsets, such as +02:00, too. They are no IANA names.
  if (!/^[a-z]/i.test(timeZone)) throw unknownTimeZone();
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch (error) {
    if (error instanceof RangeError) throw unknownTimeZone();
    throw error;
  }
}

function unknownTimeZone(): Error {
  return badArgument(["timeZone"], "must be the IANA name of a time zone, such as Europe/Rome");
}
