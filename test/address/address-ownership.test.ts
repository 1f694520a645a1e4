import { givenCustomer, remove } from "../customer/customer.steps.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { deleteAddress, setDefaultAddress, updateAddress } from "./address.operations.js";
import { givenAddress } from "./address.steps.js";

interface Place {
  customerId: string;
  id: string;
}

describe("writing to an address through its customer", () => {
  const server = useTestServer();

  const writes: [string, (place: Place) => Promise<{ userErrors: { code: string; path: string[] }[] }>][] = [
    [
      "customerAddressUpdate",
      async (place) => (await server.run(updateAddress, { ...place, input: { city: "Milano" } })).customerAddressUpdate,
    ],
    ["customerAddressDelete", async (place) => (await server.run(deleteAddress, place)).customerAddressDelete],
    [
      "customerAddressSetDefault",
      async (place) =>
        (await server.run(setDefaultAddress, { ...place, roles: ["SHIPPING", "BILLING"] })).customerAddressSetDefault,
    ],
  ];

  describe.each(writes)("%s", (name, write) => {
    it("returns NOT_FOUND for the id of another customer's address and changes nothing", async () => {
      const [ada, eva] = [await givenCustomer(server), await givenCustomer(server)];
      await givenAddress(server, ada.id, { isDefaultShipping: true });
      const { id } = await givenAddress(server, eva.id);
      const before = await allRows(server);
      const { userErrors } = await write({ customerId: ada.id, id });
      expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
      expect(await allRows(server)).toEqual(before);
    });

    it("returns NOT_FOUND for an unknown or malformed address id", async () => {
      const { id: customerId } = await givenCustomer(server);
      for (const id of ["cuaddr_unknown", "cuaddr_\0", "cuaddr_\ud800", `cuaddr_${"0".repeat(10_000)}`]) {
        const { userErrors } = await write({ customerId, id });
        expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
      }
    });

    it("returns NOT_FOUND for a deleted customer and a deleted address, except when deleting the address", async () => {
      const { id: customerId } = await givenCustomer(server);
      const { id } = await givenAddress(server, customerId);
      await remove(server, customerId);
      const isDeletion = name === "customerAddressDelete";
      expect(inShort((await write({ customerId, id })).userErrors)).toEqual(
        isDeletion ? [] : ["NOT_FOUND at customerId", "NOT_FOUND at id"],
      );
    });

    it("returns INVALID_ID for each id of another type", async () => {
      const { userErrors } = await write({ customerId: "cuaddr_1", id: "cus_1" });
      expect(inShort(userErrors)).toEqual(["INVALID_ID at customerId", "INVALID_ID at id"]);
    });
  });
});
