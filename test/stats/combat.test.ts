import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EstimationError } from "../../src/errors.js";
import { estimateBatchEffect } from "../../src/stats/batch-effect.js";
import { fitCombat } from "../../src/stats/combat.js";
import { effectOf, toCombatInput } from "../../src/validation/oracles/combat.js";
import { relativeError } from "../support/relative-error.js";

const { cases }: { cases: Record<string, Parameters<typeof toCombatInput>[0]> } = JSON.parse(
  readFileSync(new URL("../../oracles/combat/fixture.json", import.meta.url), "utf8"),
);

describe("fitCombat by hand", () => {
  it("features of one shift and one spread in each batch are moved wholly: every prior is a point", () => {
    // Batch 0: 1, 3; batch 1: 10, 18. Means 2 and 14, residuals ±1 and ±4: σ̂² = (1 + 1 + 16 + 16)/4 = 8.5, grand mean 8.
    const feature = [1, 3, 10, 18];
    const { adjusted, location, scale } = fitCombat(
      toCombatInput({
        features: [feature, feature.map((x) => 5 * x)],
        batch: [0, 0, 1, 1],
        columns: [],
        adjust: "location-scale",
      }),
    );
    const sigma = Math.sqrt(8.5);
    expect(
      relativeError(
        location.flatMap((row) => [...row]),
        [-6 / sigma, -6 / sigma, 6 / sigma, 6 / sigma],
      ),
    ).toBeLessThan(1e-12);
    // δ̂² with divisor n − 1 = 1: 2/8.5 and 32/8.5.
    expect(
      relativeError(
        scale.flatMap((row) => [...row]),
        [2 / 8.5, 2 / 8.5, 32 / 8.5, 32 / 8.5],
      ),
    ).toBeLessThan(1e-12);
    const half = sigma / Math.SQRT2;
    const wanted = [8 - half, 8 + half, 8 - half, 8 + half];
    expect(relativeError(adjusted[0]!, wanted)).toBeLessThan(1e-12);
    expect(
      relativeError(
        adjusted[1]!,
        wanted.map((x) => 5 * x),
      ),
    ).toBeLessThan(1e-12);
  });

  it("locations alone keep the spread of each batch", () => {
    const feature = [1, 3, 10, 18];
    const { adjusted } = fitCombat(
      toCombatInput({
        features: [feature, feature.map((x) => 5 * x)],
        batch: [0, 0, 1, 1],
        columns: [],
        adjust: "location",
      }),
    );
    expect(relativeError(adjusted[0]!, [7, 9, 4, 12])).toBeLessThan(1e-12);
  });

  it("F of two batches with means 2 and 14: 144 on 1 against 34 on 2 degrees of freedom", () => {
    const effect = estimateBatchEffect({
      y: Float64Array.of(1, 3, 10, 18),
      batch: Int32Array.of(0, 0, 1, 1),
      batchNames: ["b0", "b1"],
      X: new Float64Array(0),
      columnNames: [],
    });
    expect(effect.f).toBeCloseTo(144 / 17, 10);
    expect(effect.etaSquared).toBeCloseTo(144 / 178, 12);
    // t = √F on 2 degrees of freedom: p = 1 − t/√(t² + 2).
    expect(effect.p).toBeCloseTo(1 - Math.sqrt(144 / 17 / (144 / 17 + 2)), 10);
  });
});

describe("fitCombat on a simulation with known truth", () => {
  const noise = (() => {
    let state = 12345;
    return () => {
      let total = 0;
      for (let k = 0; k < 12; k += 1) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        total += state / 2 ** 32;
      }
      return total - 6;
    };
  })();
  const n = 600;
  const features = 20;
  const batch = Array.from({ length: n }, (_, i) => i % 3);
  // Five sixths of scanner 0 and one sixth of the others are trial patients: arms and scanners are mixed up, not the same.
  const arm = batch.map((b, i) => Number(Math.floor(i / 3) % 6 < (b === 0 ? 5 : 1)));
  const effect = 1;
  const clean = Array.from({ length: features }, () => arm.map((a) => 10 + effect * a + noise()));
  const shift = clean.map(() => [2 + 0.3 * noise(), -1 + 0.3 * noise(), 0.3 * noise()]);
  const spread = [1.6, 0.7, 1];
  const scanned = clean.map((values, g) =>
    values.map(
      (x, i) => 10 + effect * arm[i]! + (x - 10 - effect * arm[i]!) * spread[batch[i]!]! + shift[g]![batch[i]!]!,
    ),
  );
  const input = toCombatInput({ features: scanned, batch, columns: [arm], adjust: "location-scale" });
  const { adjusted } = fitCombat(input);
  const armDifference = (y: ArrayLike<number>) => {
    const mean = (side: number) => {
      const rows = arm.flatMap((a, i) => (a === side ? [i] : []));
      return rows.reduce((total, i) => total + y[i]!, 0) / rows.length;
    };
    return mean(1) - mean(0);
  };
  const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

  it("removes the scanners' effects", () => {
    for (const [g, y] of input.features.entries()) {
      expect(effectOf(input, y, g).etaSquared).toBeGreaterThan(0.3);
      expect(effectOf(input, adjusted[g]!, g).etaSquared).toBeLessThan(0.01);
    }
  });

  it("keeps the arms' difference, which the scanners had distorted", () => {
    // The mean over 20 features of a difference with standard error 0.08: Monte Carlo error 0.02.
    const kept = average(adjusted.map(armDifference));
    expect(Math.abs(average(scanned.map(armDifference)) - effect)).toBeGreaterThan(0.3);
    expect(Math.abs(kept - effect)).toBeLessThan(0.06);
    // Without the arm among the protected columns a part of it is taken for the scanners'.
    const unprotected = fitCombat(
      toCombatInput({ features: scanned, batch, columns: [], adjust: "location-scale" }),
    ).adjusted;
    expect(average(unprotected.map(armDifference))).toBeLessThan(kept - 0.2);
  });
});

