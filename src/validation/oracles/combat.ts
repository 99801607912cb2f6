import { estimateBatchEffect } from "../../stats/batch-effect.js";
import { type CombatInput, fitCombat } from "../../stats/combat.js";
import { agreeAbsolute, agreeRelative, because } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Effect {
  readonly f: number;
  readonly p: number;
  readonly etaSquared: number;
}
interface Case {
  readonly features: readonly (readonly (number | null)[])[];
  readonly batch: readonly number[];
  readonly columns: readonly (readonly number[])[];
  readonly adjust: "location-scale" | "location";
  readonly adjusted: readonly (readonly (number | null)[])[];
  readonly location: readonly (readonly number[])[];
  readonly scale: readonly (readonly number[])[];
  readonly before: readonly Effect[];
  readonly after: readonly Effect[];
}

/** Harmonised values, shrunk shifts and spreads, and the effect of batches before and after. */
export const combatOracle: Oracle = {
  id: "combat",
  method: "ComBat harmonisation and the effect of batches",
  reference: "lm, anova and the written-out fixed point of Johnson, Li & Rabinovic 2007",
  packages: ["R"],
  run: (fixture) =>
    Object.entries((fixture as { cases: Record<string, Case> }).cases).map(([name, each]) => {
      const input = toCombatInput(each);
      const { adjusted, location, scale } = fitCombat(input);
      const sides = [
        ...input.features.map((y, g) => [effectOf(input, y, g), each.before[g]!] as const),
        ...adjusted.map((y, g) => [effectOf(input, y, g), each.after[g]!] as const),
      ];
      const inR = sides.map(([, effect]) => effect);
      const here = sides.map(([effect]) => effect);
      return {
        name,
        agreements: [
          agreeRelative(
            "harmonised values",
            adjusted.flatMap((y) => [...y]),
            each.adjusted.flat(),
            1e-8,
          ),
          agreeRelative(
            "shifts",
            location.flatMap((row) => [...row]),
            each.location.flat(),
            1e-8,
          ),
          agreeRelative(
            "spreads",
            scale.flatMap((row) => [...row]),
            each.scale.flat(),
            1e-8,
          ),
          agreeRelative(
            "p",
            here.map(({ p }) => p),
            inR.map(({ p }) => p),
            1e-8,
          ),
          because(
            "after harmonisation F and η² are differences of nearly equal sums of squares, here as in R",
            agreeAbsolute(
              "F, partial η²",
              here.flatMap(({ f, etaSquared }) => [f, etaSquared]),
              inR.flatMap(({ f, etaSquared }) => [f, etaSquared]),
              1e-8,
            ),
          ),
        ],
      };
    }),
};

/** A case as the kernel takes it; null: the feature is missing there. */
export function toCombatInput({
  features,
  batch,
  columns,
  adjust,
}: Pick<Case, "features" | "batch" | "columns" | "adjust">): CombatInput {
  return {
    features: features.map((feature) => Float64Array.from(feature, (value) => value ?? 0)),
    missing: features.map((feature) => Uint8Array.from(feature, (value) => (value === null ? 1 : 0))),
    featureNames: features.map((_, g) => `f${g}`),
    batch: Int32Array.from(batch),
    batchNames: Array.from(new Set(batch), (i) => `b${i}`).sort(),
    X: Float64Array.from(columns.flat()),
    columnNames: columns.map((_, j) => `x${j}`),
    adjust,
  };
}

/** The effect of the batches on one feature, over the rows that have it. */
export function effectOf(input: CombatInput, y: Float64Array, g: number): Effect {
  const { batch, batchNames, X, columnNames } = input;
  const n = y.length;
  const rows = Array.from(y.keys()).filter((row) => input.missing[g]![row] === 0);
  return estimateBatchEffect({
    y: Float64Array.from(rows, (row) => y[row]!),
    batch: Int32Array.from(rows, (row) => batch[row]!),
    batchNames,
    X: Float64Array.from(columnNames.flatMap((_, j) => rows.map((row) => X[j * n + row]!))),
    columnNames,
  });
}
