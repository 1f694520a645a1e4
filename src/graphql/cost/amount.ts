import type { Variables } from "./variable-values.js";

/** A cost: known from the document, or told by the values of variables. */
export type Amount = number | ((variables: Variables) => number);

export function sum(amounts: readonly Amount[]): Amount {
  const told = amounts.filter((amount) => typeof amount === "function");
  const known = amounts.reduce<number>((total, amount) => total + (typeof amount === "number" ? amount : 0), 0);
  if (told.length === 0) return known;
  return (variables) => told.reduce((total, amount) => total + amount(variables), known);
}

export function product(one: Amount, other: Amount): Amount {
  if (typeof one === "number" && typeof other === "number") return one * other;
  if (one === 0 || other === 0) return 0;
  return (variables) => amountFor(one, variables) * amountFor(other, variables);
}

export function amountFor(amount: Amount, variables: Variables): number {
  return typeof amount === "number" ? amount : amount(variables);
}
