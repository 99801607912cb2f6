import { fitLogistic, type LogisticInput } from "../../stats/logistic.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

export interface BinaryColumns {
  readonly columns: number[][];
  readonly y: number[];
  readonly weight: number[] | null;
}
interface Case extends BinaryColumns {
  readonly beta: number[];
  readonly covariance: number[][];
  readonly deviance: number;
  readonly linearPredictor: number[];
  readonly fitted: number[];
}

/** Coefficients, covariance, deviance and fitted values of the propensity model. */
export const logisticOracle: Oracle = {
  id: "logistic",
  method: "Logistic regression (propensity score)",
  reference: "glm(family = binomial, epsilon = 1e-14)",
  packages: ["R"],
  run: (fixture) =>
    Object.entries((fixture as { cases: Record<string, Case> }).cases).map(([name, each]) => {
      const fit = fitLogistic(toLogisticInput(each));
      return {
        name,
        agreements: [
          agreeRelative("coefficients", fit.beta, each.beta, 1e-8),
          agreeRelative("covariance", fit.covariance, each.covariance.flat(), 1e-8),
          agreeRelative("deviance", [fit.deviance], [each.deviance], 1e-11),
          agreeRelative("linear predictor", fit.linearPredictor, each.linearPredictor, 1e-8),
          agreeRelative("fitted values", fit.fitted, each.fitted, 1e-8),
        ],
      };
    }),
};

/** The columns as the kernels take them. */
export function toLogisticInput({ columns, y, weight }: BinaryColumns): LogisticInput {
  return {
    X: Float64Array.from(columns.flat()),
    n: y.length,
    p: columns.length,
    names: columns.map((_, j) => `x${j}`),
    y: Uint8Array.from(y),
    ...(weight === null ? {} : { weight: Float64Array.from(weight) }),
  };
}
