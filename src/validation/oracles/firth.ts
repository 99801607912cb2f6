import { fitFirth } from "../../stats/firth.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";
import { type BinaryColumns, toLogisticInput } from "./logistic.js";

interface Case extends BinaryColumns {
  readonly beta: number[];
  readonly covariance: number[][];
  readonly penalised: number;
}

/** Coefficients, covariance and penalised likelihood. */
export const firthOracle: Oracle = {
  id: "firth",
  method: "Firth's logistic regression",
  reference: "glm on augmented data, iterated to its fixed point",
  packages: ["R"],
  run: (fixture) =>
    Object.entries((fixture as { cases: Record<string, Case> }).cases).map(([name, each]) => {
      const fit = fitFirth(toLogisticInput(each));
      return {
        name,
        agreements: [
          agreeRelative("coefficients", fit.beta, each.beta, 1e-8),
          agreeRelative("covariance", fit.covariance, each.covariance.flat(), 1e-8),
          agreeRelative("penalised log likelihood", [fit.penalisedLogLikelihood], [each.penalised], 1e-10),
        ],
      };
    }),
};
