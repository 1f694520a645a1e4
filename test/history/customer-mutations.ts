import { createAddress, deleteAddress, setDefaultAddress, updateAddress } from "../address/address.operations.js";
import { givenAddress, rome } from "../address/address.steps.js";
import { createCustomer, deleteCustomer, restoreCustomer } from "../customer/customer.operations.js";
import { givenCustomer, remove } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { updateGroups } from "../customer-group/membership.operations.js";
import { graphql } from "../support/generated/gql.js";
import { password } from "../user/user.steps.js";
import { anyMoment, type MutationCase, succeeded } from "./mutation-calls.js";

/** Selects only fields that the customer may see. */
const updateRecord = graphql(`
  mutation UpdateRecord($id: ID!, $input: CustomerUpdateInput!, $ifVersion: Int) {
    customerUpdate(id: $id, input: $input, ifVersion: $ifVersion) {
      customer {
        id
      }
      userErrors {
        code
      }
    }
  }
`);

const romanFields = {
  address1: [null, "Via Appia 1"],
  city: [null, "Roma"],
  countryCode: [null, "it"],
  postalCode: [null, "00184"],
} as const;

/** The mutations of customers and their addresses. */
export const customerMutations: Readonly<Record<string, MutationCase>> = {
  customerCreate: async ({ server, caller }) => {
    const group = await givenGroup(server);
    return {
      succeed: async (run) => {
        const values = { firstName: "Eve", lastName: "Luna", companyName: "Luna Ltd", phone: "+39 06" };
        const metadata = { tier: 1, tags: ["a", null] };
        const addresses = [{ ...rome, isDefaultShipping: true }];
        const input = { email: "Eve@Example.com", ...values, metadata, password, addresses, groupIds: [group.id] };
        const { id, addresses: created } = succeeded((await run(createCustomer, { input })).customerCreate.customer);
        const fields = {
          companyName: [null, "Luna Ltd"],
          createdBy: [null, caller.id],
          email: [null, "eve@example.com"],
          firstName: [null, "Eve"],
          hasAccount: [null, true],
          lastName: [null, "Luna"],
          metadata: [null, metadata],
          password: [null, null],
          phone: [null, "+39 06"],
        } as const;
        const addressFields = {
          ...romanFields,
          customerId: [null, id],
          isDefaultBilling: [null, false],
          isDefaultShipping: [null, true],
        } as const;
        return [
          { action: "CREATED", subject: `CUSTOMER ${id}`, fields },
          { action: "CREATED", subject: `ADDRESS ${created.nodes[0]?.id}`, fields: addressFields },
          { action: "MEMBER_ADDED", subject: `CUSTOMER ${id}`, fields: { groupId: [null, group.id] } },
        ];
      },
      isRepeatable: false,
      refuse: async (run) => (await run(createCustomer, { input: {} })).customerCreate.userErrors,
    };
  },

  customerUpdate: async ({ customerId: id, caller }) => ({
    succeed: async (run) => {
      // Customers must not change their groups.
      const email = caller.type === "CUSTOMER" ? "ada@example.com" : "eva@example.com";
      const input = { email: email.toUpperCase(), firstName: null, phone: "+39 06" };
      succeeded((await run(updateRecord, { id, input })).customerUpdate.customer);
      const fields = {
        ...(email !== "ada@example.com" && { email: ["ada@example.com", email] as const }),
        firstName: ["Ada", null],
        phone: [null, "+39 06"],
      } as const;
      return [{ action: "UPDATED", subject: `CUSTOMER ${id}`, fields }];
    },
    isRepeatable: true,
    refuse: async (run) =>
      (await run(updateRecord, { id, input: { phone: "1" }, ifVersion: 99 })).customerUpdate.userErrors,
  }),

  customerDelete: async ({ server }) => {
    const { id, addresses } = await givenCustomer(server, { email: "eve@example.com", password, addresses: [rome] });
    return {
      succeed: async (run) => {
        const { deletedAt } = succeeded((await run(deleteCustomer, { id })).customerDelete.customer);
        const fields = { deletedAt: [null, deletedAt] } as const;
        return [
          { action: "DELETED", subject: `ADDRESS ${addresses.nodes[0]?.id}`, fields },
          { action: "DELETED", subject: `CUSTOMER ${id}`, fields },
        ];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(deleteCustomer, { id: "cus_unknown" })).customerDelete.userErrors,
    };
  },

  customerRestore: async ({ server }) => {
    const { id, addresses } = await givenCustomer(server, { email: "eve@example.com", password, addresses: [rome] });
    const { customer } = await remove(server, id);
    const fields = { deletedAt: [customer?.deletedAt, null] } as const;
    return {
      succeed: async (run) => {
        succeeded((await run(restoreCustomer, { id })).customerRestore.customer);
        return [
          { action: "RESTORED", subject: `ADDRESS ${addresses.nodes[0]?.id}`, fields },
          { action: "RESTORED", subject: `CUSTOMER ${id}`, fields },
        ];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(restoreCustomer, { id: "cus_unknown" })).customerRestore.userErrors,
    };
  },

  customerUpdateGroups: async ({ server, customerId }) => {
    const subject = `CUSTOMER ${customerId}`;
    const left = await givenGroup(server, "Retail", [customerId]);
    const joined = await givenGroup(server, "Wholesale");
    return {
      succeed: async (run) => {
        const lists = { add: [joined.id], remove: [left.id] };
        succeeded((await run(updateGroups, { customerId, ...lists })).customerUpdateGroups.customer);
        return [
          { action: "MEMBER_REMOVED", subject, fields: { groupId: [left.id, null] } },
          { action: "MEMBER_ADDED", subject, fields: { groupId: [null, joined.id] } },
        ];
      },
      isRepeatable: true,
      refuse: async (run) =>
        (await run(updateGroups, { customerId, add: [joined.id, "cusgroup_x"] })).customerUpdateGroups.userErrors,
    };
  },

  customerAddressCreate: async ({ server, customerId }) => {
    const { id: former } = await givenAddress(server, customerId, { isDefaultBilling: true });
    return {
      succeed: async (run) => {
        const input = { ...rome, address2: "Interno 2", isDefaultBilling: true, metadata: { floor: 2 } };
        const { address } = (await run(createAddress, { customerId, input })).customerAddressCreate;
        const fields = {
          ...romanFields,
          address2: [null, "Interno 2"],
          customerId: [null, customerId],
          isDefaultBilling: [null, true],
          isDefaultShipping: [null, false],
          metadata: [null, { floor: 2 }],
        } as const;
        return [
          { action: "UPDATED", subject: `ADDRESS ${former}`, fields: { isDefaultBilling: [true, false] } },
          { action: "CREATED", subject: `ADDRESS ${succeeded(address).id}`, fields },
        ];
      },
      isRepeatable: false,
      refuse: async (run) => (await run(createAddress, { customerId, input: {} })).customerAddressCreate.userErrors,
    };
  },

  customerAddressUpdate: async ({ server, customerId }) => {
    const { id } = await givenAddress(server, customerId, { company: "Luna Ltd" });
    return {
      succeed: async (run) => {
        const input = { address1: "Via Appia 2", company: null, addressName: "Home" };
        succeeded((await run(updateAddress, { customerId, id, input })).customerAddressUpdate.address);
        const fields = {
          address1: ["Via Appia 1", "Via Appia 2"],
          addressName: [null, "Home"],
          company: ["Luna Ltd", null],
        } as const;
        return [{ action: "UPDATED", subject: `ADDRESS ${id}`, fields }];
      },
      isRepeatable: true,
      refuse: async (run) =>
        (await run(updateAddress, { customerId, id, input: { city: null } })).customerAddressUpdate.userErrors,
    };
  },

  customerAddressDelete: async ({ server, customerId }) => {
    const { id } = await givenAddress(server, customerId);
    return {
      succeed: async (run) => {
        succeeded((await run(deleteAddress, { customerId, id })).customerAddressDelete.deletedId);
        return [{ action: "DELETED", subject: `ADDRESS ${id}`, fields: { deletedAt: [null, anyMoment] } }];
      },
      isRepeatable: false,
      refuse: async (run) =>
        (await run(deleteAddress, { customerId, id: "cuaddr_unknown" })).customerAddressDelete.userErrors,
    };
  },

  customerAddressSetDefault: async ({ server, customerId }) => {
    const { id: former } = await givenAddress(server, customerId, { isDefaultShipping: true });
    const { id } = await givenAddress(server, customerId);
    const roles = ["SHIPPING" as const];
    return {
      succeed: async (run) => {
        succeeded((await run(setDefaultAddress, { customerId, id, roles })).customerAddressSetDefault.address);
        return [
          { action: "UPDATED", subject: `ADDRESS ${former}`, fields: { isDefaultShipping: [true, false] } },
          { action: "UPDATED", subject: `ADDRESS ${id}`, fields: { isDefaultShipping: [false, true] } },
        ];
      },
      isRepeatable: true,
      refuse: async (run) =>
        (await run(setDefaultAddress, { customerId, id: "cuaddr_x", roles })).customerAddressSetDefault.userErrors,
    };
  },
};
