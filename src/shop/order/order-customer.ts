import type { Tx } from "../../database/transactions/transaction.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { externalIdKey, findExternalIdOwners } from "../external-id/external-id.rows.js";
import { customerExternalIds } from "../external-id/external-id.rules.js";
import type { OrderRecordInput } from "./order.input.js";

interface GivenOrder {
  readonly path: Path;
  readonly input: OrderRecordInput;
}

/** Reports orders that name their customer both by id and by external id. */
export function checkCustomerNames(orders: readonly GivenOrder[], userErrors: UserErrorCollector): void {
  for (const { path, input } of orders) {
    if (!input.customerExternalId || input.customerId === undefined) continue;
    const message = "customerExternalId must not be given together with customerId.";
    userErrors.add("CONFLICTING_INPUT", [...path, "customerExternalId"], message);
  }
}

/**
 * Returns the orders with the `customerId` of the customers that have their external ids. Reports NOT_FOUND for external ids
 * that no customer has who is not deleted.
 */
export async function resolveCustomers<Order extends GivenOrder>(
  tx: Tx,
  orders: readonly Order[],
  userErrors: UserErrorCollector,
): Promise<readonly Order[]> {
  const named = orders.flatMap(({ input }) => input.customerExternalId ?? []);
  if (named.length === 0) return orders;
  const owners = await findExternalIdOwners(tx, customerExternalIds.table, named);
  return orders.map((order) => {
    const { customerExternalId } = order.input;
    if (!customerExternalId) return order;
    const customerId = owners.get(externalIdKey(customerExternalId));
    const path = [...order.path, "customerExternalId"];
    if (customerId !== undefined) return { ...order, input: { ...order.input, customerId } };
    if (!userErrors.has(path)) userErrors.addNotFound(path, [customerExternalId.value], "Customer", "external id");
    return order;
  });
}
