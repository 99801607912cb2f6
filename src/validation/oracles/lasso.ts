import { crossValidateLasso } from "../../stats/cross-validate-lasso.js";
import { fitLassoLogistic, penaltyPath } from "../../stats/lasso-logistic.js";
import { agreeAbsolute, agreeExactly, agreeRelative, because } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";

interface Problem {
  readonly columns: number[][];
  readonly y: number[];
  readonly lambda: number[];
  readonly lambdaMax: number;
  readonly intercept: number[];
  readonly beta: number[][];
  readonly ratio: number;
  readonly proximal: { readonly position: number; readonly intercept: number; readonly beta: number[] }[];
  readonly fold: number[];
  readonly cvm: number[];
  readonly cvsd: number[];
  readonly min: number;
  readonly oneSe: number;
}

/** The path of penalties, coefficients on standardised columns, cross-validation and the two choices made of it. */
export const lassoOracle: Oracle = {
  id: "lasso",
  method: "LASSO logistic regression with cross-validation",
  reference: "glmnet, cv.glmnet; a proximal-gradient fit written out in R",
  packages: ["R", "glmnet"],
  run: (fixture) =>
    Object.entries((fixture as { problems: Record<string, Problem> }).problems).map(([name, problem]) =>
      runProblem(name, problem),
    ),
};

function runProblem(name: string, problem: Problem): OracleCase {
  const { columns, y, lambda, ratio, proximal } = problem;
  const input = {
    X: Float64Array.from(columns.flat()),
    n: y.length,
    p: columns.length,
    names: columns.map((_, j) => `x${j + 1}`),
    y: Uint8Array.from(y),
  };
  const means = columns.map(meanOf);
  const fits = fitLassoLogistic(input, lambda);
  const path = penaltyPath(input, { count: lambda.length, ratio });
  const spreads = columns.map(spread);
  // On standardised columns: the intercept at the mean of every column, slopes per standard deviation.
  const standardised = ({ intercept, beta }: { intercept: number; beta: ArrayLike<number> }) => [
    means.reduce((total, mean, j) => total + mean * beta[j]!, intercept),
    ...spreads.map((s, j) => beta[j]! * s),
  ];
  const fold = Int32Array.from(problem.fold);
  const found = crossValidateLasso(input, Float64Array.from(lambda), { fold });
  return {
    name,
    agreements: [
      agreeRelative("path of λ", path, lambda, 1e-12),
      agreeRelative("largest λ", [path[0]!], [problem.lambdaMax], 1e-12),
      because(
        "glmnet stops on the change of the deviance, which leaves its coefficients six digits",
        agreeAbsolute(
          "coefficients",
          fits.flatMap(standardised),
          problem.beta.flatMap((beta, k) => standardised({ intercept: problem.intercept[k]!, beta })),
          1e-6,
        ),
      ),
      agreeAbsolute(
        "coefficients against the proximal-gradient fit",
        proximal.flatMap(({ position }) => standardised(fits[position]!)),
        proximal.flatMap(standardised),
        1e-9,
      ),
      agreeExactly(
        "coefficients that are not 0",
        proximal.map(({ position }) => fits[position]!.nonzero),
        proximal.map(({ beta }) => beta.filter((value) => value !== 0).length),
      ),
      because(
        "deviances of glmnet's coefficients, of six digits",
        agreeRelative("deviance by cross-validation", found.meanDeviance, problem.cvm, 5e-7),
      ),
      because(
        "a spread of deviances of glmnet's coefficients, of six digits",
        agreeRelative("its standard error", found.standardError, problem.cvsd, 5e-6),
      ),
      agreeExactly("λ chosen", [found.best, found.oneStandardError], [problem.min, problem.oneSe]),
    ],
  };
}

const meanOf = (column: readonly number[]): number => column.reduce((a, b) => a + b, 0) / column.length;

/** Standard deviation with divisor n. */
function spread(column: readonly number[]): number {
  const mean = meanOf(column);
  return Math.sqrt(column.reduce((total, value) => total + (value - mean) ** 2, 0) / column.length);
}
