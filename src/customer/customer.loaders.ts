import DataLoader from "dataloader";
import { type Caller, ownRecordOf } from "../auth/caller.js";
import type { Customer as CustomerRow, PrismaClient } from "../database/generated/client.js";
import { oneByKey } from "../loaders/align-keys.js";
import { storableOnly } from "../node/ids.js";

/** What reads customers in batches. */
export function createCustomerLoaders(db: PrismaClient, caller: Caller | null) {
  const ownId = ownRecordOf(caller);
  const customerEvenDeleted = new DataLoader<string, CustomerRow | null>(async (ids) => {
    const rows = await db.customer.findMany({ where: { id: { in: storableOnly(ids) } } });
    return oneByKey(ids, rows, ({ id }) => id);
  });
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
