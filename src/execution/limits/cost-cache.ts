import type { OperationDefinitionNode } from "graphql";
import type { Variables } from "../../graphql/cost/variable-values.js";

/** The maximum number of cached costs of one operation. */
const maxCachedCosts = 100;

/**
 * Caches costs by the variables that they depend on: the values of numbers and booleans, and whether a string is given. The
 * content of a string does not change the cost. Costs are not cached if a variable is a list or an object.
 */
export function cacheCosts(
  { variableDefinitions = [] }: OperationDefinitionNode,
  compute: (variables: Variables) => number,
): (variables: Variables) => number {
  const names = variableDefinitions.map(({ variable }) => variable.name.value);
  const costs = new Map<string, number>();
  return (variables) => {
    let key = "";
    for (const name of names) {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      // A symbol is a number that JavaScript cannot represent exactly (InexactNumber).
      if ((typeof value === "object" && value !== null) || typeof value === "symbol") return compute(variables);
      key += typeof value === "string" ? "text " : `${value} `;
    }
    const known = costs.get(key);
    if (known !== undefined) return known;
    if (costs.size >= maxCachedCosts) costs.clear();
    const cost = compute(variables);
    costs.set(key, cost);
    return cost;
  };
}
