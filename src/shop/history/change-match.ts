import type { DateTimeFilter } from "../../graphql/filters/comparison.input.js";
import type { ChangeFilter } from "./change.args.js";
import type { ReadableChange } from "./change.type.js";

/** Whether a change is one that a filter asks for: the same question as `changeFilterCondition` puts to the database. */
export function matchesFilter(change: ReadableChange, where: ChangeFilter | null | undefined): boolean {
  const { action, subjectType, subjectId, actorId, at } = where ?? {};
  return (
    isWanted(change.action, action) &&
    isWanted(change.subjectType, subjectType) &&
    isWanted(change.subjectId, subjectId) &&
    isWanted(change.actorId, actorId) &&
    isAt(new Date(change.at).getTime(), at ?? {})
  );
}

function isWanted<Value>(value: Value, wanted: Value | null | undefined): boolean {
  return wanted === null || wanted === undefined || value === wanted;
}

function isAt(time: number, { eq, lt, lte, gt, gte, isNull }: DateTimeFilter): boolean {
  // Every change has its moment.
  if (eq === null || isNull === true) return false;
  const holds = (bound: Date | null | undefined, compare: (other: number) => boolean) =>
    bound === null || bound === undefined || compare(bound.getTime());
  return (
    holds(eq, (other) => time === other) &&
    holds(lt, (other) => time < other) &&
    holds(lte, (other) => time <= other) &&
    holds(gt, (other) => time > other) &&
    holds(gte, (other) => time >= other)
  );
}
