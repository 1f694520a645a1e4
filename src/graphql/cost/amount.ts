import type { Variables } from "./variable-values.js";

/** A cost: a constant, or a function of the variables. */
export type Amount = number | ((variables: Variables) => number);

export function sum(amounts: readonly Amount[]): Amount {
  const variable = amounts.filter((amount) => typeof amount === "function");
  const constant = amounts.reduce<number>((total, amount) => total + (typeof amount === "number" ? amount : 0), 0);
  if (variable.length === 0) return constant;
  return (variables) => variable.reduce((total, amount) => total + amount(variables), constant);
}

export function product(one: Amount, other: Amount): Amount {
  if (typeof one === "number" && typeof other === "number") return one * other;
  if (one === 0 || other === 0) return 0;
  return (variables) => amountFor(one, variables) * amountFor(other, variables);
}

export function amountFor(amount: Amount, variables: Variables): number {
  return typeof amount === "number" ? amount : amount(variables);
}
