import type { CustomerListArgs } from "../customer/customer.args.js";
import {
  type CustomerGroup as CustomerGroupRow,
  type Customer as CustomerRow,
  Prisma,
} from "../database/generated/client.js";
import type { Reader } from "../database/reader.js";
import { rowById, selectById } from "../loaders/row-by-id.js";
import { nestedList } from "../pagination/list.js";
import type { CustomerGroupListArgs } from "./customer-group.args.js";
import { customerGroupList, customersOfGroup, groupsOfCustomer } from "./customer-group.list.js";

const selectGroups = selectById("customer_group g", customerGroupList);

/** What reads customer groups, and customers by their groups, in batches. */
export function createCustomerGroupLoaders(reader: Reader) {
  return {
    /** Live groups by id; null for any other id. */
    customerGroupById: rowById<CustomerGroupRow>(reader, selectGroups, Prisma.sql`g.deleted_at IS NULL`),
    groupsOfCustomer: nestedList<CustomerGroupListArgs, CustomerGroupRow>(reader, groupsOfCustomer),
    customersOfGroup: nestedList<CustomerListArgs, CustomerRow>(reader, customersOfGroup),
  };
}
