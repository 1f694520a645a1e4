import type { AddressInput } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createAddress, readDefaults } from "./address.operations.js";

/** An address with the required fields only. */
export const rome = { address1: "Via Appia 1", city: "Roma", countryCode: "it", postalCode: "00184" };

/** Creates an address, by default in Rome. */
export async function givenAddress(server: TestServer, customerId: string, input: AddressInput = {}) {
  const variables = { customerId, input: { ...rome, ...input } };
  const { address, userErrors } = (await server.run(createAddress, variables)).customerAddressCreate;
  if (!address) throw new Error(`The address was refused: ${inShort(userErrors)}`);
  return address;
}

/** The ids of a customer's default addresses. */
export async function defaultsOf(server: TestServer, customerId: string) {
  const { customer } = await server.run(readDefaults, { customerId });
  return {
    shipping: customer?.defaultShippingAddress?.id ?? null,
    billing: customer?.defaultBillingAddress?.id ?? null,
  };
}
