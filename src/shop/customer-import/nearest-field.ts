import { nearestName } from "../../graphql/input/nearest-name.js";
import { customerFieldNames, findCustomerField } from "../customer-columns/customer-field.js";

const plainNames = customerFieldNames.filter((name) => !name.includes("."));
const addressPrefix = "addresses.0.";
const addressNames = customerFieldNames
  .filter((name) => name.startsWith(addressPrefix))
  .map((name) => name.slice(addressPrefix.length));
const objectNames = ["addresses", "externalIds", "metadata"];

/** Returns the field whose name is most similar to that of a column. Case, spaces and hyphens are ignored. */
export function nearestField(column: string): string | undefined {
  const [first = "", ...rest] = column.split(".");
  if (rest.length === 0) return nearest(column, plainNames);
  const object = nearest(first, objectNames);
  if (object === undefined) return undefined;
  const [index = "", ...name] = rest;
  const last = object === "addresses" ? [index, nearest(name.join("."), addressNames)] : rest;
  const field = [object, ...last].join(".");
  return findCustomerField(field) === null ? undefined : field;
}

function nearest(name: string, names: readonly string[]): string | undefined {
  const folded = new Map(names.map((candidate) => [fold(candidate), candidate]));
  const found = nearestName(fold(name), [...folded.keys()], ({ length }) => Math.min(3, Math.floor(length / 3)));
  return found === undefined ? undefined : folded.get(found);
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}
