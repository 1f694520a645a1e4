import { type DemoGroup, generateGroups } from "../../src/demo-data/demo-groups.js";
import { givenParameters } from "./demo-parameters.js";

function make(customers: number, seed = 1): DemoGroup[] {
  return [...generateGroups(givenParameters(customers, seed))];
}

const sizesOf = (groups: readonly DemoGroup[]) => groups.map((group) => group.members.length);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe("generateGroups", () => {
  it("generates the same groups for the same seed, and others for another seed", () => {
    expect(make(1000, 7)).toEqual(make(1000, 7));
    expect(make(1000, 7).map((group) => group.id)).not.toEqual(make(1000, 8).map((group) => group.id));
    expect(make(1000, 7)[0]?.members).not.toEqual(make(1000, 8)[0]?.members);
  });

  it.each([
    [1000, 12],
    [100_000, 200],
  ])("generates for %i customers %i groups", (customers, count) => {
    expect(make(customers)).toHaveLength(count);
  });

  it.each([1, 2, 7, 10, 99, 1000, 12_345, 100_000])(
    "adds %i customers to three groups on average, half of them to the largest",
    (customers) => {
      const sizes = sizesOf(make(customers));
      expect(sum(sizes)).toBe(customers * 3);
      expect(sizes[0]).toBe(Math.ceil(customers / 2));
      expect(Math.max(...sizes)).toBe(sizes[0]);
      if (customers >= 1000) expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    },
  );

  it("generates each member once, in order, and only customers that exist", () => {
    for (const { members } of make(1000)) {
      expect([...members]).toEqual([...new Set(members)].sort((a, b) => a - b));
      expect(members.every((member) => member >= 0 && member < 1000)).toBe(true);
    }
  });

  it("creates hundreds of groups with different names, and ids in order of creation", () => {
    const groups = make(200_000);
    expect(groups).toHaveLength(306);
    expect(new Set(groups.map((group) => group.name.toLowerCase())).size).toBe(groups.length);
    const ids = groups.map((group) => group.id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const id of ids) expect(id).toMatch(/^cusgroup_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });
});
