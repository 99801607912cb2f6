import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { stream } from "../../src/math/stream.js";
import { estimateAbadieImbens } from "../../src/stats/abadie-imbens.js";
import { matchWithReplacement } from "../../src/stats/nearest-with-replacement.js";

const fixture: Record<"score" | "treated" | "earnings", number[]> & { scoreSd: number } = JSON.parse(
  readFileSync(new URL("../../oracles/abadie-imbens/fixture.json", import.meta.url), "utf8"),
);
const score = Float64Array.from(fixture.score);
const treated = Uint8Array.from(fixture.treated);
const earnings = Float64Array.from(fixture.earnings);
const constant = { kind: "constant" } as const;

describe("Abadie–Imbens on data with a published answer", () => {
  it("the Dehejia–Wahba sample: ATT 2153.306, standard error 825.398", () => {
    // Match ties what lies within a squared distance of 1e-5 on the score in units of its SD.
    const match = matchWithReplacement({ score, treated, tieTolerance: 1e-5 * fixture.scoreSd ** 2 });
    const found = estimateAbadieImbens({ outcome: earnings, treated, match, residualVariance: constant });
    expect(found.att).toBeCloseTo(2153.306, 3);
    expect(found.se).toBeCloseTo(825.398, 3);
    expect(match.control.length).toBe(346);
  });
});

describe("Abadie–Imbens by hand", () => {
  // Treated at 0 and 10 with outcomes 5 and 9; controls at 1, 9 and 30 with outcomes 2, 8 and 0.
  const line = { score: Float64Array.of(0, 10, 1, 9, 30), treated: Uint8Array.of(1, 1, 0, 0, 0) };
  const outcome = Float64Array.of(5, 9, 2, 8, 0);

  it("pairs (5, 2) and (9, 8): ATT (3 + 1)/2 = 2, σ² = (1 + 1)/4, V = (1 + 1)/4", () => {
    const match = matchWithReplacement(line);
    const found = estimateAbadieImbens({ outcome, treated: line.treated, match, residualVariance: constant });
    // No control is used twice: K² − K′ = 0. Conditional: four rows of K = 1, 4 × ½ / 4 = ½.
    expect(found.att).toBe(2);
    expect(found.se).toBeCloseTo(Math.sqrt(1 / 2), 15);
    expect(found.conditionalSe).toBeCloseTo(Math.sqrt(1 / 2), 15);
  });

  it("1:2 shares both near controls, so each counts K = 1 and K′ = ½", () => {
    const match = matchWithReplacement({ ...line, ratio: 2 });
    expect([...match.weight]).toEqual([1, 1, 1, 1, 0]);
    const found = estimateAbadieImbens({ outcome, treated: line.treated, match, residualVariance: constant });
    // Ŷ(0) = 5 for both: differences 0 and 4, ATT 2. Deviations: 1, −5, 5, −1 → σ² = (26/2 + 26/2)/4 = 6.5.
    expect(found.att).toBe(2);
    expect(found.se).toBeCloseTo(Math.sqrt((8 + 2 * 0.5 * 6.5) / 4), 14);
  });

  it("σ² by neighbours: the sample variance of a row and its nearest of the same arm", () => {
    const match = matchWithReplacement(line);
    const residualVariance = { kind: "by-neighbours", neighbours: 1, score: line.score } as const;
    const found = estimateAbadieImbens({ outcome, treated: line.treated, match, residualVariance });
    // Treated: (5 − 9)²/2 = 8 each; controls 2 and 8: 18 each. Conditional: (8 + 8 + 18 + 18)/4 = 13.
    expect(found.conditionalSe).toBeCloseTo(Math.sqrt(13), 14);
  });
});

describe("Abadie–Imbens, properties and refusals", () => {
  it("any order of the rows gives the same bytes", () => {
    const n = 60;
    const { uniform, integer } = stream(5, "abadie-imbens");
    const rows = Array.from({ length: n }, (_, i) => ({
      i,
      s: integer(12),
      arm: integer(3) === 0 ? 1 : 0,
      y: uniform(),
    }));
    const results = [0, 1, 2].map((turn) => {
      const moved = turn === 0 ? rows : [...rows].sort((a, b) => ((a.i * (7 + turn)) % n) - ((b.i * (7 + turn)) % n));
      const arms = Uint8Array.from(moved, ({ arm }) => arm);
      const line = {
        score: Float64Array.from(moved, ({ s }) => s / 3),
        tieRank: Int32Array.from(moved, ({ i }) => i),
      };
      const match = matchWithReplacement({ ...line, treated: arms, ratio: 3 });
      const outcome = Float64Array.from(moved, ({ y }) => y);
      const residualVariance = { kind: "by-neighbours", neighbours: 2, ...line } as const;
      return estimateAbadieImbens({ outcome, treated: arms, match, residualVariance });
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it("refuses an outcome that is not finite, no matched treated row and an arm without neighbours", () => {
    const line = { score: Float64Array.of(0, 1, 2), treated: Uint8Array.of(1, 0, 0) };
    const match = matchWithReplacement(line);
    const input = { treated: line.treated, match, residualVariance: constant };
    expect(() => estimateAbadieImbens({ ...input, outcome: Float64Array.of(0, Number.NaN, 1) })).toThrow(
      EstimationError,
    );
    const outcome = Float64Array.of(0, 1, 1);
    const none = matchWithReplacement({ ...line, caliper: 0.5 });
    expect(() => estimateAbadieImbens({ ...input, match: none, outcome })).toThrow(/there is none/);
    const residualVariance = { kind: "by-neighbours", neighbours: 1, score: line.score } as const;
    expect(() => estimateAbadieImbens({ ...input, outcome, residualVariance })).toThrow(/constant residual variance/);
  });
});
