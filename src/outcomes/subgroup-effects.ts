import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { makeNotEstimable, makeStatistic, type Place } from "../results/make-records.js";
import type { ResultRecord, Statistic } from "../results/records.js";
import type { Estimate } from "../spec/estimate.js";
import { type Measure, measures } from "../spec/measures.js";
import type { Subgroup } from "../spec/subgroup.js";
import { covariatesOf } from "../spec/term.js";
import { testInteraction } from "../stats/interaction-test.js";
import { selectRows } from "./analysis-rows.js";
import { type EffectInput, estimateEffect } from "./estimate-effect.js";
import type { SubgroupLevel } from "./subgroup-levels.js";

/** A level with the weights its effect is estimated by; null with the reason where there are none. */
export interface WeightedLevel extends SubgroupLevel {
  readonly weights: DesignWeights | null;
  readonly blocked: string | null;
}

/** What is kept of an estimate within a level, beside the effect, its limits and its standard error. */
const counts = new Set(["n", "events", "responders", "effective_sample_size"]);
/** Of an estimate of being in response: its probability in each arm on the estimate's own day. */
const probabilities = new Set(["in_response", "in_response_lower", "in_response_upper"]);

/**
 * The effect of one estimate within each level of a subgroup (records with `level`), and a test that it is the same in all. Exploratory: levels
 * have no p-value. A level whose arms are too small is not estimable, without the counts that would give it away.
 */
export function estimateSubgroup(
  input: EffectInput,
  name: string,
  subgroup: Subgroup,
  levels: readonly WeightedLevel[],
): ResultRecord[] {
  const { estimate, variant } = input;
  const variable = `${input.name}.${name}`;
  const place = { variant, stage: "outcomes", population: estimate.design, variable } as const;
  const measure = measures[estimate.measure];
  const records = levels.map((level) => estimateLevel(input, variable, subgroup, level));
  const effects = records.map((own, k) => {
    const linear = readLinear(own, measure);
    if (linear !== null || !hasScoreInterval(input)) return linear;
    const byInfluence = { ...input, estimate: { ...estimate, interval: "wald" as const } };
    return readLinear(estimateLevel(byInfluence as EffectInput, variable, subgroup, levels[k]!), measure);
  });
  return [...records.flat(), ...withoutLevel(place, input, levels), ...interaction(place, input, subgroup, effects)];
}

function estimateLevel(input: EffectInput, variable: string, subgroup: Subgroup, level: WeightedLevel): ResultRecord[] {
  const { estimate } = input;
  const { effect } = measures[estimate.measure];
  const data = restrict(input.data, level.inLevel);
  const inLevel = { ...input, estimate: withinLevel(estimate, subgroup), data, weights: level.weights };
  const blocked = level.blocked ?? tooSmall(inLevel, subgroup.minimum);
  const records = estimateEffect({ ...inLevel, blocked });
  const counted = blocked === null ? [] : countArms({ ...inLevel, weights: input.weights });
  const from = isOfCounts(input) ? { from_table: variable } : {};
  const day = "timeDays" in estimate ? `${estimate.timeDays}` : null;
  return [...counted, ...records].flatMap((record) => {
    if (record.kind !== "statistic") return [];
    const isEffect = record.group === null && record.statistic !== "p_value" && isOfEffect(record, effect);
    const isProbability = probabilities.has(record.statistic) && record.level === day;
    if (!isEffect && !isProbability && !counts.has(record.statistic)) return [];
    const params = { ...record.params, weights: subgroup.weights, ...(isEffect || isProbability ? from : {}) };
    return [{ ...record, variable, level: level.label, role: "exploratory" as const, params }];
  });
}

const isOfEffect = ({ statistic }: Statistic, effect: string): boolean =>
  [effect, `${effect}_lower`, `${effect}_upper`, `${effect}_se`, `log_${effect}`, `log_${effect}_se`].includes(
    statistic,
  );

/**
 * The estimate as it is made within a level: without resampling, without outcome-model terms that are constant there. Kept weights and matched sets were
 * made of everyone, so that levels share their estimation: they are taken as known.
 */
function withinLevel(estimate: Estimate, { weights, by, cuts }: Subgroup): Estimate {
  const { variance, bootstrap: _, ...rest } = cuts === undefined ? withoutTerms(estimate, by) : estimate;
  if (variance === undefined) return rest;
  return { ...rest, variance: variance === "influence" && weights === "anew" ? "influence" : "robust" };
}

