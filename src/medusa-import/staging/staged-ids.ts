import { ulid } from "ulid";
import { maxTextLength } from "../../graphql/input/rules.js";
import { idPrefixes, kindOfId, type NodeKind } from "../../graphql/node/ids.js";
import { shownTimestamp } from "./row-check.js";

/** The kinds of objects that have ids in Medusa. */
export type StagedKind = Extract<NodeKind, "Region" | "CustomerGroup" | "Customer" | "Address" | "PriceList" | "Order">;

/**
 * The id of a row in Medusa, and a new id for a row whose id has not the prefix of this server. The new id has the time of the
 * row, so that ids sort in the order of creation.
 */
export function idsOf(kind: StagedKind, row: { id: string; age: string; created_at: string }) {
  const isKept = kindOfId(row.id) === kind && row.id.length <= maxTextLength;
  return { medusa_id: row.id, age: row.age, new_id: isKept ? null : newIdAt(kind, row.created_at) };
}

function newIdAt(kind: StagedKind, createdAt: string): string {
  const time = Date.parse(shownTimestamp(createdAt)?.replace(" ", "T").replace("+00", "Z") ?? "");
  return `${idPrefixes[kind]}_${ulid(time > 0 ? time : 1)}`;
}
