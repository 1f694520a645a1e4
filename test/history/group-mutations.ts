import { givenCustomer } from "../customer/customer.steps.js";
import { createGroup, deleteGroup, restoreGroup, updateGroup } from "../customer-group/customer-group.operations.js";
import { givenGroup, removeGroup } from "../customer-group/customer-group.steps.js";
import { addCustomers, removeCustomers, updateCustomers } from "../customer-group/membership.operations.js";
import { type MutationCase, succeeded } from "./mutation-calls.js";

/** The mutations of groups and their members. */
export const groupMutations: Readonly<Record<string, MutationCase>> = {
  customerGroupCreate: async ({ caller, customerId }) => ({
    succeed: async (run) => {
      const input = { name: "Wholesale", metadata: { discount: 0.1 }, customerIds: [customerId] };
      const { id } = succeeded((await run(createGroup, { input })).customerGroupCreate.customerGroup);
      const fields = {
        createdBy: [null, caller.id],
        metadata: [null, { discount: 0.1 }],
        name: [null, "Wholesale"],
      } as const;
      return [
        { action: "CREATED", subject: `CUSTOMER_GROUP ${id}`, fields },
        { action: "MEMBER_ADDED", subject: `CUSTOMER ${customerId}`, fields: { groupId: [null, id] } },
      ];
    },
    isRepeatable: false,
    refuse: async (run) => (await run(createGroup, { input: { name: " " } })).customerGroupCreate.userErrors,
  }),

  customerGroupUpdate: async ({ server }) => {
    const { id } = await givenGroup(server);
    return {
      succeed: async (run) => {
        const input = { name: "Retail", metadata: { discount: 0.2 } };
        succeeded((await run(updateGroup, { id, input })).customerGroupUpdate.customerGroup);
        const fields = { metadata: [null, { discount: 0.2 }], name: ["Wholesale", "Retail"] } as const;
        return [{ action: "UPDATED", subject: `CUSTOMER_GROUP ${id}`, fields }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(updateGroup, { id, input: { name: null } })).customerGroupUpdate.userErrors,
    };
  },

  customerGroupDelete: async ({ server, customerId }) => {
    const { id } = await givenGroup(server, "Wholesale", [customerId]);
    return {
      succeed: async (run) => {
        const { deletedAt } = succeeded((await run(deleteGroup, { id })).customerGroupDelete.customerGroup);
        return [{ action: "DELETED", subject: `CUSTOMER_GROUP ${id}`, fields: { deletedAt: [null, deletedAt] } }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(deleteGroup, { id, ifVersion: 99 })).customerGroupDelete.userErrors,
    };
  },

  customerGroupRestore: async ({ server, customerId }) => {
    const { id } = await givenGroup(server, "Wholesale", [customerId]);
    const { customerGroup } = await removeGroup(server, id);
    const fields = { deletedAt: [customerGroup?.deletedAt, null] } as const;
    return {
      succeed: async (run) => {
        succeeded((await run(restoreGroup, { id })).customerGroupRestore.customerGroup);
        return [{ action: "RESTORED", subject: `CUSTOMER_GROUP ${id}`, fields }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(restoreGroup, { id: "cusgroup_unknown" })).customerGroupRestore.userErrors,
    };
  },

  customerGroupAddCustomers: async ({ server, customerId }) => {
    const { id: member } = await givenCustomer(server);
    const { id } = await givenGroup(server, "Wholesale", [member]);
    const customerIds = [customerId, member];
    return {
      succeed: async (run) => {
        succeeded((await run(addCustomers, { id, customerIds })).customerGroupAddCustomers.customerGroup);
        return [{ action: "MEMBER_ADDED", subject: `CUSTOMER ${customerId}`, fields: { groupId: [null, id] } }];
      },
      isRepeatable: true,
      refuse: async (run) =>
        (await run(addCustomers, { id, customerIds: [customerId, "cus_x"] })).customerGroupAddCustomers.userErrors,
    };
  },

  customerGroupRemoveCustomers: async ({ server, customerId }) => {
    const { id } = await givenGroup(server, "Wholesale", [customerId]);
    const customerIds = [customerId, "cus_unknown"];
    return {
      succeed: async (run) => {
        succeeded((await run(removeCustomers, { id, customerIds })).customerGroupRemoveCustomers.customerGroup);
        return [{ action: "MEMBER_REMOVED", subject: `CUSTOMER ${customerId}`, fields: { groupId: [id, null] } }];
      },
      isRepeatable: true,
      refuse: async (run) =>
        (await run(removeCustomers, { id: "cusgroup_x", customerIds })).customerGroupRemoveCustomers.userErrors,
    };
  },

  customerGroupUpdateCustomers: async ({ server, customerId }) => {
    const { id: member } = await givenCustomer(server);
    const { id } = await givenGroup(server, "Wholesale", [member]);
    const lists = { add: [customerId], remove: [member] };
    return {
      succeed: async (run) => {
        succeeded((await run(updateCustomers, { id, ...lists })).customerGroupUpdateCustomers.customerGroup);
        return [
          { action: "MEMBER_REMOVED", subject: `CUSTOMER ${member}`, fields: { groupId: [id, null] } },
          { action: "MEMBER_ADDED", subject: `CUSTOMER ${customerId}`, fields: { groupId: [null, id] } },
        ];
      },
      isRepeatable: true,
      refuse: async (run) =>
        (await run(updateCustomers, { id, ...lists, remove: [customerId] })).customerGroupUpdateCustomers.userErrors,
    };
  },
};