describe("fitCombat, properties and refusals", () => {
  it("units and row order change nothing", () => {
    const each = cases.missingValues!;
    const base = fitCombat(toCombatInput(each)).adjusted;
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.integer({ min: -50, max: 50 }),
        (factor, shift) => {
          const features = each.features.map((feature) => feature.map((x) => (x === null ? null : factor * x + shift)));
          const moved = fitCombat(toCombatInput({ ...each, features })).adjusted;
          for (const [g, column] of base.entries()) {
            const known = each.features[g]!.flatMap((x, row) => (x === null ? [] : [row]));
            const wanted = known.map((row) => factor * column[row]! + shift);
            const size = Math.max(...wanted.map(Math.abs));
            for (const [k, row] of known.entries())
              expect(Math.abs(moved[g]![row]! - wanted[k]!) / size).toBeLessThan(1e-9);
          }
        },
      ),
      { seed: 3, numRuns: 20 },
    );
    const order = each.batch.map((_, i) => (i * 37) % each.batch.length);
    expect(new Set(order).size).toBe(each.batch.length);
    const turned = fitCombat(
      toCombatInput({
        ...each,
        features: each.features.map((feature) => order.map((i) => feature[i]!)),
        batch: order.map((i) => each.batch[i]!),
        columns: each.columns.map((column) => order.map((i) => column[i]!)),
      }),
    ).adjusted;
    for (const [g, column] of base.entries())
      expect(
        relativeError(
          turned[g]!,
          order.map((i) => column[i]!),
        ),
      ).toBeLessThan(1e-9);
  });

  const two = { batch: [0, 0, 0, 1, 1, 1], adjust: "location-scale" } as const;
  const values = [
    [1, 2, 4, 7, 5, 9],
    [3, 1, 2, 8, 6, 5],
  ];

  it("refuses a protected column that the batches determine, naming it", () => {
    const fit = () => fitCombat(toCombatInput({ ...two, features: values, columns: [[1, 1, 1, 0, 0, 0]] }));
    expect(fit).toThrow(EstimationError);
    expect(fit).toThrow(/x0 is a combination of batch b1/);
  });

  it("refuses one feature, one batch, a batch of one row and a feature that does not vary", () => {
    expect(() => fitCombat(toCombatInput({ ...two, features: values.slice(0, 1), columns: [] }))).toThrow(
      /got 1 and 2/,
    );
    expect(() =>
      fitCombat(toCombatInput({ ...two, batch: [0, 0, 0, 0, 0, 0], features: values, columns: [] })),
    ).toThrow(/got 2 and 1/);
    expect(() =>
      fitCombat(toCombatInput({ ...two, batch: [0, 0, 0, 0, 0, 1], features: values, columns: [] })),
    ).toThrow(/b1 has fewer of f0/);
    expect(() => fitCombat(toCombatInput({ ...two, features: [[2, 2, 2, 7, 7, 7], values[1]!], columns: [] }))).toThrow(
      /f0 does not/,
    );
  });

  it("refuses a scale where no feature varies within a batch, and takes locations alone", () => {
    const flat = [
      [2, 2, 2, 7, 5, 9],
      [3, 3, 3, 8, 6, 5],
    ];
    expect(() => fitCombat(toCombatInput({ ...two, features: flat, columns: [] }))).toThrow(
      /no feature varies within batch b0/,
    );
    const { adjusted } = fitCombat(toCombatInput({ ...two, adjust: "location", features: flat, columns: [] }));
    expect(adjusted.flatMap((column) => [...column]).every(Number.isFinite)).toBe(true);
  });
});
