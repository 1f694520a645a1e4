import { createApiKeyLoaders } from "../../access/api-key/api-key.loaders.js";
import type { Access } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { createUserLoaders } from "../../access/user/user.loaders.js";
import { badArgument } from "../../graphql/errors/request-errors.js";
import { kindOfId, type NodeKind } from "../../graphql/node/ids.js";
import type { Node } from "../../graphql/node/node.type.js";
import { createAddressLoaders } from "../address/address.loaders.js";
import { createCustomerLoaders } from "../customer/customer.loaders.js";
import { createCustomerGroupLoaders } from "../customer-group/customer-group.loaders.js";
import { createChangeLoaders } from "../history/change.loaders.js";
import { createOrderLoaders } from "../order/order.loaders.js";
import { createPriceListLoaders } from "../price-list/price-list.loaders.js";
import { createRegionLoaders } from "../region/region.loaders.js";

const maxNodes = 250;

/** The access that a type of object requires, and the function that finds it by id. */
interface NodeAccess extends Access {
  find(context: Context, id: string): Promise<Node | null>;
}

const nodeAccessByKind: Partial<Record<NodeKind, NodeAccess>> = {
  Customer: {
    scopes: ["CUSTOMERS_READ"],
    orSelf: true,
    find: async (context, id) => context.loaders(createCustomerLoaders).byId.load(id),
  },
  Address: {
    scopes: ["CUSTOMERS_READ"],
    orSelf: true,
    find: async (context, id) => context.loaders(createAddressLoaders).byId.load(id),
  },
  CustomerGroup: {
    scopes: ["CUSTOMER_GROUPS_READ"],
    orSelf: false,
    find: async (context, id) => context.loaders(createCustomerGroupLoaders).byId.load(id),
  },
  PriceList: {
    scopes: ["PRICE_LISTS_READ"],
    orSelf: false,
    find: async (context, id) => context.loaders(createPriceListLoaders).byId.load(id),
  },
  Order: {
    scopes: ["ORDERS_READ"],
    orSelf: true,
    find: async (context, id) => context.loaders(createOrderLoaders).byId.load(id),
  },
  Region: {
    scopes: [],
    orSelf: true,
    find: async (context, id) => context.loaders(createRegionLoaders).byId.load(id),
  },
  User: {
    scopes: ["USERS_MANAGE"],
    orSelf: false,
    find: async (context, id) => context.loaders(createUserLoaders).byId.load(id),
  },
  Change: {
    scopes: ["HISTORY_READ"],
    orSelf: false,
    find: async (context, id) => context.loaders(createChangeLoaders).byId.load(id),
  },
  ApiKey: {
    scopes: ["API_KEYS_MANAGE"],
    orSelf: false,
    find: async (context, id) => context.loaders(createApiKeyLoaders).byId.load(id),
  },
};

const noScopes: Access = { scopes: [], orSelf: true };

/** The access that the object with an id requires. It depends only on the prefix of the id. */
export function accessOfNode(id: string): Access {
  const kind = kindOfId(id);
  return (kind && nodeAccessByKind[kind]) ?? noScopes;
}

/** Finds an object by id. Null if it does not exist or is deleted. */
export async function findNode(context: Context, id: string): Promise<Node | null> {
  const kind = kindOfId(id);
  return (kind && (await nodeAccessByKind[kind]?.find(context, id))) ?? null;
}

/** As {@link findNode}, but null if the caller may not read the object. For ids that do not come from the operation. */
export async function findReadableNode(context: Context, id: string): Promise<Node | null> {
  const { scopes, orSelf } = accessOfNode(id);
  const { caller } = context;
  const mayRead = caller?.type === "CUSTOMER" ? orSelf : scopes.every((scope) => caller?.scopes.has(scope));
  return mayRead ? findNode(context, id) : null;
}

/**
 * Finds objects by id, with one statement for each type.
 * @throws BAD_USER_INPUT for more than 250 ids.
 */
export async function findNodes(context: Context, ids: readonly string[]): Promise<(Node | null)[]> {
  if (ids.length > maxNodes) throw badArgument(["ids"], `must have at most ${maxNodes} elements, got ${ids.length}`);
  return Promise.all(ids.map((id) => findNode(context, id)));
}
