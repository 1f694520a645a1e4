import { measureJson } from "../../src/http/json-body.js";

describe("measureJson", () => {
  it.each([
    ["1", 0, 0],
    ["[]", 1, 0],
    ['{"a":[{}],"b":[[]]}', 3, 1],
    ['["[[[[{{{{,,,,"]', 1, 0],
    ['["\\"[[[[,", "\\\\", [1]]', 2, 2],
    ["[[[", 3, 0],
    ["]]][", 0, 0],
  ])("counts levels and commas outside of strings: %s", (json, nesting, separators) => {
    expect(measureJson(json)).toEqual({ nesting, separators });
  });
});
