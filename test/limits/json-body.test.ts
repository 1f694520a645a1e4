import { shapeOfJson } from "../../src/http/json-body.js";

describe("the shape of JSON", () => {
  it.each([
    ["1", 0, 0],
    ["[]", 1, 0],
    ['{"a":[{}],"b":[[]]}', 3, 1],
    ['["[[[[{{{{,,,,"]', 1, 0],
    ['["\\"[[[[,", "\\\\", [1]]', 2, 2],
    ["[[[", 3, 0],
    ["]]][", 0, 0],
  ])("is that of what is around its texts: %s", (json, levels, separators) => {
    expect(shapeOfJson(json)).toEqual({ levels, separators });
  });
});
