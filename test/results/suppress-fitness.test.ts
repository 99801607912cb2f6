import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge } from "../../src/fitness/judge.js";
import type { Indicator } from "../../src/results/records.js";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";
import { fitnessSchema } from "../../src/spec/fitness.js";

const none = fitnessSchema.parse({});
const limit = 11;

function share(numerator: number, patients: number): Indicator {
  const counts = {
    numerator,
    denominator: patients,
    unit: "patients",
    patients,
    lower: 0,
    upper: 1,
    interval: "Wilson",
  };
  const place = { population: "eligible", group: "control", variable: null } as const;
  return judge({ id: "R2.4", ...place, value: numerator / patients, unit: "share", counts }, none);
}

function show(record: Indicator): Indicator {
  const [shown] = suppressSmallCells([record], limit, (_, group) => group !== "trial");
  return shown as Indicator;
}

/** What a reader sees of it. */
const seen = (record: Indicator): string => JSON.stringify(show(record));

describe("indicators of real-world patients", () => {
  it("show no counts and no limits, and a share in steps", () => {
    const shown = show(share(714, 751));
    // 0.951; steps of 0.05, since half a step of 0.02 spans no more than 7 of 751 patients.
    expect(shown.value).toBe(0.95);
    expect(shown.counts).toMatchObject({
      numerator: null,
      denominator: null,
      patients: null,
      lower: null,
      upper: null,
    });
    expect(shown.status).toBe("met");
  });

  it("of an arm of the trial stay as they are", () => {
    const record = { ...share(3, 180), group: "trial" };
    expect(show(record)).toEqual(record);
  });

  it("hide the share where no step is wide enough, and keep the status", () => {
    const shown = show(share(160, 200));
    expect([shown.value, shown.status]).toEqual([null, "caution"]);
    expect(shown.note).toContain("suppressed");
  });

  it("leave at least as many numbers of patients possible as the limit, whatever the share and the arm's size", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 220, max: 900 }).chain((patients) => fc.tuple(fc.nat(patients), fc.constant(patients))),
        ([numerator, patients]) => {
          const shown = seen(share(numerator, patients));
          let possible = 0;
          for (let other = 0; other <= patients; other += 1) if (seen(share(other, patients)) === shown) possible += 1;
          expect(possible).toBeGreaterThanOrEqual(limit - 1);
        },
      ),
      { seed: 3, numRuns: 25 },
    );
  }, 60_000);

  it("tell of faulty records none, some or a multiple of the limit", () => {
    const faulty = (value: number) => {
      const counts = { numerator: value, denominator: 900, unit: "scans", patients: 300, lower: null, upper: null };
      const place = { population: "eligible", group: "control", variable: "age" } as const;
      return show(judge({ id: "R4.5", ...place, value, unit: "scans", counts: { ...counts, interval: null } }, none));
    };
    expect([0, 1, 10, 11, 25].map((value) => faulty(value).value)).toEqual([0, null, null, 11, 22]);
    expect(faulty(1).status).toBe("not met");
  });
});
