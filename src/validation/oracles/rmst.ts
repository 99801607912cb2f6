import { estimateRmst } from "../../stats/rmst.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";
import { type SurvivalColumns, toSurvivalColumns } from "./survival-columns.js";

interface Case {
  readonly name: string;
  readonly data: SurvivalColumns;
  readonly tau: number;
  readonly rmst: number;
  readonly greenwood: number;
  readonly robust: number;
}

/** The mean and both its standard errors, with weights and delayed entry. */
export const rmstOracle: Oracle = {
  id: "rmst",
  method: "Restricted mean survival time",
  reference: 'summary(survfit, rmean), residuals(type = "auc")',
  packages: ["R", "survival"],
  run: (fixture) =>
    (fixture as { cases: Case[] }).cases.map(({ name, data, tau, rmst, greenwood, robust }) => {
      const input = { ...toSurvivalColumns(data), tau };
      const plain = estimateRmst(input);
      return {
        name,
        agreements: [
          agreeRelative("mean and standard error", [plain.rmst, plain.se], [rmst, greenwood], 1e-12),
          agreeRelative("robust standard error", [estimateRmst({ ...input, variance: "robust" }).se], [robust], 1e-12),
        ],
      };
    }),
};
