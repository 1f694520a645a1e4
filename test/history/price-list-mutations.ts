import {
  createPriceList,
  deletePriceList,
  restorePriceList,
  updatePriceList,
} from "../price-list/price-list.operations.js";
import { givenPriceList, price, remove, sale } from "../price-list/price-list.steps.js";
import { type MutationCase, succeeded } from "./mutation-calls.js";

const stored = { ...price, minQuantity: null, maxQuantity: null };

/** The mutations of price lists. */
export const priceListMutations: Readonly<Record<string, MutationCase>> = {
  priceListCreate: async () => ({
    succeed: async (run) => {
      const input = { ...sale, prices: [price] };
      const { id } = succeeded((await run(createPriceList, { input })).priceListCreate.priceList);
      const fields = {
        customerGroupIds: [null, []],
        prices: [null, [stored]],
        status: [null, "DRAFT"],
        title: [null, sale.title],
        type: [null, sale.type],
      } as const;
      return [{ action: "CREATED", subject: `PRICE_LIST ${id}`, fields }];
    },
    isRepeatable: false,
    refuse: async (run) => (await run(createPriceList, { input: { title: " " } })).priceListCreate.userErrors,
  }),

  priceListUpdate: async ({ server }) => {
    const { id } = await givenPriceList(server);
    return {
      succeed: async (run) => {
        const input = { title: "Winter sale", prices: [price], startsAt: "2026-12-01T00:00:00.000Z" };
        succeeded((await run(updatePriceList, { id, input })).priceListUpdate.priceList);
        const fields = {
          prices: [[], [stored]],
          startsAt: [null, input.startsAt],
          title: [sale.title, input.title],
        } as const;
        return [{ action: "UPDATED", subject: `PRICE_LIST ${id}`, fields }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(updatePriceList, { id, input: { title: null } })).priceListUpdate.userErrors,
    };
  },

  priceListDelete: async ({ server }) => {
    const { id } = await givenPriceList(server);
    return {
      succeed: async (run) => {
        const { deletedAt } = succeeded((await run(deletePriceList, { id })).priceListDelete.priceList);
        return [{ action: "DELETED", subject: `PRICE_LIST ${id}`, fields: { deletedAt: [null, deletedAt] } }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(deletePriceList, { id, ifVersion: 99 })).priceListDelete.userErrors,
    };
  },

  priceListRestore: async ({ server }) => {
    const { id } = await givenPriceList(server, { prices: [price] });
    const { priceList } = await remove(server, id);
    const fields = { deletedAt: [priceList?.deletedAt, null] } as const;
    return {
      succeed: async (run) => {
        succeeded((await run(restorePriceList, { id })).priceListRestore.priceList);
        return [{ action: "RESTORED", subject: `PRICE_LIST ${id}`, fields }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(restorePriceList, { id: "plist_unknown" })).priceListRestore.userErrors,
    };
  },
};
