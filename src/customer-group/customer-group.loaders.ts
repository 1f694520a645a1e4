import DataLoader from "dataloader";
import type { CustomerListArgs } from "../customer/customer.args.js";
import type {
  CustomerGroup as CustomerGroupRow,
  Customer as CustomerRow,
  PrismaClient,
} from "../database/generated/client.js";
import { oneByKey } from "../loaders/align-keys.js";
import { storableOnly } from "../node/ids.js";
import { nestedList } from "../pagination/list.js";
import type { CustomerGroupListArgs } from "./customer-group.args.js";
import { customersOfGroup, groupsOfCustomer } from "./customer-group.list.js";

/** What reads customer groups, and customers by their groups, in batches. */
export function createCustomerGroupLoaders(db: PrismaClient) {
  return {
    /** Live groups by id; null for any other id. */
    customerGroupById: new DataLoader<string, CustomerGroupRow | null>(async (ids) => {
      const rows = await db.customerGroup.findMany({ where: { id: { in: storableOnly(ids) }, deletedAt: null } });
      return oneByKey(ids, rows, ({ id }) => id);
    }),
    groupsOfCustomer: nestedList<CustomerGroupListArgs, CustomerGroupRow>(db, groupsOfCustomer),
    customersOfGroup: nestedList<CustomerListArgs, CustomerRow>(db, customersOfGroup),
  };
}
