import type { Reader } from "../../database/fast-reads/reader.js";
import { rowById } from "../../graphql/loaders/row-by-id.js";
import { nestedList } from "../../graphql/pagination/list.js";
import type { HistoryArgs } from "./change.args.js";
import { changeList, changesOfCustomer, changesOfGroup } from "./change.list.js";
import type { ReadableChange } from "./change.type.js";

const changesById = rowById<ReadableChange>("change h", changeList);

/** Creates the loaders that read history in batches. */
export function createChangeLoaders(reader: Reader) {
  return {
    /** Changes by id; null for an unknown id. */
    byId: changesById(reader),
    /** The histories of customers. */
    ofCustomer: nestedList<HistoryArgs, ReadableChange>(reader, changesOfCustomer),
    /** The histories of customer groups. */
    ofGroup: nestedList<HistoryArgs, ReadableChange>(reader, changesOfGroup),
  };
}
