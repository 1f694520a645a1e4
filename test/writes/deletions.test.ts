import { deleteAddress } from "../address/address.operations.js";
import { givenAddress } from "../address/address.steps.js";
import { givenCustomer, remove } from "../customer/customer.steps.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { givenCalls } from "./given-calls.js";
import { call, mutations } from "./schema-calls.js";

const callsOf = (names: RegExp) => givenCalls.filter(({ mutation }) => names.test(mutation));
const takesVersion = (mutation: string) => mutations[mutation]?.args.some(({ name }) => name === "ifVersion");

describe("deleting", () => {
  const server = useTestServer();
  const everything = async () => ({
    ...(await allRows(server)),
    changes: await server.testDatabase.database.prisma.change.count(),
  });

  it.each(callsOf(/(Delete|Revoke)$/))(
    "a deleted object succeeds without a change, with any ifVersion: $mutation",
    async ({ mutation, given }) => {
      const variables = await given(server);
      const first = await call(server, mutation, variables);
      expect(first.userErrors).toEqual([]);
      if (mutation.endsWith("Delete")) expect(first.deletedId).toBe(variables.id);
      const before = await everything();
      for (const ifVersion of takesVersion(mutation) ? [1, 2, 99, null] : [undefined]) {
        const again = await call(server, mutation, ifVersion === undefined ? variables : { ...variables, ifVersion });
        expect(again).toEqual(first);
      }
      expect(await everything()).toEqual(before);
    },
  );

  it("an address of a deleted customer succeeds without a change", async () => {
    const { id: customerId } = await givenCustomer(server);
    const { id } = await givenAddress(server, customerId);
    await remove(server, customerId);
    const before = await everything();
    const { customerAddressDelete } = await server.run(deleteAddress, { customerId, id });
    expect(customerAddressDelete).toMatchObject({ deletedId: id, userErrors: [] });
    expect(await everything()).toEqual(before);
  });

  it.each(callsOf(/Restore$/))(
    "and restoring: the second restore changes nothing: $mutation",
    async ({ mutation, given }) => {
      const variables = await given(server);
      const first = await call(server, mutation, variables);
      expect(first.userErrors).toEqual([]);
      const before = await everything();
      expect(await call(server, mutation, variables)).toEqual(first);
      expect(await everything()).toEqual(before);
    },
  );
});
