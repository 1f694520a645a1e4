import type { Access } from "./access.js";
import type { Caller } from "./caller.js";

/** An element of an operation that declares access. */
export interface Requirement {
  /** The field, argument or input field, such as `Customer.groups` or `Customer.priceLists(at:)`. */
  readonly coordinate: string;
  readonly access: Access;
  /** Set below a login: the type of caller that logs in. */
  readonly loginType?: Caller["type"] | undefined;
}

export type LoginType = Requirement["loginType"];

/** The requirements that were found so far. */
export interface FoundRequirements {
  /** Visited fragments and values of variables. Visiting each use of them could take exponential time. */
  readonly seen: Map<string, Set<unknown>>;
  readonly found: Requirement[];
}

/** True at the first visit of something, for one purpose and one type of caller. */
export function isFirstVisit(
  { seen }: FoundRequirements,
  thing: unknown,
  purpose: string,
  loginType: LoginType,
): boolean {
  const key = `${purpose} ${loginType}`;
  const things = seen.get(key) ?? new Set();
  const { size } = things;
  seen.set(key, things.add(thing));
  return things.size > size;
}
