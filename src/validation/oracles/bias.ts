import { correctRate } from "../../stats/correct-rate.js";
import { correctShares, type MisclassificationInput } from "../../stats/misclassification-matrix.js";
import { estimateRoganGladen, type RoganGladenInput } from "../../stats/rogan-gladen.js";
import { boundSignTest, type DecidedPairs, largestGamma } from "../../stats/rosenbaum-bounds.js";
import { countWhoFailsFirst } from "../../stats/who-fails-first.js";
import { agreeAbsolute, agreeExactly, agreeRelative, because } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";

type RateCase = RoganGladenInput & { readonly unbounded: number; readonly se: number; readonly limits: number[] };
type MatrixCase = MisclassificationInput & { readonly share: number[]; readonly covariance: number[] };
type BoundCase = DecidedPairs & { readonly gamma: number; readonly lower: number; readonly upper: number };
type TippingCase = DecidedPairs & { readonly alpha: number; readonly gamma: number };
type TimesCase = DecidedPairs &
  Readonly<Record<"trialTime" | "controlTime" | "trialStatus" | "controlStatus", number[]>>;
interface Fixture {
  readonly rates: RateCase[];
  readonly matrices: MatrixCase[];
  readonly bounds: BoundCase[];
  readonly tipping: TippingCase[];
  readonly times: TimesCase;
}

/** Rates and shares corrected for misclassification, and Rosenbaum's bounds of a matched comparison. */
export const biasOracle: Oracle = {
  id: "bias",
  method: "Bias analysis (Rogan–Gladen, misclassification matrix, Rosenbaum bounds, who fails first)",
  reference: "pbinom, uniroot, and the delta method by grad and jacobian",
  packages: ["R", "numDeriv"],
  run: (fixture) => {
    const { rates, matrices, bounds, tipping, times } = fixture as Fixture;
    return [
      ...rates.map(runRate),
      ...matrices.map(runMatrix),
      ...bounds.map(runBound),
      ...tipping.map(runTipping),
      runTimes(times),
    ];
  },
};

const uncertain = ({ events, n }: { readonly events: number; readonly n: number }) => ({
  estimate: events / n,
  variance: ((events / n) * (1 - events / n)) / n,
});

function runRate(expected: RateCase): OracleCase {
  const { observed, sensitivity, specificity, limits } = expected;
  const delta = correctRate({
    rate: uncertain(observed),
    sensitivity: uncertain(sensitivity),
    specificity: uncertain(specificity),
  });
  const { unbounded, lower, upper } = estimateRoganGladen(expected);
  return {
    name: `${observed.events} of ${observed.n}`,
    agreements: [
      agreeAbsolute("rate", [delta.estimate, unbounded], [expected.unbounded, expected.unbounded], 1e-12),
      because(
        "the reference differentiates numerically: its gradients hold some ten digits",
        agreeRelative("standard error", [Math.sqrt(delta.variance)], [expected.se], 1e-8),
      ),
      agreeAbsolute("limits", [lower, upper], limits, 1e-9),
    ],
  };
}

function runMatrix(expected: MatrixCase): OracleCase {
  const { share, covariance } = correctShares(expected);
  return {
    name: `${expected.k} categories`,
    agreements: [
      agreeRelative("shares", share, expected.share, 1e-11),
      because(
        "the reference differentiates numerically, and an element of its covariance is a sum of products of such gradients",
        agreeRelative("covariance", covariance, expected.covariance, 1e-7),
      ),
    ],
  };
}

function runBound(expected: BoundCase): OracleCase {
  const { lower, upper } = boundSignTest(expected, expected.gamma);
  return {
    name: `${expected.favourable} of ${expected.decided} pairs at Γ = ${expected.gamma}`,
    agreements: [agreeRelative("bounds of p", [lower, upper], [expected.lower, expected.upper], 1e-10)],
  };
}

function runTipping(expected: TippingCase): OracleCase {
  return {
    name: `Γ of ${expected.favourable} of ${expected.decided} pairs at ${expected.alpha}`,
    agreements: [agreeRelative("largest Γ", [largestGamma(expected, expected.alpha)], [expected.gamma], 1e-10)],
  };
}

function runTimes({ trialTime, controlTime, trialStatus, controlStatus, favourable, decided }: TimesCase): OracleCase {
  const counted = countWhoFailsFirst({
    trialTime: Int32Array.from(trialTime),
    controlTime: Int32Array.from(controlTime),
    trialStatus: Uint8Array.from(trialStatus),
    controlStatus: Uint8Array.from(controlStatus),
  });
  return {
    name: "who fails first",
    agreements: [agreeExactly("pairs", [counted.favourable, counted.decided], [favourable, decided])],
  };
}
