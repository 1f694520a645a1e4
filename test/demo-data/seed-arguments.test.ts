import { ArgumentError } from "../../src/cli/arguments.js";
import { parseSeedArguments } from "../../src/cli/seed-arguments.js";

it("has defaults for everything", () => {
  expect(parseSeedArguments([])).toEqual({ customers: 1000, seed: 1, replace: false, help: false });
});

it("reads all options", () => {
  const expected = { customers: 100_000, seed: 0, replace: true, help: false };
  expect(parseSeedArguments(["--customers", "100000", "--seed=0", "--replace"])).toEqual(expected);
});

it.each([
  [["--customers", "0"], "--customers to be a whole number from 1 to 5000000, got 0."],
  [["--customers", "5000001"], "--customers to be"],
  [["--customers", "1e3"], "--customers to be"],
  [["--customers="], "--customers to be"],
  [["--seed", "4294967296"], "--seed to be"],
  [["--seed", "abc"], "--seed to be"],
  [["--customers"], "--customers"],
  [["--unknown"], "--unknown"],
  [["1000"], "1000"],
])("refuses %j", (args, message) => {
  expect(() => parseSeedArguments(args)).toThrow(ArgumentError);
  expect(() => parseSeedArguments(args)).toThrow(message);
});