function withoutTerms(estimate: Estimate, covariate: string): Estimate {
  if (!("adjustment" in estimate) || estimate.adjustment === undefined) return estimate;
  const terms = estimate.adjustment.terms.filter((term) => !covariatesOf(term).includes(covariate));
  return { ...estimate, adjustment: { ...estimate.adjustment, terms } };
}

function restrict(data: OutcomeData, inLevel: Uint8Array): OutcomeData {
  return { ...data, available: data.available.map((has, i) => (has === 1 && inLevel[i] === 1 ? 1 : 0)) };
}

function armSizes({ patients, data, weights }: EffectInput): readonly [control: number, trial: number] {
  if (weights === null) return [0, 0];
  const rows = selectRows(patients, data, weights);
  const trial = rows.reduce((total, row) => total + patients.trial[row]!, 0);
  return [rows.length - trial, trial];
}

function tooSmall(input: EffectInput, minimum: number): string | null {
  return Math.min(...armSizes(input)) < minimum ? `an arm of this level has fewer than ${minimum} patients` : null;
}

/** Whether an effect is of counts, or of probabilities that are counts over counts where nobody is censored: then it goes with any of them that is not shown. */
const isOfCounts = ({ data, estimate }: Pick<EffectInput, "data" | "estimate">): boolean =>
  data.kind === "binary" || estimate.measure === "in-response-difference";

/** A score interval comes without a standard error; one of strata has no other. */
function hasScoreInterval({ estimate, data }: EffectInput): boolean {
  return data.kind === "binary" && !("strata" in estimate && estimate.strata !== undefined);
}

/** Patients of each arm of a level without an effect: all counts stand together, so that none is had by subtraction. */
function countArms(input: EffectInput): ResultRecord[] {
  const [control, trial] = armSizes(input);
  const place = { variant: input.variant, stage: "outcomes", population: input.estimate.design } as const;
  return [
    makeStatistic({ ...place, group: "trial" }, "n", trial, { unit: "patients" }),
    makeStatistic({ ...place, group: "control" }, "n", control, { unit: "patients" }),
  ];
}

/** Patients of the estimate who are in no level, their value missing. */
function withoutLevel(place: Place, input: EffectInput, levels: readonly WeightedLevel[]): ResultRecord[] {
  const { patients, data, weights } = input;
  if (weights === null) return [];
  const rows = Array.from(selectRows(patients, data, weights));
  const outside = rows.filter((row) => levels.every(({ inLevel }) => inLevel[row] === 0));
  if (outside.length === 0) return [];
  return ([1, 0] as const).map((side) => {
    const count = outside.filter((row) => patients.trial[row] === side).length;
    const at = { ...place, group: side === 1 ? "trial" : "control" };
    return makeStatistic(at, "n_missing", count, { unit: "patients", role: "exploratory" });
  });
}

/** The effect of a level on its linear scale with its standard error; null where it has none. */
type Linear = { readonly estimate: number; readonly se: number } | null;

function readLinear(records: readonly ResultRecord[], { effect, kind }: Measure): Linear {
  const name = kind === "ratio" ? `log_${effect}` : effect;
  const value = (statistic: string) =>
    records.find((record): record is Statistic => record.kind === "statistic" && record.statistic === statistic)?.value;
  const [estimate, se] = [value(name), value(`${name}_se`)];
  return estimate == null || se == null ? null : { estimate, se };
}

function interaction(
  place: Place,
  { estimate, data }: EffectInput,
  { weights }: Subgroup,
  effects: readonly Linear[],
): ResultRecord[] {
  const found = effects.filter((effect) => effect !== null);
  const left = effects.length - found.length;
  const detail = {
    role: "exploratory" as const,
    params: {
      endpoint: estimate.endpoint,
      design: estimate.design,
      weights,
      ...(isOfCounts({ data, estimate }) ? { from_table: place.variable ?? "" } : {}),
    },
    method: "Wald test of one effect in all levels, on the effect's linear scale",
    note: left > 0 && found.length > 1 ? `${left} of ${effects.length} levels have no estimate and are left out` : null,
  };
  const names = ["interaction_chi_squared", "interaction_df", "interaction_p"] as const;
  try {
    const { chiSquared, df, p } = testInteraction(
      found.map((effect) => effect.estimate),
      found.map((effect) => effect.se),
    );
    return [chiSquared, df, p].map((value, k) => makeStatistic(place, names[k]!, value, detail));
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return names.map((name) => makeNotEstimable(place, name, error.message, detail));
  }
}
