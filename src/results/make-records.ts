import type { Params, ResultRecord, Role, Series, Stage, Statistic, Warning } from "./records.js";

/** Where a record stands: the fields that every record of one step shares. */
export interface Place {
  readonly variant: string;
  readonly stage: Stage;
  readonly population: string;
  readonly group?: string | null;
  readonly variable?: string | null;
}

/** What describes a statistic beyond its name and value. */
export interface StatisticDetail {
  readonly level?: string | null;
  readonly unit?: string | null;
  readonly method?: string | null;
  readonly params?: Params;
  readonly role?: Role;
  readonly note?: string | null;
}

/** A statistic that was estimated. `value` must be finite: what cannot be estimated is made by `makeNotEstimable`. */
export function makeStatistic(place: Place, statistic: string, value: number, detail: StatisticDetail = {}): Statistic {
  if (!Number.isFinite(value))
    throw new Error(`statistic ${statistic} at ${place.variant}/${place.population} is ${value}`);
  // −0 and 0 are one number but two texts.
  return {
    ...fillStatistic(place, statistic, detail),
    value: value === 0 ? 0 : value,
    status: "ok",
    note: detail.note ?? null,
  };
}

/** A statistic without a value, and why. */
export function makeNotEstimable(
  place: Place,
  statistic: string,
  reason: string,
  detail: StatisticDetail = {},
): Statistic {
  return { ...fillStatistic(place, statistic, detail), value: null, status: "not_estimable", note: reason };
}

/** A statistic, or “not estimable” with `reason` where `value` is null. */
export function makeStatisticOrNot(
  place: Place,
  statistic: string,
  value: number | null,
  reason: string,
  detail: StatisticDetail = {},
): Statistic {
  return value === null
    ? makeNotEstimable(place, statistic, reason, detail)
    : makeStatistic(place, statistic, value, detail);
}

export interface SeriesColumn {
  readonly unit: string | null;
  readonly values: ArrayLike<number> | readonly (number | null)[];
}

/** Columns of equal length; a value that is not finite becomes null. */
export function makeSeries(
  place: Place,
  series: string,
  columns: Record<string, SeriesColumn>,
  detail: { method?: string; params?: Params } = {},
): Series {
  const filled: Series["columns"] = {};
  for (const [name, column] of Object.entries(columns)) {
    const values = Array.from(column.values as ArrayLike<number | null>, (v) =>
      v !== null && Number.isFinite(v) ? (v === 0 ? 0 : v) : null,
    );
    filled[name] = { unit: column.unit, values };
  }
  return {
    kind: "series",
    ...fillPlace(place),
    series,
    columns: filled,
    method: detail.method ?? null,
    params: detail.params ?? {},
  };
}

export function makeWarning(place: Place, code: string, message: string): Warning {
  return { kind: "warning", ...fillPlace(place), code, message };
}

/** The record's place with every field present. */
export function fillPlace(place: Place): Pick<ResultRecord, "variant" | "stage" | "population" | "group" | "variable"> {
  return {
    variant: place.variant,
    stage: place.stage,
    population: place.population,
    group: place.group ?? null,
    variable: place.variable ?? null,
  };
}

function fillStatistic(
  place: Place,
  statistic: string,
  detail: StatisticDetail,
): Omit<Statistic, "value" | "status" | "note"> {
  return {
    kind: "statistic",
    ...fillPlace(place),
    level: detail.level ?? null,
    statistic,
    unit: detail.unit ?? null,
    method: detail.method ?? null,
    params: detail.params ?? {},
    role: detail.role ?? "descriptive",
  };
}
