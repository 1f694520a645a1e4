import { givenAddress, rome } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, remove } from "../customer/customer.steps.js";
import { givenGroup, removeGroup } from "../customer-group/customer-group.steps.js";
import { givenJob } from "../job/job.steps.js";
import { orderInput } from "../order/order.steps.js";
import { givenPriceList, price, remove as removePriceList, sale } from "../price-list/price-list.steps.js";
import { givenRegion } from "../region/region.steps.js";
import type { TestServer } from "../support/server.js";
import { givenUser } from "../user/user.steps.js";
import { call, type Variables } from "./schema-calls.js";

interface GivenCall {
  readonly mutation: string;
  /** The name of the call among the calls of the mutation. */
  readonly name?: string;
  /** Creates the objects for the call, and returns variables with which it changes something. */
  readonly given: (server: TestServer) => Promise<Variables>;
}

const customerId = async (server: TestServer) => (await givenCustomer(server)).id;
const groupId = async (server: TestServer, name?: string) => (await givenGroup(server, name)).id;
const regionId = async (server: TestServer) => (await givenRegion(server)).id;
const priceListId = async (server: TestServer) => (await givenPriceList(server)).id;

async function addressIds(server: TestServer) {
  const id = await customerId(server);
  return { customerId: id, id: (await givenAddress(server, id)).id };
}

async function groupAndMember(server: TestServer) {
  const member = await customerId(server);
  return { id: (await givenGroup(server, "Wholesale", [member])).id, member };
}

async function deleted(id: string, deletion: (id: string) => Promise<unknown>) {
  await deletion(id);
  return { id };
}

/** Successful calls. Together they give an id at each place for ids. */
export const givenCalls: readonly GivenCall[] = [
  {
    mutation: "customerCreate",
    given: async (server) => ({ input: { firstName: "Eve", groupIds: [await groupId(server)] } }),
  },
  {
    mutation: "customerUpdate",
    given: async (server) => ({
      id: await customerId(server),
      input: { firstName: "Eva", groupIds: [await groupId(server)] },
    }),
  },
  { mutation: "customerDelete", given: async (server) => ({ id: await customerId(server) }) },
  {
    mutation: "customerRestore",
    given: async (server) => deleted(await customerId(server), (id) => remove(server, id)),
  },
  { mutation: "customerErase", given: async (server) => ({ id: await customerId(server) }) },
  { mutation: "customerPersonalDataExport", given: async (server) => ({ id: await customerId(server) }) },
  {
    mutation: "customerUpdateGroups",
    name: "add and remove",
    given: async (server) => {
      const { id, member } = await groupAndMember(server);
      return { customerId: member, add: [await groupId(server, "Retail")], remove: [id] };
    },
  },
  {
    mutation: "customerUpdateGroups",
    name: "set",
    given: async (server) => ({ customerId: await customerId(server), set: [await groupId(server)] }),
  },
  {
    mutation: "customerAddressCreate",
    given: async (server) => ({ customerId: await customerId(server), input: rome }),
  },
  {
    mutation: "customerAddressUpdate",
    given: async (server) => ({ ...(await addressIds(server)), input: { company: "Luna Ltd" } }),
  },
  { mutation: "customerAddressDelete", given: addressIds },
  {
    mutation: "customerAddressSetDefault",
    given: async (server) => {
      const ids = await addressIds(server);
      // The former default is unset.
      await givenAddress(server, ids.customerId, { isDefaultShipping: true });
      return { ...ids, roles: ["SHIPPING"] };
    },
  },
  {
    mutation: "customerGroupCreate",
    given: async (server) => ({ input: { name: "Wholesale", customerIds: [await customerId(server)] } }),
  },
  {
    mutation: "customerGroupUpdate",
    given: async (server) => ({ id: await groupId(server), input: { name: "Retail" } }),
  },
  { mutation: "customerGroupDelete", given: async (server) => ({ id: await groupId(server) }) },
  {
    mutation: "customerGroupRestore",
    given: async (server) => deleted(await groupId(server), (id) => removeGroup(server, id)),
  },
  {
    mutation: "customerGroupAddCustomers",
    given: async (server) => ({ id: await groupId(server), customerIds: [await customerId(server)] }),
  },
  {
    mutation: "customerGroupRemoveCustomers",
    given: async (server) => {
      const { id, member } = await groupAndMember(server);
      return { id, customerIds: [member] };
    },
  },
  {
    mutation: "customerGroupUpdateCustomers",
    given: async (server) => {
      const { id, member } = await groupAndMember(server);
      return { id, add: [await customerId(server)], remove: [member] };
    },
  },
  {
    mutation: "priceListCreate",
    given: async (server) => ({ input: { ...sale, prices: [price], customerGroupIds: [await groupId(server)] } }),
  },
  {
    mutation: "priceListUpdate",
    given: async (server) => ({
      id: await priceListId(server),
      input: { prices: [price], customerGroupIds: [await groupId(server)] },
    }),
  },
  { mutation: "priceListDelete", given: async (server) => ({ id: await priceListId(server) }) },
  {
    mutation: "priceListRestore",
    given: async (server) => deleted(await priceListId(server), (id) => removePriceList(server, id)),
  },
  {
    mutation: "regionUpdate",
    given: async (server) => ({ id: await regionId(server), input: { name: "Oceania", countryCodes: ["au"] } }),
  },
  { mutation: "regionDelete", given: async (server) => ({ id: await regionId(server) }) },
  {
    mutation: "jobCancel",
    given: async (server) => {
      await givenJob(server, { id: "job_1" });
      return { id: "job_1" };
    },
  },
  {
    mutation: "ordersRecord",
    given: async (server) => ({ orders: [orderInput({ customerId: await customerId(server) })] }),
  },
  {
    mutation: "userUpdate",
    given: async (server) => ({ id: (await givenUser(server)).id, input: { firstName: "Grace" } }),
  },
  { mutation: "userDelete", given: async (server) => ({ id: (await givenUser(server)).id }) },
  { mutation: "apiKeyRevoke", given: async (server) => ({ id: (await givenApiKey(server)).id }) },
];

type Making = (server: TestServer, customerId: unknown) => Promise<{ id: string }>;

const deletions = new Map<string, { readonly mutation: string; readonly make: Making }>([
  ["Customer", { mutation: "customerDelete", make: (server) => givenCustomer(server) }],
  ["Address", { mutation: "customerAddressDelete", make: (server, owner) => givenAddress(server, String(owner)) }],
  ["CustomerGroup", { mutation: "customerGroupDelete", make: (server) => givenGroup(server, "Deleted") }],
  ["PriceList", { mutation: "priceListDelete", make: (server) => givenPriceList(server) }],
  [
    "Region",
    { mutation: "regionDelete", make: (server) => givenRegion(server, { name: "Deleted", countryCodes: ["fr"] }) },
  ],
  ["User", { mutation: "userDelete", make: (server) => givenUser(server, { email: "deleted@example.com" }) }],
  ["ApiKey", { mutation: "apiKeyRevoke", make: (server) => givenApiKey(server) }],
]);

/** The id of a deleted object of a type. For an address, one of that customer. Null for a type that cannot be deleted. */
export async function givenDeleted(server: TestServer, kind: string, customerId: unknown): Promise<string | null> {
  const deletion = deletions.get(kind);
  if (deletion === undefined) return null;
  const { id } = await deletion.make(server, customerId);
  await call(server, deletion.mutation, kind === "Address" ? { customerId, id } : { id });
  return id;
}
