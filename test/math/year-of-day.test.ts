import { describe, expect, it } from "vitest";
import { yearOfDay } from "../../src/math/year-of-day.js";

describe("the year of a day", () => {
  it("turns on the first of January, over leap years and centuries", () => {
    for (let year = 1890; year <= 2110; year += 1) {
      const first = Date.UTC(year, 0, 1) / 86_400_000;
      expect([yearOfDay(first - 1), yearOfDay(first), yearOfDay(first + 364)]).toEqual([year - 1, year, year]);
    }
  });
});
