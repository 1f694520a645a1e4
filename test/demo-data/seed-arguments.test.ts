import { ArgumentError } from "../../src/cli/arguments.js";
import { parseSeedArguments } from "../../src/cli/seed-arguments.js";

it("has defaults for everything", () => {
  expect(parseSeedArguments([])).toEqual({ customers: 1000, seed: 1, until: undefined, replace: false, help: false });
});

it("reads all options", () => {
  const expected = { customers: 100_000, seed: 0, until: new Date("2028-02-29T00:00:00Z"), replace: true, help: false };
  expect(parseSeedArguments(["--customers", "100000", "--seed=0", "--until", "2028-02-29", "--replace"])).toEqual(
    expected,
  );
});

it.each([
  [["--customers", "0"], "--customers to be a whole number from 1 to 5000000, got 0."],
  [["--customers", "5000001"], "--customers to be"],
  [["--customers", "1e3"], "--customers to be"],
  [["--customers="], "--customers to be"],
  [["--seed", "4294967296"], "--seed to be"],
  [["--seed", "abc"], "--seed to be"],
  [["--until", "2027-02-29"], "--until to be a date from 1970-01-01 to 2999-12-31, got 2027-02-29."],
  [["--until", "1969-12-31"], "--until to be"],
  [["--until", "3000-01-01"], "--until to be"],
  [["--until", "2026-11-01T00:00:00Z"], "--until to be"],
  [["--until", "2026-11"], "--until to be"],
  [["--until", "today"], "--until to be"],
  [["--customers"], "--customers"],
  [["--unknown"], "--unknown"],
  [["1000"], "1000"],
])("refuses %j", (args, message) => {
  expect(() => parseSeedArguments(args)).toThrow(ArgumentError);
  expect(() => parseSeedArguments(args)).toThrow(message);
});
