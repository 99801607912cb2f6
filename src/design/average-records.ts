import { sum } from "../math/sum.js";
import type { Listing, ResultRecord, Series, Statistic } from "../results/records.js";
import { poolRubin } from "../stats/pool-rubin.js";
import { oddsRatioOf } from "./odds-ratio-of.js";

/** Counts of a covariate's level and quantiles: of one set of patients, not of an average of sets. */
const ofOneSet: ReadonlySet<string> = new Set(["min", "q1", "median", "q3", "max", "n"]);

/**
 * The records of m imputations of one design as one set: means of statistics and of columns of series, propensity coefficients pooled by Rubin's
 * rules. What any imputation could not estimate is not estimable, with the first reason. Counts and quantiles of covariates are left out, and so
 * is what not every imputation has. `each`: records of one imputation each, m >= 2.
 */
export function averageRecords(each: readonly (readonly ResultRecord[])[]): ResultRecord[] {
  const [first = [], ...others] = each.map((records) => new Map(records.map((record) => [keyOf(record), record])));
  const averaged: ResultRecord[] = [];
  for (const [key, record] of first) {
    const found = others.map((records) => records.get(key));
    const all = [record, ...found.filter((other) => other !== undefined)];
    if (all.length < each.length) continue;
    if (record.kind === "statistic") {
      if (record.variable !== null && ofOneSet.has(record.statistic)) continue;
      averaged.push(averageStatistics(all as Statistic[]));
    } else if (record.kind === "series") averaged.push(averageSeries(all as Series[]));
    else if (record.kind === "listing") averaged.push(poolModel(all as Listing[]));
  }
  return averaged;
}

function keyOf(record: ResultRecord): string {
  const { kind, group, variable } = record;
  if (kind === "statistic") return JSON.stringify([kind, record.statistic, group, variable, record.level]);
  const name = kind === "series" ? record.series : kind === "listing" ? record.listing : "";
  return JSON.stringify([kind, name, group, variable]);
}

function averageStatistics(all: readonly Statistic[]): Statistic {
  const [first] = all;
  if (first === undefined) throw new Error("an average needs records");
  const missing = all.find(({ value }) => value === null);
  if (missing !== undefined) return missing;
  const words = `mean over ${all.length} imputations`;
  return {
    ...first,
    value: meanOf(all.map(({ value }) => value!)),
    method: first.method === null ? words : `${first.method}; ${words}`,
  };
}

function averageSeries(all: readonly Series[]): Series {
  const [first] = all;
  if (first === undefined) throw new Error("an average needs series");
  const columns = Object.entries(first.columns).map(([name, column]) => [
    name,
    {
      ...column,
      values: column.values.map((_, k) => {
        const own = all.map((series) => series.columns[name]?.values[k] ?? null);
        return own.includes(null) ? null : meanOf(own as number[]);
      }),
    },
  ]);
  return { ...first, columns: Object.fromEntries(columns) };
}

/** The listing of a propensity model: mean coefficients, Rubin's standard errors where the fits have any. */
function poolModel(all: readonly Listing[]): Listing {
  const [first] = all;
  if (first === undefined) throw new Error("an average needs listings");
  return {
    ...first,
    rows: first.rows.map(([term = null], j) => {
      const coefficients = all.map(({ rows }) => rows[j]?.[1] as number);
      const errors = all.map(({ rows }) => rows[j]?.[2] ?? null);
      const coefficient = meanOf(coefficients);
      if (errors.includes(null)) return [term, coefficient, null, oddsRatioOf(coefficient)];
      const variance = (errors as number[]).map((se) => se ** 2);
      const { se } = poolRubin({ estimate: coefficients, variance, completeDf: Number.POSITIVE_INFINITY });
      return [term, coefficient, se, oddsRatioOf(coefficient)];
    }),
  };
}

/** The mean, and for equal values that value itself. */
function meanOf(values: readonly number[]): number {
  const [first = 0] = values;
  return first + sum(values.map((value) => value - first)) / values.length;
}
