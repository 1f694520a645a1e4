import { manyByKey, oneByKey } from "../../src/graphql/loaders/align-keys.js";

const rows = [
  { id: "b", group: "x" },
  { id: "a", group: "y" },
  { id: "c", group: "x" },
];

describe("oneByKey", () => {
  it("gives each key its row in the order of the keys, null where there is none", () => {
    expect(oneByKey(["a", "z", "b", "a"], rows, ({ id }) => id)).toEqual([rows[1], null, rows[0], rows[1]]);
  });
});

describe("manyByKey", () => {
  it("gives each key its rows in their own order", () => {
    expect(manyByKey(["y", "x"], rows, ({ group }) => group)).toEqual([[rows[1]], [rows[0], rows[2]]]);
  });

  it("gives each key without rows an empty list of its own", () => {
    const [one, other] = manyByKey(["p", "q"], rows, ({ group }) => group);
    expect(one).toEqual([]);
    expect(other).toEqual([]);
    expect(one).not.toBe(other);
  });
});
