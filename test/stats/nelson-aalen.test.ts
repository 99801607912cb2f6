import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveNelsonAalen } from "../../src/stats/nelson-aalen.js";
import { nelsonAalenOracle } from "../../src/validation/oracles/nelson-aalen.js";

const hazard = (time: readonly number[], status: readonly number[]) =>
  Array.from(deriveNelsonAalen(Int32Array.from(time), Uint8Array.from(status)));

describe("the Nelson–Aalen cumulative hazard by hand", () => {
  it("adds events over those at risk, a censoring on an event's day still being at risk then", () => {
    // Day 2: 1 of 6; day 5: 2 of 5 (and one censored); day 9: 1 of 1 after day 7's censoring.
    const found = hazard([5, 2, 9, 5, 7, 5], [1, 1, 1, 0, 0, 1]);
    const [two, five] = [1 / 6, 1 / 6 + 2 / 5];
    expect(found).toEqual([five, two, five + 1, five, five, five]);
  });

  it("is 0 where nobody has the event, and empty of nobody", () => {
    expect(hazard([3, 1], [0, 0])).toEqual([0, 0]);
    expect(hazard([], [])).toEqual([]);
  });
});

describe("the Nelson–Aalen cumulative hazard", () => {
  it("agrees with R", async () => {
    const fixture: unknown = JSON.parse(readFileSync(join("oracles", "nelson-aalen", "fixture.json"), "utf8"));
    const agreements = (await nelsonAalenOracle.run(fixture)).flatMap((each) => each.agreements);
    expect(agreements).toHaveLength(4);
    for (const agreement of agreements) expect(agreement).toMatchObject({ passes: true });
  });

  it("sums to the number of events over everyone, whatever the order of the rows", () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 1 })), { maxLength: 40 });
    fc.assert(
      fc.property(rows, (patients) => {
        const [time, status] = [patients.map(([day]) => day), patients.map(([, event]) => event)];
        const found = hazard(time, status);
        const events = status.reduce((total, event) => total + event, 0);
        expect(found.reduce((total, own) => total + own, 0)).toBeCloseTo(events, 10);
        expect(hazard([...time].reverse(), [...status].reverse())).toEqual([...found].reverse());
      }),
      { seed: 1 },
    );
  });
});
