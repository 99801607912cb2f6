import type { Statistic } from "../../results/records.js";
import { formatMonths } from "../format.js";
import { printStatistic } from "../print-statistic.js";

/** `0.3+ to 34.4`: the shortest and the longest observed time in months, with `+` where it is a censored one. */
export const printRange = (least: Statistic | null, greatest: Statistic | null): string =>
  [least, greatest]
    .map((time) => printStatistic(time, (days) => `${formatMonths(days)}${time?.note === "censored" ? "+" : ""}`))
    .join(" to ");
