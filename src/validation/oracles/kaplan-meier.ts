import { estimateKaplanMeier, type KaplanMeierInterval } from "../../stats/kaplan-meier.js";
import { estimateSurvivalQuantile } from "../../stats/survival-quantile.js";
import { agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";
import { type SurvivalColumns, toSurvivalColumns } from "./survival-columns.js";

type Column = (number | null)[];
interface Case {
  readonly name: string;
  readonly data: SurvivalColumns;
  readonly time: number[];
  readonly atRisk: number[];
  readonly events: number[];
  readonly censored: number[];
  readonly survival: number[];
  readonly fits: {
    readonly variance: "greenwood" | "robust";
    readonly standardErrorLog: Column;
    readonly bands: {
      readonly interval: KaplanMeierInterval;
      readonly level: number;
      readonly lower: Column;
      readonly upper: Column;
      readonly quantile: { readonly estimate: Column; readonly lower: Column; readonly upper: Column };
    }[];
  }[];
}

/** Curves, standard errors, bands and quantiles, with weights and delayed entry. */
export const kaplanMeierOracle: Oracle = {
  id: "kaplan-meier",
  method: "Kaplan–Meier estimate, its variance, bands and quantiles",
  reference: "survfit, quantile.survfit",
  packages: ["R", "survival"],
  run: (fixture) => {
    const { p, cases } = fixture as { p: number[]; cases: Case[] };
    return cases.map((each) => runCase(each, p));
  },
};

function runCase(each: Case, p: readonly number[]): OracleCase {
  const input = toSurvivalColumns(each.data);
  const curve = estimateKaplanMeier(input);
  return {
    name: each.name,
    agreements: [
      agreeExactly("times", curve.time, each.time),
      agreeRelative("at risk", curve.atRisk, each.atRisk, 1e-12),
      agreeRelative("events", curve.events, each.events, 1e-12),
      agreeRelative("censored", curve.censored, each.censored, 1e-12),
      agreeRelative("survival", curve.survival, each.survival, 1e-12),
      ...each.fits.flatMap(({ variance, standardErrorLog, bands }) =>
        bands.flatMap(({ interval, level, lower, upper, quantile }) => {
          const banded = estimateKaplanMeier({ ...input, variance, interval, level });
          const quantiles = p.map((at) => estimateSurvivalQuantile(banded, at));
          const name = `${variance}, ${interval}`;
          return [
            agreeRelative(`standard error of log survival (${name})`, banded.standardErrorLog, standardErrorLog, 1e-12),
            agreeRelative(`lower limit (${name})`, banded.lower, lower, 1e-12),
            agreeRelative(`upper limit (${name})`, banded.upper, upper, 1e-12),
            agreeExactly(
              `quantiles (${name})`,
              quantiles.map(({ estimate }) => estimate),
              quantile.estimate,
            ),
            agreeExactly(
              `lower limit of quantiles (${name})`,
              quantiles.map((q) => q.lower),
              quantile.lower,
            ),
            agreeExactly(
              `upper limit of quantiles (${name})`,
              quantiles.map((q) => q.upper),
              quantile.upper,
            ),
          ];
        }),
      ),
    ],
  };
}
