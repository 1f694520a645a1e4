import { describeOnServer } from "../support/database.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readRegion, regionsPage } from "./region.operations.js";
import { create, givenRegion, regionOf, update } from "./region.steps.js";

const rounds = 10;

describeOnServer("regions written at once", () => {
  const server = useTestServer();
  const manyTimes = <T>(count: number, call: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => call(index)));

  it("that take one country: exactly one is created, the others get CONFLICTING_INPUT", async () => {
    for (let round = 0; round < rounds; round += 1) {
      await server.reset();
      const outcomes = await manyTimes(6, (index) =>
        create(server, { name: `Region ${index}`, currencyCode: "EUR", countryCodes: ["de", "it"] }),
      );
      const [winner, ...others] = outcomes.filter(({ region }) => region !== null);
      expect(others).toEqual([]);
      for (const { region, userErrors } of outcomes) {
        if (region !== null) continue;
        expect(inShort(userErrors)).toEqual([0, 1].map((index) => `CONFLICTING_INPUT at input.countryCodes.${index}`));
      }
      expect(await regionOf(server, "it")).toBe(winner?.region?.id);
      expect((await server.run(regionsPage, {})).regions.nodes).toHaveLength(1);
    }
  });

  it("that take each other's country while they give theirs away: nothing moves, and no call fails", async () => {
    for (let round = 0; round < rounds; round += 1) {
      await server.reset();
      const one = await givenRegion(server, { name: "One", countryCodes: ["de"] });
      const other = await givenRegion(server, { name: "Other", countryCodes: ["it"] });
      const outcomes = await Promise.all([
        update(server, one.id, { countryCodes: ["it"] }),
        update(server, other.id, { countryCodes: ["fr"] }),
        update(server, other.id, { countryCodes: ["de"] }),
      ]);
      for (const { region, userErrors } of outcomes) {
        if (region === null) expect(inShort(userErrors)).toEqual(["CONFLICTING_INPUT at input.countryCodes.0"]);
      }
      const { regions } = await server.run(regionsPage, {});
      const codes = regions.nodes.flatMap(({ countries }) => countries.map(({ iso2 }) => iso2));
      expect(new Set(codes).size).toBe(codes.length);
      for (const { id, countries } of regions.nodes) {
        for (const { iso2 } of countries) expect(await regionOf(server, iso2)).toBe(id);
      }
    }
  });

  it("that take one name: exactly one is created, the others get NAME_TAKEN", async () => {
    const outcomes = await manyTimes(8, () => create(server, { name: "Europe", currencyCode: "EUR" }));
    const [winner, ...others] = outcomes.flatMap(({ region }) => region ?? []);
    expect(others).toEqual([]);
    for (const { region, userErrors } of outcomes) {
      if (region === null) expect(userErrors).toMatchObject([{ code: "NAME_TAKEN", existingId: winner?.id }]);
    }
  });

  it("keep each metadata key that one of many concurrent calls adds", async () => {
    const { id } = await givenRegion(server);
    await manyTimes(8, (index) => update(server, id, { metadata: { [`key${index}`]: index } }));
    const { region } = await server.run(readRegion, { id });
    expect(region?.version).toBe(9);
    expect(Object.keys(region?.metadata ?? {})).toHaveLength(8);
  });
});
