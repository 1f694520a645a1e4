import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from "graphql";
import { accessOf } from "./access.js";
import { type FoundRequirements, isFirstVisit, type LoginType } from "./requirement.js";
import type { Scope } from "./scope.type.js";

const declaring = new WeakMap<GraphQLNamedType, boolean>();

/** True if a field of this input type, or of one inside it, declares access. */
export function declaresAccess(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  const known = declaring.get(named);
  if (known !== undefined) return known;
  const declares = [...inputTypesIn(named)].some((inside) => Object.values(inside.getFields()).some(accessOf));
  declaring.set(named, declares);
  return declares;
}

/** All input types inside this type, each once even if they contain each other. */
function inputTypesIn(type: GraphQLNamedType): ReadonlySet<GraphQLInputObjectType> {
  const types = new Set(isInputObjectType(type) ? [type] : []);
  // The loop also visits types that are added during the loop.
  for (const visited of types) {
    for (const field of Object.values(visited.getFields())) {
      const inside = getNamedType(field.type);
      if (isInputObjectType(inside)) types.add(inside);
    }
  }
  return types;
}

/** Returns the scopes that a coerced value of an input type requires. */
export function scopesOfInput(type: GraphQLInputType, value: unknown): Scope[] {
  const requirements: FoundRequirements = { seen: new Map(), found: [] };
  addInputRequirements(requirements, type, value, undefined);
  return [...new Set(requirements.found.flatMap(({ access }) => access.scopes))];
}

/** Adds what a value of an input type requires. */
export function addInputRequirements(
  requirements: FoundRequirements,
  type: GraphQLInputType,
  value: unknown,
  loginType: LoginType,
): void {
  if (value === undefined || value === null || !declaresAccess(type)) return;
  const nullable = getNullableType(type);
  if (typeof value === "object" && !isFirstVisit(requirements, value, "input", loginType)) return;
  if (isListType(nullable)) {
    for (const element of value as unknown[]) addInputRequirements(requirements, nullable.ofType, element, loginType);
  } else if (isInputObjectType(nullable)) {
    for (const field of Object.values(nullable.getFields())) {
      if (!Object.hasOwn(value, field.name)) continue;
      const access = accessOf(field);
      if (access) requirements.found.push({ coordinate: `${nullable.name}.${field.name}`, access, loginType });
      addInputRequirements(requirements, field.type, (value as Record<string, unknown>)[field.name], loginType);
    }
  }
}
