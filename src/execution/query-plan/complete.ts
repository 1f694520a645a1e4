import { GraphQLID, type GraphQLLeafType, GraphQLString } from "graphql";
import type { Complete, ObjectPlan } from "./query-plan.js";

/** Is thrown for a value that is an error in graphql-js. graphql-js then executes the query again and creates the error. */
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
  // Most values are strings, which these types return unchanged.
  const keepsStrings = type === GraphQLString || type === GraphQLID;
  return (_run, value) => {
    if (keepsStrings && typeof value === "string") return value;
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
