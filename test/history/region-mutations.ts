import { createRegion, deleteRegion, updateRegion } from "../region/region.operations.js";
import { europe, givenRegion } from "../region/region.steps.js";
import { anyMoment, type MutationCase, succeeded } from "./mutation-calls.js";

/** The mutations of regions. */
export const regionMutations: Readonly<Record<string, MutationCase>> = {
  regionCreate: async () => ({
    succeed: async (run) => {
      const input = { ...europe, countryCodes: ["it", "de"] };
      const { id } = succeeded((await run(createRegion, { input })).regionCreate.region);
      const fields = {
        countryCodes: [null, ["de", "it"]],
        currencyCode: [null, "EUR"],
        name: [null, "Europe"],
      } as const;
      return [{ action: "CREATED", subject: `REGION ${id}`, fields }];
    },
    isRepeatable: false,
    refuse: async (run) => (await run(createRegion, { input: { name: " " } })).regionCreate.userErrors,
  }),

  regionUpdate: async ({ server }) => {
    const { id } = await givenRegion(server, { countryCodes: ["it"] });
    return {
      succeed: async (run) => {
        const input = { name: "Oceania", currencyCode: "AUD", countryCodes: ["nz", "au"], metadata: { gst: 10 } };
        succeeded((await run(updateRegion, { id, input })).regionUpdate.region);
        const fields = {
          countryCodes: [["it"], ["au", "nz"]],
          currencyCode: ["EUR", "AUD"],
          metadata: [null, input.metadata],
          name: ["Europe", "Oceania"],
        } as const;
        return [{ action: "UPDATED", subject: `REGION ${id}`, fields }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(updateRegion, { id, input: { name: null } })).regionUpdate.userErrors,
    };
  },

  regionDelete: async ({ server }) => {
    const { id } = await givenRegion(server, { countryCodes: ["it"] });
    return {
      succeed: async (run) => {
        succeeded((await run(deleteRegion, { id })).regionDelete.deletedId);
        return [{ action: "DELETED", subject: `REGION ${id}`, fields: { deletedAt: [null, anyMoment] } }];
      },
      isRepeatable: true,
      refuse: async (run) => (await run(deleteRegion, { id, ifVersion: 99 })).regionDelete.userErrors,
    };
  },
};
