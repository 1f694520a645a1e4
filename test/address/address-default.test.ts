import { givenCustomer } from "../customer/customer.steps.js";
import { describeOnServer } from "../support/database.js";
import type { AddressRole } from "../support/generated/graphql.js";
import { useTestServer } from "../support/server.js";
import { createAddress, deleteAddress, readAddress, readDefaults, setDefaultAddress } from "./address.operations.js";
import { defaultsOf, givenAddress, rome } from "./address.steps.js";

describe("default addresses", () => {
  const server = useTestServer();
  const setDefault = async (customerId: string, id: string, roles: AddressRole[]) =>
    (await server.run(setDefaultAddress, { customerId, id, roles })).customerAddressSetDefault;

  it("sets the default address of the given roles only", async () => {
    const { id: customerId } = await givenCustomer(server);
    const first = await givenAddress(server, customerId, { isDefaultShipping: true, isDefaultBilling: true });
    const second = await givenAddress(server, customerId);
    const { address, customer, userErrors } = await setDefault(customerId, second.id, ["SHIPPING", "SHIPPING"]);
    expect(userErrors).toEqual([]);
    expect(customer).toEqual({ id: customerId });
    expect(address).toMatchObject({ id: second.id, isDefaultShipping: true, isDefaultBilling: false, version: 2 });
    expect(await defaultsOf(server, customerId)).toEqual({ shipping: second.id, billing: first.id });
    await setDefault(customerId, second.id, ["BILLING", "SHIPPING"]);
    expect(await defaultsOf(server, customerId)).toEqual({ shipping: second.id, billing: second.id });
  });

  it.each<[string, AddressRole[]]>([
    ["no role", []],
    ["the roles it has", ["SHIPPING"]],
  ])("changes nothing for %s", async (_, roles) => {
    const { id: customerId } = await givenCustomer(server);
    const address = await givenAddress(server, customerId, { isDefaultShipping: true });
    expect((await setDefault(customerId, address.id, roles)).address).toEqual(address);
  });

  it("increments the version of the former default address only", async () => {
    const { id: customerId } = await givenCustomer(server);
    const former = await givenAddress(server, customerId, { isDefaultShipping: true });
    const bystander = await givenAddress(server, customerId);
    const next = await givenAddress(server, customerId);
    await setDefault(customerId, next.id, ["SHIPPING"]);
    const { customer } = await server.run(readDefaults, { customerId });
    expect(customer?.addresses.nodes).toMatchObject([
      { id: former.id, isDefaultShipping: false, version: 2 },
      { id: bystander.id, isDefaultShipping: false, version: 1 },
      { id: next.id, isDefaultShipping: true, version: 2 },
    ]);
  });

  it("deletes a default address, and the customer has no default address then", async () => {
    const { id: customerId } = await givenCustomer(server);
    await givenAddress(server, customerId);
    const { id } = await givenAddress(server, customerId, { isDefaultShipping: true });
    const { customerAddressDelete } = await server.run(deleteAddress, { customerId, id });
    expect(customerAddressDelete).toEqual({
      deletedId: id,
      customer: { id: customerId, addresses: { totalCount: 1 }, defaultShippingAddress: null },
      userErrors: [],
    });
    expect(await server.run(readAddress, { id })).toEqual({ address: null });
    expect(await defaultsOf(server, customerId)).toEqual({ shipping: null, billing: null });
    const row = await server.testDatabase.database.prisma.address.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ version: 2, deletedAt: expect.any(Date) });
  });

  describeOnServer("with competitors", () => {
    it("ends with one default address and no errors when many calls set different addresses", async () => {
      const { id: customerId } = await givenCustomer(server);
      const addresses = await Promise.all(Array.from({ length: 8 }, () => givenAddress(server, customerId)));
      const [created, ...set] = await Promise.all([
        server.run(createAddress, { customerId, input: { ...rome, isDefaultShipping: true } }),
        ...addresses.map(({ id }) => setDefault(customerId, id, ["SHIPPING", "BILLING"])),
        ...addresses.map(({ id }) => setDefault(customerId, id, ["BILLING"])),
      ]);
      expect(created.customerAddressCreate.userErrors).toEqual([]);
      expect(set.flatMap(({ userErrors }) => userErrors)).toEqual([]);
      const { customer } = await server.run(readDefaults, { customerId });
      const nodes = customer?.addresses.nodes ?? [];
      expect(nodes.filter((address) => address.isDefaultShipping)).toHaveLength(1);
      expect(nodes.filter((address) => address.isDefaultBilling)).toHaveLength(1);
    });
  });
});
