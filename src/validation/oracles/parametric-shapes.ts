import { gammaLower, gammaUpper } from "../../math/gamma.js";
import { fitGeneralisedGamma } from "../../stats/fit-generalised-gamma.js";
import { fitGompertz } from "../../stats/fit-gompertz.js";
import { generalisedGammaLogDensity, generalisedGammaSurvival } from "../../stats/generalised-gamma.js";
import { fitParametricModel } from "../../stats/parametric-model.js";
import { agreeRelative, because } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";
import { standardErrorOf } from "./standard-error.js";

interface Expected {
  readonly family: "gompertz" | "generalised-gamma";
  readonly parameters: number[];
  readonly variance: number[];
  readonly log_likelihood: number;
  readonly aic: number;
  readonly rmst: number;
  readonly rmst_se: number;
}
interface Fixture extends Readonly<Record<"time" | "status" | "weight", number[]>> {
  readonly tau: number;
  readonly grid: Readonly<Record<"z" | "Q" | "survival" | "density", number[]>>;
  readonly tails: Readonly<Record<"x" | "shape" | "upper" | "lower", number[]>>;
  readonly plain: readonly Expected[];
  readonly weighted: readonly Expected[];
}
const numeric = "R's maximum is found with numeric derivatives, and its variances are made of them";

/** Gompertz and generalised gamma: parameters, variances, likelihood, restricted mean; and the distributions they need. */
export const parametricShapesOracle: Oracle = {
  id: "parametric-shapes",
  method: "Gompertz and generalised gamma survival models and their restricted means",
  reference: "likelihoods written out with pgamma, dgamma and exp, optim, integrate",
  packages: ["R"],
  run: (fixture) => {
    const given = fixture as Fixture;
    const ones = new Float64Array(given.time.length).fill(1);
    return [
      runDistributions(given),
      ...given.plain.map((expected) => runFamily("unweighted", given, ones, expected)),
      ...given.weighted.map((expected) => runFamily("weighted", given, Float64Array.from(given.weight), expected)),
    ];
  },
};

function runDistributions({ grid, tails }: Fixture): OracleCase {
  const { z, Q } = grid;
  const { x, shape } = tails;
  const survival = z.map((at, i) => generalisedGammaSurvival(at, Q[i]!));
  const density = z.map((at, i) => Math.exp(generalisedGammaLogDensity(at, Q[i]!)));
  return {
    name: "distributions",
    agreements: [
      agreeRelative("survival of the generalised gamma", survival, grid.survival, 1e-9),
      agreeRelative("its density", density, grid.density, 1e-9),
      agreeRelative(
        "upper tail of the gamma",
        x.map((at, i) => gammaUpper(at, shape[i]!)),
        tails.upper,
        2e-12,
      ),
      agreeRelative(
        "lower tail of the gamma",
        x.map((at, i) => gammaLower(at, shape[i]!)),
        tails.lower,
        2e-12,
      ),
    ],
  };
}

function runFamily(name: string, given: Fixture, weight: Float64Array, expected: Expected): OracleCase {
  const rows = { time: Int32Array.from(given.time), status: Uint8Array.from(given.status), weight };
  const { parameters, covariance, logLikelihood } = fitOf(rows, expected.family);
  const k = parameters.length;
  const model = fitParametricModel(rows, expected.family);
  const mean = model.mean(given.tau);
  const variances = parameters.map((_, i) => covariance[i * k + i]!);
  return {
    name: `${expected.family}, ${name}`,
    agreements: [
      because(numeric, agreeRelative("parameters", parameters, expected.parameters, 1e-7)),
      because(numeric, agreeRelative("variances", variances, expected.variance, 1e-6)),
      agreeRelative("log likelihood", [logLikelihood], [expected.log_likelihood], 1e-10),
      agreeRelative("AIC", [model.aic], [expected.aic], 1e-10),
      agreeRelative("restricted mean", [mean.estimate], [expected.rmst], 1e-8),
      because(
        "R's gradient of the mean is numeric over a numeric integral",
        agreeRelative("its standard error", [standardErrorOf(mean.derivative, weight)], [expected.rmst_se], 1e-6),
      ),
    ],
  };
}

function fitOf(rows: Parameters<typeof fitGompertz>[0], family: Expected["family"]) {
  if (family === "gompertz") {
    const { logRate, shape, covariance, logLikelihood } = fitGompertz(rows);
    return { parameters: [logRate, shape], covariance, logLikelihood };
  }
  const { mu, logScale, shape, covariance, logLikelihood } = fitGeneralisedGamma(rows);
  return { parameters: [mu, logScale, shape], covariance, logLikelihood };
}
