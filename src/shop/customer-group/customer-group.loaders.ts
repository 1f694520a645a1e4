import type { Reader } from "../../database/fast-reads/reader.js";
import {
  type CustomerGroup as CustomerGroupRow,
  type Customer as CustomerRow,
  Prisma,
} from "../../database/generated/client.js";
import { rowById } from "../../graphql/loaders/row-by-id.js";
import { nestedList } from "../../graphql/pagination/list.js";
import type { CustomerListArgs } from "../customer/customer.args.js";
import type { CustomerGroupListArgs } from "./customer-group.args.js";
import { customerGroupList, customersOfGroup, groupsOfCustomer } from "./customer-group.list.js";

const liveGroups = rowById<CustomerGroupRow>("customer_group g", customerGroupList, Prisma.sql`g.deleted_at IS NULL`);

/** Creates the loaders that read customer groups, and customers by their groups, in batches. */
export function createCustomerGroupLoaders(reader: Reader) {
  return {
    /** Groups by id; null for an unknown id and for a deleted group. */
    byId: liveGroups(reader),
    ofCustomer: nestedList<CustomerGroupListArgs, CustomerGroupRow>(reader, groupsOfCustomer),
    customers: nestedList<CustomerListArgs, CustomerRow>(reader, customersOfGroup),
  };
}
