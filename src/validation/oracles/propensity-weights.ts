import { effectiveSampleSize } from "../../stats/effective-sample-size.js";
import { derivePropensityWeights, type WeightedEstimand } from "../../stats/propensity-weights.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Case {
  readonly ps: number[];
  readonly treated: number[];
  readonly weight: Record<WeightedEstimand, number[]>;
  readonly essControl: Record<WeightedEstimand, number>;
  readonly essTreated: Record<WeightedEstimand, number>;
}
const estimands: readonly WeightedEstimand[] = ["ATT", "ATE", "ATO", "ATM", "ATEN"];

/** Weights of all five estimands and the effective sample sizes they leave. */
export const propensityWeightsOracle: Oracle = {
  id: "att-weights",
  method: "Propensity weights (ATT, ATE, ATO, ATM, ATEN) and effective sample size",
  reference: "the published formulas",
  packages: ["R"],
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
      return { name, agreements };
    }),
};
