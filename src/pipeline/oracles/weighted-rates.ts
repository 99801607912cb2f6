import { designSchema } from "../../spec/design.js";
import { logitLimits } from "../../stats/logit-limits.js";
import { contrastRates } from "../../stats/rate-contrast.js";
import { deriveWeightedRate } from "../../stats/weighted-rate.js";
import { type Agreement, agreeRelative, because } from "../../validation/agreement.js";
import type { Oracle } from "../../validation/oracle.js";
import { standardErrorOf } from "../../validation/oracles/standard-error.js";
import { estimateFixture, valuesOf } from "./estimate-fixture.js";
import { binaryOf, patientsIn, weighted } from "./fixture-frames.js";

interface Interval {
  readonly se: number;
  readonly lower: number;
  readonly upper: number;
}
type Kind = "robust" | "clustered";
type Rate = Readonly<Record<Kind, Interval>> & { readonly rate: number };
type Contrast = Readonly<Record<Kind, Interval & { readonly p: number }>> & {
  readonly estimate: number;
  /** On the scale of the kernel: a ratio's is its logarithm. */
  readonly linear: number;
};
type Fixture = Readonly<Record<"treat" | "y" | "weight" | "set", number[]>> &
  Readonly<Record<"control" | "trial", Rate>> &
  Readonly<Record<"difference" | "ratio" | "odds", Contrast>>;
const contrasts = [
  ["difference", "difference", "risk-difference", "risk_difference"],
  ["log-ratio", "ratio", "risk-ratio", "risk_ratio"],
  ["log-odds-ratio", "odds", "odds-ratio", "odds_ratio"],
] as const;
const glmDigits = "glm stops at 1e-15 of the deviance, which leaves its coefficients about eleven digits";

/** Weighted rates with logit limits and their three contrasts, of single rows and of matched sets. */
export const weightedRatesOracle: Oracle = {
  id: "weighted-rates",
  method: "Weighted rates, their difference, ratio and odds ratio with robust variance",
  reference: "lm, glm with vcovHC and vcovCL",
  packages: ["R", "sandwich"],
  run: (fixture) => {
    const given = fixture as Fixture;
    const weight = Float64Array.from(given.weight);
    const set = Int32Array.from(given.set);
    const rateOf = (side: 0 | 1) =>
      deriveWeightedRate(Uint8Array.from(given.y), weight, Uint8Array.from(given.treat), side);
    const rates = { trial: rateOf(1), control: rateOf(0) };
    const kinds: readonly Kind[] = ["robust", "clustered"];
    const kernels = kinds.map((kind) => {
      const cluster = kind === "robust" ? null : set;
      return {
        name: kind,
        agreements: [
          ...(["trial", "control"] as const).map((arm) => {
            const se = standardErrorOf(rates[arm].derivative, weight, cluster);
            const { estimate, lower, upper } = logitLimits(rates[arm].estimate, se, 0.95);
            const expected = given[arm][kind];
            return agreeRelative(
              `rate of the ${arm} arm with its interval`,
              [estimate, se, lower, upper],
              [given[arm].rate, expected.se, expected.lower, expected.upper],
              1e-12,
            );
          }),
          ...contrasts.map(([scale, name]) => {
            const { estimate, derivative } = contrastRates(scale, rates.trial, rates.control);
            const found = [estimate, standardErrorOf(derivative, weight, cluster)];
            const expected = [given[name].linear, given[name][kind].se];
            const what = `${scale} and standard error`;
            return scale === "difference"
              ? agreeRelative(what, found, expected, 1e-12)
              : because(glmDigits, agreeRelative(what, found, expected, 1e-10));
          }),
        ],
      };
    });
    return [
      ...kernels,
      ...kinds.map((kind) => ({ name: `${kind}, as estimates`, agreements: compareEstimates(given, kind) })),
    ];
  },
};

/** The same fixture as the estimates of a weighted and of a matched study have it. */
function compareEstimates(given: Fixture, kind: Kind): Agreement[] {
  const design = (method: string) => designSchema.parse({ label: "D", method, propensity: { terms: ["age"] } });
  const weights = weighted(given.weight);
  const study =
    kind === "robust"
      ? { design: design("weighting"), weights }
      : {
          design: design("full"),
          weights: { ...weights, kind: "matching" as const, pair: Int32Array.from(given.set) },
        };
  return contrasts.map(([, name, measure, statistic]) => {
    const records = estimateFixture({ patients: patientsIn(given.treat), ...study }, binaryOf(given.y), { measure });
    const { estimate, [kind]: expected } = given[name];
    const found = valuesOf(records, [statistic, `${statistic}_lower`, `${statistic}_upper`, "p_value"]);
    return because(
      glmDigits,
      agreeRelative(`${statistic}, limits and p`, found, [estimate, expected.lower, expected.upper, expected.p], 1e-9),
    );
  });
}
