import { remove } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import {
  addMatching,
  deleteCustomers,
  removeMatching,
  restoreCustomers,
  upsertCustomer,
  upsertCustomers,
} from "../customer-sync/upsert.operations.js";
import { anyMoment, type MutationCase } from "./mutation-calls.js";

const updated = (customerId: string) => ({
  action: "UPDATED" as const,
  subject: `CUSTOMER ${customerId}`,
  fields: { externalIds: [null, [{ system: "erp", value: "1" }]], firstName: ["Ada", "Eva"] } as const,
});

const wanted = { firstName: "Eva", externalIds: [{ system: "erp", value: "1" }] };

/** The mutations that keep customers in step with other systems. */
export const syncMutations: Readonly<Record<string, MutationCase>> = {
  customerUpsert: async ({ customerId }) => ({
    succeed: async (run) => {
      const { outcome } = (await run(upsertCustomer, { by: { id: customerId }, input: wanted, dryRun: false }))
        .customerUpsert;
      expect(["UPDATED", "UNCHANGED"]).toContain(outcome);
      return [updated(customerId)];
    },
    isRepeatable: true,
    refuse: async (run) =>
      (await run(upsertCustomer, { by: { id: "cus_x" }, input: {}, dryRun: false })).customerUpsert.userErrors,
  }),

  customersUpsert: async ({ customerId }) => {
    const options = { onBadRow: "ALL_OR_NOTHING", dryRun: false } as const;
    return {
      succeed: async (run) => {
        const rows = [{ by: { id: customerId }, input: wanted }];
        expect((await run(upsertCustomers, { rows, ...options })).customersUpsert.failed).toBe(0);
        return [updated(customerId)];
      },
      isRepeatable: true,
      refuse: async (run) =>
        (await run(upsertCustomers, { rows: [{ input: {} }], ...options })).customersUpsert.userErrors,
    };
  },

  customersDelete: async ({ customerId }) => ({
    succeed: async (run) => {
      expect((await run(deleteCustomers, { ids: [customerId] })).customersDelete.userErrors).toEqual([]);
      const fields = { deletedAt: [null, anyMoment] } as const;
      return [{ action: "DELETED", subject: `CUSTOMER ${customerId}`, fields }];
    },
    isRepeatable: true,
    refuse: async (run) => (await run(deleteCustomers, { ids: ["cus_unknown"] })).customersDelete.userErrors,
  }),

  customersRestore: async ({ server, customerId }) => {
    await remove(server, customerId);
    return {
      succeed: async (run) => {
        expect((await run(restoreCustomers, { ids: [customerId] })).customersRestore.userErrors).toEqual([]);
        const fields = { deletedAt: [anyMoment, null] } as const;
        return [{ action: "RESTORED", subject: `CUSTOMER ${customerId}`, fields }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(restoreCustomers, { ids: ["cus_unknown"] })).customersRestore.userErrors,
    };
  },

  customerGroupAddMatching: async ({ server, customerId }) => {
    const { id } = await givenGroup(server);
    const call = { id, where: { id: { eq: customerId } } };
    return {
      succeed: async (run) => {
        const { userErrors } = (await run(addMatching, { ...call, expectedCount: 1 })).customerGroupAddMatching;
        expect(userErrors).toEqual([]);
        return [{ action: "MEMBER_ADDED", subject: `CUSTOMER ${customerId}`, fields: { groupId: [null, id] } }];
      },
      isRepeatable: true,
      refuse: async (run) =>
        (await run(addMatching, { ...call, expectedCount: 2 })).customerGroupAddMatching.userErrors,
    };
  },

  customerGroupRemoveMatching: async ({ server, customerId }) => {
    const { id } = await givenGroup(server, "Wholesale", [customerId]);
    const call = { id, where: { id: { eq: customerId } } };
    return {
      succeed: async (run) => {
        const { userErrors } = (await run(removeMatching, { ...call, expectedCount: 1 })).customerGroupRemoveMatching;
        expect(userErrors).toEqual([]);
        return [{ action: "MEMBER_REMOVED", subject: `CUSTOMER ${customerId}`, fields: { groupId: [id, null] } }];
      },
      isRepeatable: true,
      refuse: async (run) =>
        (await run(removeMatching, { ...call, expectedCount: 2 })).customerGroupRemoveMatching.userErrors,
    };
  },
};
