import { describe, expect, it } from "vitest";
import { civilDate, epochDay, firstOfMonth } from "../../src/simulate/calendar.js";

describe("the calendar", () => {
  it("agrees with UTC dates from 1899 to 2101, leap days included", () => {
    const first = Date.UTC(1899, 0, 1) / 86400000;
    const wrong: number[] = [];
    for (let day = first; day < Date.UTC(2101, 0, 1) / 86400000; day += 1) {
      const utc = new Date(day * 86400000);
      const { year, month, day: ofMonth } = civilDate(day);
      const isRight = year === utc.getUTCFullYear() && month === utc.getUTCMonth() + 1 && ofMonth === utc.getUTCDate();
      if (!isRight || epochDay(year, month, ofMonth) !== day) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });

  it("finds the first of the month", () => {
    expect(firstOfMonth(epochDay(2020, 2, 29))).toBe(epochDay(2020, 2, 1));
    expect(firstOfMonth(epochDay(2021, 1, 1))).toBe(epochDay(2021, 1, 1));
  });
});
