import {
  medusaColumns,
  medusaMarks,
  medusaOtherObjects,
  shopifyAddressColumns,
  shopifyColumns,
  shopifyMarks,
} from "./known-exports.data.js";

// The admin app suggests fields with this file, so it imports nothing but data.

/** A system whose exports of customers are known. */
export type ExportSource = "Medusa" | "Shopify";

/** Returns the system that has exported a file with these columns, or null if it is unknown. */
export function exportSourceOf(names: readonly string[]): ExportSource | null {
  const has = (marks: readonly string[]) => marks.some((mark) => names.includes(mark));
  if (has(medusaMarks)) return "Medusa";
  return has(shopifyMarks) ? "Shopify" : null;
}

/** Returns the field that a column of an export fills. Null if the column is left out, undefined if it is unknown. */
export function fieldOfExport(name: string, source: ExportSource | null): string | null | undefined {
  if (source === "Medusa") return medusaField(name);
  return source === "Shopify" && Object.hasOwn(shopifyColumns, name) ? shopifyColumns[name] : undefined;
}

/** True if the address of a customer is the default address, as in an export of Shopify. */
export function hasDefaultAddress(names: readonly string[]): boolean {
  return exportSourceOf(names) === "Shopify" && names.some((name) => Object.hasOwn(shopifyAddressColumns, name));
}

function medusaField(name: string): string | null | undefined {
  if (medusaOtherObjects.some((other) => name === other || name.startsWith(`${other}.`))) return null;
  const [, index = "0"] = /^addresses\.(\d+)\./.exec(name) ?? [];
  const first = name.replace(/^addresses\.\d+\./, "addresses.0.");
  const field = Object.hasOwn(medusaColumns, first) ? medusaColumns[first] : undefined;
  return field?.replace("addresses.0.", `addresses.${index}.`) ?? field;
}
