import { describe, expect, it } from "vitest";
import { DEATH_PRECISION, imputeDeathDay } from "../../src/endpoints/death-day.js";
import { NEVER } from "../../src/recist/lesion-rows.js";

const { day, month, year } = DEATH_PRECISION;

describe("a death whose date is known in part", () => {
  // died, precision, last alive, index → day of death; died is the first day of its month or year.
  it.each([
    ["known to the day: as recorded", 110, day, 50, 0, 110],
    ["known to the month: its 15th", 100, month, NEVER, 0, 114],
    ["never before the last day known alive", 100, month, 120, 0, 120],
    ["never before index within that month: whoever starts there was alive", 100, month, NEVER, 122, 122],
    ["before index all the same where the whole month lies before it", 100, month, NEVER, 131, 114],
    ["known to the year: the middle of it", 0, year, NEVER, -400, 182],
    ["nobody dies who did not", NEVER, month, 120, 0, NEVER],
  ])("%s", (_, died, precision, lastAlive, index, expected) => {
    expect(imputeDeathDay(died, precision, lastAlive, index)).toBe(expected);
  });
});
