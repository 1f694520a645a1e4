import { manyByKey, oneByKey } from "../../src/graphql/loaders/align-keys.js";

const rows = [
  { id: "b", group: "x" },
  { id: "a", group: "y" },
  { id: "c", group: "x" },
];

describe("oneByKey", () => {
  it("returns the row of each key in the order of the keys, null for a missing row", () => {
    expect(oneByKey(["a", "z", "b", "a"], rows, ({ id }) => id)).toEqual([rows[1], null, rows[0], rows[1]]);
  });
});

describe("manyByKey", () => {
  it("returns the rows of each key in their original order", () => {
    expect(manyByKey(["y", "x"], rows, ({ group }) => group)).toEqual([[rows[1]], [rows[0], rows[2]]]);
  });

  it("returns a new empty array for each key without rows", () => {
    const [one, other] = manyByKey(["p", "q"], rows, ({ group }) => group);
    expect(one).toEqual([]);
    expect(other).toEqual([]);
    expect(one).not.toBe(other);
  });
});
