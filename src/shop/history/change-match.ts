import type { DateTimeFilter } from "../../graphql/filters/comparison.input.js";
import type { ChangeFilter } from "./change.args.js";
import type { ReadableChange } from "./change.type.js";
import { recordedGroupId } from "./field-changes.js";

/** True if a change matches a filter. Equal to the SQL condition of the list `changes`. */
export function matchesFilter(change: ReadableChange, where: ChangeFilter | null | undefined): boolean {
  const { action, subjectType, subjectId, actorId, customerId, customerGroupId, at } = where ?? {};
  return (
    matches(change.action, action) &&
    matches(change.subjectType, subjectType) &&
    matches(change.subjectId, subjectId) &&
    matches(change.actorId, actorId) &&
    matches(customerOf(change), customerId) &&
    matches(groupOf(change), customerGroupId) &&
    isAt(new Date(change.at).getTime(), at ?? {})
  );
}

/** The customer whose history contains the change. */
function customerOf({ subjectType, subjectId, customerId }: ReadableChange): string | null {
  return subjectType === "CUSTOMER" ? subjectId : customerId;
}

/** The customer group whose history contains the change. */
function groupOf({ action, subjectType, subjectId, fields }: ReadableChange): string | null {
  if (action === "MEMBER_ADDED" || action === "MEMBER_REMOVED") return recordedGroupId(fields);
  return subjectType === "CUSTOMER_GROUP" ? subjectId : null;
}

function matches<Value>(value: Value | null, wanted: Value | null | undefined): boolean {
  return wanted === null || wanted === undefined || value === wanted;
}

function isAt(time: number, { eq, lt, lte, gt, gte, isNull }: DateTimeFilter): boolean {
  // Every change has a time.
  if (eq === null || isNull === true) return false;
  const satisfies = (bound: Date | null | undefined, compare: (other: number) => boolean) =>
    bound === null || bound === undefined || compare(bound.getTime());
  return (
    satisfies(eq, (other) => time === other) &&
    satisfies(lt, (other) => time < other) &&
    satisfies(lte, (other) => time <= other) &&
    satisfies(gt, (other) => time > other) &&
    satisfies(gte, (other) => time >= other)
  );
}
