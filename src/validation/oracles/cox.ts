import { fitCox } from "../../stats/cox.js";
import { testProportionalHazards } from "../../stats/proportional-hazards-test.js";
import { type Agreement, agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";
import { type SurvivalColumns, toSurvivalColumns } from "./survival-columns.js";

interface ExpectedTest {
  readonly transform: "identity" | "km";
  readonly chiSquared: number[];
  readonly df: number[];
  readonly p: number[];
}
interface ExpectedFit {
  readonly ties: "efron" | "breslow";
  readonly robust: boolean;
  readonly n: number;
  readonly events: number;
  readonly beta: number[];
  readonly covariance: number[];
  readonly robustCovariance: number[] | null;
  readonly logLikelihood: number[];
  readonly score: number;
  readonly proportionalHazards: ExpectedTest[];
}
interface Case {
  readonly name: string;
  readonly data: SurvivalColumns & Record<string, number[]>;
  readonly X: string[];
  readonly fits: ExpectedFit[];
}

/** Coefficients, both covariances, likelihood, score test and the test of proportional hazards under both ties. */
export const coxOracle: Oracle = {
  id: "cox",
  method: "Cox regression and the test of proportional hazards",
  reference: "coxph, cox.zph",
  packages: ["R", "survival"],
  run: (fixture) =>
    (fixture as { cases: Case[] }).cases.map((each) => ({
      name: each.name,
      agreements: each.fits.flatMap((fit) => compareFit(each, fit)),
    })),
};

function compareFit({ data, X }: Case, expected: ExpectedFit): Agreement[] {
  const { ties, robust } = expected;
  const input = {
    ...toSurvivalColumns(data),
    X: Float64Array.from(X.flatMap((name) => data[name]!)),
    p: X.length,
    names: X,
    ties,
  };
  const fit = fitCox({ ...input, robust });
  return [
    agreeExactly(`n and events (${ties})`, [fit.n, fit.events], [expected.n, expected.events]),
    agreeRelative(`coefficients (${ties})`, fit.beta, expected.beta, 1e-8),
    agreeRelative(`covariance (${ties})`, fit.covariance, expected.covariance, 1e-8),
    agreeRelative(`log likelihood (${ties})`, fit.logLikelihood, expected.logLikelihood, 1e-12),
    agreeRelative(`score test (${ties})`, [fit.score], [expected.score], 1e-10),
    // Absent where it was not asked for.
    expected.robustCovariance === null
      ? agreeExactly(`robust covariance (${ties})`, [fit.robustCovariance?.length ?? null], [null])
      : agreeRelative(`robust covariance (${ties})`, fit.robustCovariance ?? [], expected.robustCovariance, 1e-8),
    ...expected.proportionalHazards.flatMap(({ transform, chiSquared, df, p }) => {
      const { cluster: _, entry: __, ...rows } = input;
      const test = testProportionalHazards({ ...rows, beta: fit.beta, transform });
      const name = `proportional hazards (${ties}, ${transform})`;
      return [
        agreeExactly(`degrees of freedom, ${name}`, [...test.df, test.global.df], df),
        agreeRelative(`χ², ${name}`, [...test.chiSquared, test.global.chiSquared], chiSquared, 1e-8),
        agreeRelative(`p, ${name}`, [...test.p, test.global.p], p, 1e-8),
      ];
    }),
  ];
}
