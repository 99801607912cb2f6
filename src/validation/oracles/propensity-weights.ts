import { effectiveSampleSize } from "../../stats/effective-sample-size.js";
import { estimateCStatistic } from "../../stats/propensity-overlap.js";
import { derivePropensityWeights, type WeightedEstimand } from "../../stats/propensity-weights.js";
import { stabiliseWeights } from "../../stats/stabilise-weights.js";
import { truncateWeights } from "../../stats/truncate-weights.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Case {
  readonly ps: number[];
  readonly treated: number[];
  readonly weight: Record<WeightedEstimand, number[]>;
  readonly essControl: Record<WeightedEstimand, number>;
  readonly essTreated: Record<WeightedEstimand, number>;
  readonly stabilised: number[];
  readonly truncated: { readonly limits: number[]; readonly weight: number[] };
  /** Propensities with ties. */
  readonly coarse: number[];
  readonly cStatistic: number;
  readonly cStatisticCoarse: number;
  readonly cStatisticWeighted: number;
}
const estimands: readonly WeightedEstimand[] = ["ATT", "ATE", "ATO", "ATM", "ATEN"];

/** Weights of all five estimands and the effective sample sizes they leave, stabilised and truncated weights, the c-statistic. */
export const propensityWeightsOracle: Oracle = {
  id: "att-weights",
  method: "Propensity weights (ATT, ATE, ATO, ATM, ATEN; stabilised, truncated), effective sample size, c-statistic",
  reference: "the published formulas, quantile, concordance",
  packages: ["R", "survival"],
  run: (fixture) =>
    Object.entries((fixture as { cases: Record<string, Case> }).cases).map(([name, each]) => {
      const treated = Uint8Array.from(each.treated);
      const agreements = estimands.flatMap((estimand) => {
        const weight = derivePropensityWeights(treated, Float64Array.from(each.ps), estimand);
        const sizes = [effectiveSampleSize(weight, treated, 0), effectiveSampleSize(weight, treated)];
        return [
          agreeRelative(`${estimand} weights`, weight, each.weight[estimand], 1e-12),
          agreeRelative(
            `${estimand} effective sample sizes`,
            sizes,
            [each.essControl[estimand], each.essTreated[estimand]],
            1e-12,
          ),
        ];
      });
      return { name, agreements: [...agreements, ...compareAdjusted(each, treated), compareOverlap(each, treated)] };
    }),
};

function compareAdjusted({ weight, stabilised, truncated }: Case, treated: Uint8Array) {
  const member = treated.map((arm) => 1 - arm);
  const cut = truncateWeights(Float64Array.from(weight.ATT), { member, lower: 0.02, upper: 0.97 });
  return [
    agreeRelative("stabilised weights", stabiliseWeights(Float64Array.from(weight.ATE), treated), stabilised, 1e-12),
    agreeRelative("truncated weights", cut.weight, truncated.weight, 1e-12),
    agreeRelative("limits of truncation", [cut.lower, cut.upper], truncated.limits, 1e-12),
  ];
}

function compareOverlap(each: Case, treated: Uint8Array) {
  const coarse = Float64Array.from(each.coarse);
  return agreeRelative(
    "c-statistic: plain, with ties, with ties and weights",
    [
      estimateCStatistic(Float64Array.from(each.ps), treated),
      estimateCStatistic(coarse, treated),
      estimateCStatistic(coarse, treated, Float64Array.from(each.weight.ATE)),
    ],
    [each.cStatistic, each.cStatisticCoarse, each.cStatisticWeighted],
    1e-12,
  );
}
