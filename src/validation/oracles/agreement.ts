import { estimateBlandAltman } from "../../stats/bland-altman.js";
import { estimateCohenKappa, type KappaWeights } from "../../stats/cohen-kappa.js";
import { estimateGwetAc1 } from "../../stats/gwet-ac1.js";
import { testMcNemar } from "../../stats/mcnemar.js";
import { estimateSpecificAgreement } from "../../stats/specific-agreement.js";
import { agreeRelative, because } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";

interface Coefficient {
  readonly name: string;
  readonly coefficient: "kappa" | "ac1";
  readonly weights: KappaWeights;
  readonly k: number;
  readonly counts: number[];
  readonly estimate: number;
  readonly se: number;
  readonly nullSe: number | null;
}
interface Discordant {
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly chiSquared: number;
  readonly p: number;
  readonly exactP: number;
  readonly midP: number;
}
interface Category {
  readonly both: number;
  readonly either: number;
  readonly estimate: number;
  readonly limits: [number, number];
}
interface Limits {
  readonly difference: number[];
  readonly bias: number[];
  readonly sd: number;
  readonly lower: number[];
  readonly upper: number[];
}
interface Fixture {
  readonly coefficients: Coefficient[];
  readonly mcnemar: Discordant[];
  readonly specific: Category[];
  readonly blandAltman: Limits;
}

/** Two readings of the same patients: κ, AC1, McNemar's test, agreement on a category, limits of agreement. */
export const agreementOracle: Oracle = {
  id: "agreement",
  method: "Agreement of two readings (Cohen's κ, Gwet's AC1, McNemar, specific agreement, Bland–Altman)",
  reference: "mcnemar.test, binom.test, and the delta method by grad",
  packages: ["R", "numDeriv"],
  run: (fixture) => {
    const { coefficients, mcnemar, specific, blandAltman } = fixture as Fixture;
    return [
      ...coefficients.map(runCoefficient),
      ...mcnemar.map(runDiscordant),
      ...specific.map(runCategory),
      runLimits(blandAltman),
    ];
  },
};

function runCoefficient(expected: Coefficient): OracleCase {
  const { name, coefficient, weights, estimate, se, nullSe } = expected;
  const kappa = coefficient === "kappa" ? estimateCohenKappa(expected, weights) : null;
  const found = kappa ?? estimateGwetAc1(expected);
  return {
    name: `${name}: ${coefficient}, weights ${weights}`,
    agreements: [
      agreeRelative("coefficient", [found.estimate], [estimate], 1e-12),
      because(
        "the reference differentiates numerically: its gradients hold some ten digits",
        agreeRelative(
          "standard errors",
          [found.se, ...(kappa === null ? [] : [kappa.nullSe])],
          nullSe === null ? [se] : [se, nullSe],
          1e-8,
        ),
      ),
    ],
  };
}

function runDiscordant({ onlyFirst, onlySecond, ...expected }: Discordant): OracleCase {
  const { chiSquared, p, exactP, midP } = testMcNemar(onlyFirst, onlySecond);
  return {
    name: `${onlyFirst} and ${onlySecond} discordant`,
    agreements: [
      agreeRelative("χ²", [chiSquared], [expected.chiSquared], 1e-12),
      agreeRelative("p", [p, exactP, midP], [expected.p, expected.exactP, expected.midP], 1e-10),
    ],
  };
}

function runCategory({ both, either, estimate, limits }: Category): OracleCase {
  const found = estimateSpecificAgreement(both, either);
  return {
    name: `${both} of both, ${either} of one`,
    agreements: [agreeRelative("agreement", [found.estimate, found.lower, found.upper], [estimate, ...limits], 1e-12)],
  };
}

function runLimits({ difference, bias, sd, lower, upper }: Limits): OracleCase {
  const found = estimateBlandAltman(difference);
  const flat = (limits: { estimate: number; lower: number; upper: number }) => [
    limits.estimate,
    limits.lower,
    limits.upper,
  ];
  return {
    name: "limits of agreement",
    agreements: [
      agreeRelative("bias and spread", [...flat(found.bias), found.sd], [...bias, sd], 1e-12),
      agreeRelative("limits", [...flat(found.lowerLimit), ...flat(found.upperLimit)], [...lower, ...upper], 1e-12),
    ],
  };
}
