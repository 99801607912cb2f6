import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { deriveFollowUpCompleteness } from "../../src/stats/follow-up-completeness.js";
import { followUpCompletenessOracle } from "../../src/validation/oracles/follow-up-completeness.js";

describe("completeness of follow-up", () => {
  it("by hand: an event, one lost at half of his time, one followed to the end and beyond", () => {
    // Observed 40 + 50 + 100, possible 40 + 100 + 100; the event after the limit counts as followed to it.
    const rows = {
      time: Int32Array.of(40, 50, 160, 120),
      status: Uint8Array.of(1, 0, 0, 1),
      limit: Int32Array.of(100, 100, 100, 100),
    };
    expect(deriveFollowUpCompleteness(rows)).toBe((40 + 50 + 100 + 100) / (40 + 100 + 100 + 100));
    // Who enters after day 20 has 20 days less on both sides.
    expect(deriveFollowUpCompleteness({ ...rows, entry: Int32Array.of(0, 20, 0, 0) })).toBe(270 / 320);
  });

  it("agrees with the person-time that R counts", async () => {
    const fixture: unknown = JSON.parse(readFileSync("oracles/follow-up-completeness/fixture.json", "utf8"));
    const agreements = (await followUpCompletenessOracle.run(fixture)).flatMap((each) => each.agreements);
    expect(agreements).toHaveLength(4);
    for (const agreement of agreements) expect(agreement).toMatchObject({ passes: true });
  });

  it("does not count who could not be followed, and says where nobody could", () => {
    const rows = { time: Int32Array.of(40, 50), status: Uint8Array.of(0, 0) };
    expect(deriveFollowUpCompleteness({ ...rows, limit: Int32Array.of(80, 0) })).toBe(0.5);
    expect(() => deriveFollowUpCompleteness({ ...rows, limit: new Int32Array(2) })).toThrow(EstimationError);
  });

  it("lies within 0 and 1, is 1 where all were followed to event or limit, and falls with a loss", () => {
    const row = fc.record({ time: fc.integer({ min: 1, max: 500 }), event: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 400 }), (rows, limit) => {
        const columns = {
          time: Int32Array.from(rows, ({ time }) => time),
          status: Uint8Array.from(rows, ({ event }) => (event ? 1 : 0)),
          limit: new Int32Array(rows.length).fill(limit),
        };
        const found = deriveFollowUpCompleteness(columns);
        expect(found).toBeGreaterThan(0);
        const isWhole = rows.every(({ time, event }) => event || time >= limit);
        expect(found === 1).toBe(isWhole);
        expect(found).toBeLessThanOrEqual(1);
        const turned = {
          time: columns.time.slice().reverse(),
          status: columns.status.slice().reverse(),
          limit: columns.limit,
        };
        expect(deriveFollowUpCompleteness(turned)).toBe(found);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
