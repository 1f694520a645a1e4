import { type Caller, customerIdOf } from "../../access/auth/caller.js";
import type { Reader } from "../../database/fast-reads/reader.js";
import type { Customer as CustomerRow } from "../../database/generated/client.js";
import type { WithTimestamps } from "../../database/sql/timestamp.js";
import { rowById } from "../../graphql/loaders/row-by-id.js";
import { customerList } from "./customer.list.js";

const customersById = rowById<CustomerRow>("customer c", customerList);

/** Creates the loaders that read customers in batches. */
export function createCustomerLoaders(reader: Reader, caller: Caller | null) {
  const ownId = customerIdOf(caller);
  const includeDeleted = customersById(reader);
  return {
    /** Customers by id, including deleted customers; null for an unknown id. */
    includeDeleted,
    /** Customers by id. Null if unknown or deleted and, if the caller is a customer, for all other customers. */
    byId: {
      load: async (id: string): Promise<WithTimestamps<CustomerRow> | null> => {
        if (ownId !== null && ownId !== id) return null;
        const customer = await includeDeleted.load(id);
        return customer?.deletedAt === null ? customer : null;
      },
    },
  };
}
