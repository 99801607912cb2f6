import type { ParametricFamily } from "../../stats/parametric-families.js";
import { deriveParametricRmst } from "../../stats/parametric-rmst.js";
import { fitParametricSurvival } from "../../stats/parametric-survival.js";
import { agreeExactly, agreeRelative, because } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";
import { standardErrorOf } from "./standard-error.js";

interface Expected {
  readonly family: ParametricFamily;
  readonly mu: number;
  readonly log_scale: number;
  /** Of μ, and of log σ where the family has one. */
  readonly variance: number | number[];
  readonly log_likelihood: number;
  readonly aic: number;
  readonly robust_se_mu: number;
  readonly rmst: number;
  readonly rmst_se: number;
}
type Fixture = Readonly<Record<"time" | "status" | "weight", number[]>> & { readonly tau: number } & Readonly<
    Record<"plain" | "weighted", Expected[]>
  >;

/** Parameters, variances, likelihood and restricted mean of four families, with and without weights. */
export const parametricSurvivalOracle: Oracle = {
  id: "parametric-survival",
  method: "Parametric survival models and their restricted means",
  reference: "survreg, integrate, and the delta method by grad",
  packages: ["R", "survival", "numDeriv"],
  run: (fixture) => {
    const given = fixture as Fixture;
    const ones = new Float64Array(given.time.length).fill(1);
    return [
      ...given.plain.map((expected) => runFamily("unweighted", given, ones, expected)),
      ...given.weighted.map((expected) => runFamily("weighted", given, Float64Array.from(given.weight), expected)),
    ];
  },
};

function runFamily(name: string, given: Fixture, weight: Float64Array, expected: Expected): OracleCase {
  const rows = { time: Int32Array.from(given.time), status: Uint8Array.from(given.status), weight };
  const fit = fitParametricSurvival(rows, expected.family);
  const mean = deriveParametricRmst(fit, given.tau);
  const variance = [expected.variance].flat();
  return {
    name: `${expected.family}, ${name}`,
    agreements: [
      agreeRelative("μ", [fit.mu], [expected.mu], 1e-8),
      // An exponential model has no scale: exactly 0 on the log scale.
      expected.log_scale === 0
        ? agreeExactly("log σ", [fit.logScale], [0])
        : agreeRelative("log σ", [fit.logScale], [expected.log_scale], 1e-8),
      agreeRelative("variances", [fit.covariance[0]!, fit.covariance[3]!].slice(0, variance.length), variance, 1e-8),
      agreeRelative(
        "log likelihood and AIC",
        [fit.logLikelihood, fit.aic],
        [expected.log_likelihood, expected.aic],
        1e-10,
      ),
      agreeRelative(
        "robust standard error of μ",
        [standardErrorOf(fit.derivative[0], weight)],
        [expected.robust_se_mu],
        1e-8,
      ),
      agreeRelative("restricted mean", [mean.estimate], [expected.rmst], 1e-9),
      because(
        "R's gradient of the mean is numeric over a numeric integral",
        agreeRelative("its standard error", [standardErrorOf(mean.derivative, weight)], [expected.rmst_se], 1e-6),
      ),
    ],
  };
}
