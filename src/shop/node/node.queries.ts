import type { ClassType } from "type-graphql";
import { createApiKeyLoaders } from "../../access/api-key/api-key.loaders.js";
import { ApiKey } from "../../access/api-key/api-key.type.js";
import type { Access } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { createUserLoaders } from "../../access/user/user.loaders.js";
import { User } from "../../access/user/user.type.js";
import { badArgument } from "../../graphql/errors/request-errors.js";
import { kindOfId, type NodeKind } from "../../graphql/node/ids.js";
import type { Node } from "../../graphql/node/node.type.js";
import { createAddressLoaders } from "../address/address.loaders.js";
import { Address } from "../address/address.type.js";
import { createCustomerLoaders } from "../customer/customer.loaders.js";
import { Customer } from "../customer/customer.type.js";
import { createCustomerGroupLoaders } from "../customer-group/customer-group.loaders.js";
import { CustomerGroup } from "../customer-group/customer-group.type.js";
import { createChangeLoaders } from "../history/change.loaders.js";
import { Change } from "../history/change.type.js";
import { createJobLoaders } from "../job/job.loaders.js";
import { Job } from "../job/job.type.js";
import { createOrderLoaders } from "../order/order.loaders.js";
import { Order } from "../order/order.type.js";
import { createPriceListLoaders } from "../price-list/price-list.loaders.js";
import { PriceList } from "../price-list/price-list.type.js";
import { createRegionLoaders } from "../region/region.loaders.js";
import { Region } from "../region/region.type.js";

const maxNodes = 250;

/** The access that a type of object requires, and the function that finds it by id. */
interface NodeAccess extends Access {
  readonly type: ClassType<Node>;
  find(context: Context, id: string): Promise<Node | null>;
}

const nodeAccessByKind: Partial<Record<NodeKind, NodeAccess>> = {
  Customer: {
    type: Customer,
    scopes: ["CUSTOMERS_READ"],
    orSelf: true,
    find: async (context, id) => context.loaders(createCustomerLoaders).byId.load(id),
  },
  Address: {
    type: Address,
    scopes: ["CUSTOMERS_READ"],
    orSelf: true,
    find: async (context, id) => context.loaders(createAddressLoaders).byId.load(id),
  },
  CustomerGroup: {
    type: CustomerGroup,
    scopes: ["CUSTOMER_GROUPS_READ"],
    orSelf: false,
    find: async (context, id) => context.loaders(createCustomerGroupLoaders).byId.load(id),
  },
  PriceList: {
    type: PriceList,
    scopes: ["PRICE_LISTS_READ"],
    orSelf: false,
    find: async (context, id) => context.loaders(createPriceListLoaders).byId.load(id),
  },
  Order: {
    type: Order,
    scopes: ["ORDERS_READ"],
    orSelf: true,
    find: async (context, id) => context.loaders(createOrderLoaders).byId.load(id),
  },
  Region: {
    type: Region,
    scopes: [],
    orSelf: true,
    find: async (context, id) => context.loaders(createRegionLoaders).byId.load(id),
  },
  User: {
    type: User,
    scopes: ["USERS_MANAGE"],
    orSelf: false,
    find: async (context, id) => context.loaders(createUserLoaders).byId.load(id),
  },
  Change: {
    type: Change,
    scopes: ["HISTORY_READ"],
    orSelf: false,
    find: async (context, id) => context.loaders(createChangeLoaders).byId.load(id),
  },
  Job: {
    type: Job,
    scopes: [],
    orSelf: false,
    find: async (context, id) => context.loaders(createJobLoaders).byId.load(id),
  },
  ApiKey: {
    type: ApiKey,
    scopes: ["API_KEYS_MANAGE"],
    orSelf: false,
    find: async (context, id) => context.loaders(createApiKeyLoaders).byId.load(id),
  },
};

const noScopes: Access = { scopes: [], orSelf: true };

/** The types of all objects that have an id. */
export function nodeTypes(): ClassType<Node>[] {
  return Object.values(nodeAccessByKind).map(({ type }) => type);
}

/** True if this is the name of a type whose objects have an id. */
export function isNodeType(name: string): boolean {
  return Object.hasOwn(nodeAccessByKind, name);
}

/** The access that the object with an id requires. It depends only on the prefix of the id. */
export function accessOfNode(id: unknown): Access {
  const kind = typeof id === "string" ? kindOfId(id) : undefined;
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
  checkCount("ids", ids.length);
  return Promise.all(ids.map((id) => findNode(context, id)));
}

/**
 * Checks how many objects an argument names.
 * @throws BAD_USER_INPUT for more than 250.
 */
export function checkCount(argument: string, count: number): void {
  if (count > maxNodes) throw badArgument([argument], `must have at most ${maxNodes} elements, got ${count}`);
}
