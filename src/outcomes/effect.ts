import { normalIntervalFactor, normalTwoSided } from "../math/normal.js";
import { makeNotEstimable, makeStatistic, makeStatisticOrNot, type Place } from "../results/make-records.js";
import type { Params, ResultRecord, Role } from "../results/records.js";
import type { Measure } from "../spec/measures.js";

/** An effect with its interval and the test of none. What is null cannot be estimated or is infinite: `reason` says why. */
export interface Effect {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly p: number | null;
  /** The scale on which it is nearly normal (the logarithm of a ratio) and its standard error there; null where the interval is not made from one. */
  readonly linear: { readonly estimate: number; readonly se: number } | null;
  readonly reason: string;
  readonly method: string;
  /** Where the test is another method than the interval. */
  readonly test?: string;
}

export interface EffectDetail {
  readonly role: Role;
  readonly params: Params;
}

/** The effect whose linear scale has `estimate` and `se`, with a normal interval. Without variance there is a point and no interval. */
export function normalEffect(
  kind: Measure["kind"],
  linear: { readonly estimate: number; readonly se: number },
  level: number,
): Omit<Effect, "method"> {
  const back = (value: number) => finiteOrNull(kind === "ratio" ? Math.exp(value) : value);
  const half = normalIntervalFactor(level) * linear.se;
  const flat = !(linear.se > 0);
  return {
    estimate: back(linear.estimate),
    lower: flat ? null : back(linear.estimate - half),
    upper: flat ? null : back(linear.estimate + half),
    p: flat ? null : normalTwoSided(linear.estimate / linear.se),
    linear: flat ? null : linear,
    reason: flat ? "no variance: the outcome is the same for everybody in each arm" : beyondNumbers,
  };
}

/** Why a limit is null although the linear scale has one. */
export const beyondNumbers = "beyond the largest number that can be held: the data say next to nothing on it";

export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The records of an effect, the effect itself first. */
export function effectRecords(place: Place, measure: Measure, effect: Effect, detail: EffectDetail): ResultRecord[] {
  const full = { ...detail, method: effect.method, unit: measure.unit };
  const record = (name: string, value: number | null) =>
    makeStatisticOrNot(
      place,
      name,
      value,
      effect.reason,
      name === "p_value" ? { ...detail, method: effect.test ?? effect.method } : full,
    );
  const names = linearNames(measure);
  const linear =
    effect.linear === null
      ? []
      : [
          ...(names.value === null ? [] : [makeStatistic(place, names.value, effect.linear.estimate, full)]),
          makeStatistic(place, names.se, effect.linear.se, full),
        ];
  return [
    record(measure.effect, effect.estimate),
    record(`${measure.effect}_lower`, effect.lower),
    record(`${measure.effect}_upper`, effect.upper),
    ...linear,
    record("p_value", effect.p),
  ];
}

/** The records of an effect that cannot be estimated at all. */
export function refusedEffect(place: Place, measure: Measure, reason: string, detail: EffectDetail): ResultRecord[] {
  return [measure.effect, `${measure.effect}_lower`, `${measure.effect}_upper`, "p_value"].map((name) =>
    makeNotEstimable(place, name, reason, detail),
  );
}

/** A ratio's linear scale is its logarithm, which is a statistic of its own; a difference is its own. */
export function linearNames({ effect, kind }: Measure): { readonly value: string | null; readonly se: string } {
  return kind === "ratio" ? { value: `log_${effect}`, se: `log_${effect}_se` } : { value: null, se: `${effect}_se` };
}
