import { type Caller, ownRecordOf } from "../auth/caller.js";
import type { Customer as CustomerRow } from "../database/generated/client.js";
import type { Reader } from "../database/reader.js";
import { rowById, selectById } from "../loaders/row-by-id.js";
import { customerList } from "./customer.list.js";

const selectCustomers = selectById("customer c", customerList);

/** What reads customers in batches. */
export function createCustomerLoaders(reader: Reader, caller: Caller | null) {
  const ownId = ownRecordOf(caller);
  const customerEvenDeleted = rowById<CustomerRow>(reader, selectCustomers);
  return {
    /** Customers by id, deleted ones too; null for an unknown id. */
    customerEvenDeleted,
    /** Live customers by id; null for an unknown id, and for every customer but the caller when that is one. */
    customerById: {
      load: async (id: string): Promise<CustomerRow | null> => {
        if (ownId !== null && ownId !== id) return null;
        const customer = await customerEvenDeleted.load(id);
        return customer?.deletedAt === null ? customer : null;
      },
    },
  };
}
