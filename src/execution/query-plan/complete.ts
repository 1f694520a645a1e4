import { GraphQLID, type GraphQLLeafType, GraphQLString } from "graphql";
import type { Complete, ObjectPlan } from "./query-plan.js";

/** A value that graphql-js would answer with an error, which it is asked for then. */
class NotCompleted extends Error {}

export function completeNonNull(complete: Complete): Complete {
  return (run, value) => {
    const completed = complete(run, value);
    if (completed === null) throw new NotCompleted();
    return completed;
  };
}

export function completeList(complete: Complete): Complete {
  return (run, value) => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return run.list(complete, value);
    if (!isIterable(value)) throw new NotCompleted();
    return run.list(complete, [...value]);
  };
}

export function completeLeaf(type: GraphQLLeafType): Complete {
  // Most values are texts, and these types take texts as they are.
  const keepsTexts = type === GraphQLString || type === GraphQLID;
  return (_run, value) => {
    if (keepsTexts && typeof value === "string") return value;
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    const serialized: unknown = type.serialize(value);
    if (serialized === null || serialized === undefined) throw new NotCompleted();
    return serialized;
  };
}

export function completeObject(plan: ObjectPlan): Complete {
  return (run, value) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return run.object(plan, value);
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
