import DataLoader from "dataloader";
import type { Customer as CustomerRow, PrismaClient } from "../database/generated/client.js";
import { oneByKey } from "../loaders/align-keys.js";
import { storableOnly } from "../node/ids.js";

/** What reads customers in batches. */
export function createCustomerLoaders(db: PrismaClient) {
  const customerEvenDeleted = new DataLoader<string, CustomerRow | null>(async (ids) => {
    const rows = await db.customer.findMany({ where: { id: { in: storableOnly(ids) } } });
    return oneByKey(ids, rows, ({ id }) => id);
  });
  return {
    /** Customers by id, deleted ones too; null for an unknown id. */
    customerEvenDeleted,
    /** Live customers by id; null for an unknown id. */
    customerById: {
      load: async (id: string): Promise<CustomerRow | null> => {
        const customer = await customerEvenDeleted.load(id);
        return customer?.deletedAt === null ? customer : null;
      },
    },
  };
}
