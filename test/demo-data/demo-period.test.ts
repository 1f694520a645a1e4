import { demoPeriodBefore } from "../../src/demo-data/demo-period.js";

describe("demoPeriodBefore", () => {
  it.each(["2027-03-05T00:00:00.000Z", "2027-03-05T12:00:00.000Z", "2027-03-05T23:59:59.999Z"])(
    "returns the 730 days before the day of %s",
    (time) => {
      const end = Date.UTC(2027, 2, 5);
      expect(demoPeriodBefore(new Date(time))).toEqual({ start: end - 730 * 86_400_000, end });
    },
  );
});
