import {
  amountOfSmallestUnits,
  exactAmount,
  exactInteger,
  roundedAmount,
} from "../../src/medusa-import/staging/exact-decimal.js";

it.each([
  ["13.5", 2, "13.50"],
  ["13.50000", 2, "13.50"],
  ["13.505", 2, null],
  ["1e2", 2, "100.00"],
  ["1.5E-1", 2, "0.15"],
  ["-0", 0, "0"],
  ["+7", 0, "7"],
  [".5", 1, "0.5"],
  ["5.", 1, "5.0"],
  ["999999999999999999", 0, "999999999999999999"],
  ["1000000000000000000", 0, null],
  ["", 2, null],
  [".", 2, null],
  ["NaN", 2, null],
  ["1,5", 2, null],
  ["1e9999", 2, null],
])("exactAmount(%j, %i) is %j", (text, decimals, expected) => {
  expect(exactAmount(text, decimals)).toBe(expected);
});

it.each([
  ["92.2765", 2, "92.28"],
  ["0.005", 2, "0.01"],
  ["0.00499999999999999999999", 2, "0.00"],
  ["-0.005", 2, "-0.01"],
  ["-0.004", 2, "0.00"],
  ["0.5", 0, "1"],
  ["9.99", 1, "10.0"],
  ["1", 3, "1.000"],
  ["x", 2, null],
])("roundedAmount(%j, %i) is %j", (text, decimals, expected) => {
  expect(roundedAmount(text, decimals)).toBe(expected);
});

it.each([
  ["1350", 2, "13.50"],
  ["5", 2, "0.05"],
  ["-5", 3, "-0.005"],
  ["1350", 0, "1350"],
  ["13.5", 2, null],
  ["0", 2, "0.00"],
])("amountOfSmallestUnits(%j, %i) is %j", (text, decimals, expected) => {
  expect(amountOfSmallestUnits(text, decimals)).toBe(expected);
});

it.each([
  ["10", 10],
  ["10.00", 10],
  ["1.5", null],
  ["2147483647", 2_147_483_647],
  ["2147483648", null],
])("exactInteger(%j) is %j", (text, expected) => {
  expect(exactInteger(text)).toBe(expected);
});
