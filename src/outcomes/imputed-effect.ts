import { EstimationError } from "../errors.js";
import type { CompletedDesign } from "../frame/completed-design.js";
import { makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord, Statistic } from "../results/records.js";
import type { Estimate } from "../spec/estimate.js";
import { type Measure, measures } from "../spec/measures.js";
import { type PooledEstimate, poolRubin } from "../stats/pool-rubin.js";
import { describeLeftOut } from "./describe-left-out.js";
import {
  beyondNumbers,
  type Effect,
  type EffectDetail,
  effectRecords,
  finiteOrNull,
  linearNames,
  refusedEffect,
} from "./effect.js";
import { type EffectInput, estimateEffect } from "./estimate-effect.js";
import { describeImputedArms } from "./imputed-arms.js";

/**
 * The records of one estimate under a design that was carried out in m imputations: the effect is estimated in each with its own weights and robust
 * variance, and pooled on its linear scale by Rubin's rules; arms are described as `describeImputedArms` says. Tests of hazards are not pooled.
 * An effect that one imputation cannot estimate is not estimable. `completed`: m >= 2; `input.weights` holds the means of their weights.
 */
export function estimateImputedEffect(input: EffectInput, completed: readonly CompletedDesign[]): ResultRecord[] {
  const { variant, name, estimate, role, blocked } = input;
  const each = completed.map((own) => estimateEffect({ ...input, ...own }));
  if (blocked !== null) return each[0] ?? [];
  const place = { variant, stage: "outcomes", population: estimate.design, variable: name } as const;
  const measure = measures[estimate.measure];
  const own = each.map((records) => effectIn(records, measure));
  const params = { ...own[0]?.params, imputations: completed.length };
  const detail = { role, params };
  const arms = [
    ...describeImputedArms(place, input, completed, each, detail),
    ...describeLeftOut(place, input.patients, input.data, input.weights!, role),
  ];
  try {
    const linear = own.map((effect, k) =>
      linearOf(each[k] ?? [], measure, effect, `in imputation ${k + 1} of ${own.length}`),
    );
    const completeDf = completeDfOf(input, completed, each);
    const pooled = poolRubin({
      estimate: linear.map((value) => value.estimate),
      variance: linear.map(({ se }) => se ** 2),
      completeDf,
      level: estimate.level,
    });
    const method = own[0]?.method ?? "";
    return [
      ...arms,
      ...effectRecords(place, measure, pooledEffect(pooled, measure, method, wordsFor(estimate, own.length)), detail),
      ...describePooling(place, pooled, { completeDf, imputations: own.length }, detail),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [...arms, ...refusedEffect(place, measure, error.message, detail)];
  }
}

const isStatistic = (record: ResultRecord): record is Statistic => record.kind === "statistic";

function effectIn(records: readonly ResultRecord[], { effect }: Measure): Statistic {
  const found = records.filter(isStatistic).find((record) => record.statistic === effect && record.group === null);
  if (found === undefined) throw new Error(`an estimate has a record of its ${effect}`);
  return found;
}

/** Estimate and standard error on the linear scale. Throws EstimationError where the imputation gave none. */
function linearOf(records: readonly ResultRecord[], measure: Measure, effect: Statistic, where: string) {
  const names = linearNames(measure);
  const at = (name: string) =>
    records.filter(isStatistic).find((record) => record.statistic === name && record.group === null)?.value ?? null;
  const [estimate, se] = [at(names.value ?? measure.effect), at(names.se)];
  if (estimate !== null && se !== null) return { estimate, se };
  const reason = effect.note ?? "the outcome is the same for everybody in each arm, so there is no variance";
  throw new EstimationError(`${where}: ${reason}`);
}

/**
 * Degrees of freedom had nothing been missing: events less the parameter of a Cox model, events less two of a contrast of curves, patients less two
 * of a contrast of rates; no more than matched sets less one. The fewest of the imputations.
 */
function completeDfOf(
  { estimate }: EffectInput,
  completed: readonly CompletedDesign[],
  each: readonly (readonly ResultRecord[])[],
): number {
  const { sums } = measures[estimate.measure];
  const counted = sums === "yes-no" ? "n" : "events";
  const parameters = estimate.measure === "hazard-ratio" ? 1 : 2;
  const df = each.map((records, k) => {
    const total = records
      .filter(isStatistic)
      .filter((record) => record.statistic === counted && record.group !== null)
      .reduce((sum, record) => sum + (record.value ?? 0), 0);
    const pair = completed[k]?.weights.pair ?? null;
    const sets = pair === null ? Number.POSITIVE_INFINITY : new Set(pair.filter((set) => set >= 0)).size;
    return Math.min(total - parameters, sets - 1);
  });
  return Math.min(...df);
}

/** `20 imputations`, and whether the outcome is in them. */
const wordsFor = ({ imputation }: Estimate, imputations: number): string =>
  imputation === undefined
    ? `${imputations} imputations`
    : `${imputations} imputations, made after the lock with the outcome,`;

function pooledEffect(pooled: PooledEstimate, { kind }: Measure, method: string, imputations: string): Effect {
  const back = (value: number) => finiteOrNull(kind === "ratio" ? Math.exp(value) : value);
  const base = method.replace(/, normal interval( on the logarithm)?$/, "");
  const scale = kind === "ratio" ? " on the logarithm" : "";
  return {
    estimate: back(pooled.estimate),
    lower: back(pooled.lower),
    upper: back(pooled.upper),
    p: pooled.p,
    linear: { estimate: pooled.estimate, se: pooled.se },
    reason: beyondNumbers,
    method: `${base}, pooled over ${imputations} by Rubin's rules, t interval${scale}`,
  };
}

/** What the pooling did: degrees of freedom, and how much of the information the missing values took. */
function describePooling(
  place: Place,
  { df, missingInformation, missingShare }: PooledEstimate,
  { completeDf, imputations }: { readonly completeDf: number; readonly imputations: number },
  detail: EffectDetail,
): ResultRecord[] {
  const rules = { ...detail, method: "Rubin's rules" };
  return [
    makeStatistic(place, "imputations", imputations, { ...detail, unit: "imputations" }),
    makeStatistic(place, "complete_data_degrees_of_freedom", completeDf, detail),
    makeStatistic(place, "degrees_of_freedom", df, { ...detail, method: "Barnard–Rubin" }),
    makeStatistic(place, "missing_information", missingInformation, rules),
    makeStatistic(place, "missing_variance_share", missingShare, rules),
  ];
}
