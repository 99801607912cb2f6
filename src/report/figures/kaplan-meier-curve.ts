import { DataError } from "../../errors.js";
import type { FigureColumns } from "../document/model.js";
import { drawn, drawnMonths } from "../format.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import type { CurveSubject } from "./curve-subject.js";

/** One arm's curve as recorded, rows without a survival value left out (a curve stops where few are at risk). */
export interface Curve {
  readonly group: Group;
  readonly timeDays: readonly number[];
  readonly survival: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly atRisk: readonly (number | null)[];
  /** Null where suppressed. */
  readonly censored: readonly (number | null)[];
}

/** The curve of an arm; empty where the results hold none, as of an arm in which nobody has the endpoint. */
export function readCurve(input: ReportInput, { place }: CurveSubject, group: Group): Curve {
  const series = input.records.findSeries({ ...place, group }, "kaplan_meier");
  if (series === null) return { group, timeDays: [], survival: [], lower: [], upper: [], atRisk: [], censored: [] };
  const column = (name: string): readonly (number | null)[] => {
    const found = series.columns[name];
    if (found === undefined)
      throw new DataError(`results.json lacks column ${name} of series kaplan_meier: run analyze again`);
    return found.values;
  };
  const [time, survival] = [column("time_days"), column("survival")];
  const rows = time.flatMap((day, i) => (day === null || survival[i] === null ? [] : [i]));
  const numbers = (name: string): readonly number[] => rows.map((i) => column(name)[i] ?? 0);
  const gaps = (name: string): readonly (number | null)[] => rows.map((i) => column(name)[i] ?? null);
  return {
    group,
    timeDays: numbers("time_days"),
    survival: numbers("survival"),
    lower: gaps("lower"),
    upper: gaps("upper"),
    atRisk: gaps("at_risk"),
    censored: gaps("censored"),
  };
}

/** Whether any point of an arm's curve may be shown. */
export const hasCurve = (input: ReportInput, subject: CurveSubject, group: Group): boolean =>
  readCurve(input, subject, group).timeDays.length > 0;

/** With fewer at risk a curve says little: it is drawn pale from there on, without a band. */
export const fewAtRisk = 10;

/** The last row with enough at risk, where the full curve ends and its tail starts. */
const lastFull = ({ atRisk }: Curve): number =>
  Math.max(
    0,
    atRisk.findLastIndex((count) => count === null || count >= fewAtRisk),
  );

/** Whether a curve goes on with few at risk. */
export const hasTail = (curve: Curve): boolean => lastFull(curve) < curve.timeDays.length - 1;

/**
 * The rows to draw. `curve` and `tail`: where the curve steps, its start and its end (between them it is flat, so other rows add nothing), with
 * enough and with few at risk. `censored`: where somebody was censored.
 */
export function curveColumns(curves: readonly Curve[], what: "curve" | "tail" | "censored"): FigureColumns {
  const rows = curves.flatMap((curve) => {
    const full = lastFull(curve);
    const last = curve.timeDays.length - 1;
    const [from, to] = what === "curve" ? [0, full] : [full, full === last ? -1 : last];
    return curve.timeDays.flatMap((_, i) => {
      const steps = i === from || i === to || curve.survival[i] !== curve.survival[i - 1];
      const isDrawn = what === "censored" ? (curve.censored[i] ?? 0) > 0 : i >= from && i <= to && steps;
      return isDrawn ? [{ curve, i }] : [];
    });
  });
  const column = (pick: (curve: Curve) => readonly (number | null)[], draw = drawn) =>
    rows.map(({ curve, i }) => {
      const value = pick(curve)[i] ?? null;
      return value === null ? null : draw(value);
    });
  const shared = {
    arm: rows.map(({ curve }) => curve.group),
    months: column(({ timeDays }) => timeDays, drawnMonths),
    survival: column(({ survival }) => survival),
  };
  if (what === "censored") return shared;
  const atRisk = column(({ atRisk: count }) => count);
  if (what === "tail") return { ...shared, atRisk };
  return { ...shared, lower: column(({ lower }) => lower), upper: column(({ upper }) => upper), atRisk };
}

/** The curve must start with everybody: as many at risk as the estimate counts, or as their weights add up to. With delayed entry it starts with fewer. */
export function checkTotals(input: ReportInput, subject: CurveSubject, group: Group, curve: Curve): void {
  const place = { ...subject.place, group };
  if (curve.timeDays.length === 0) return;
  const expected =
    input.records.findStatistic(place, "sum_of_weights")?.value ?? input.records.getStatistic(place, "n").value;
  const atStart = curve.atRisk[0] ?? null;
  if (expected === null || atStart === null) return;
  const isLate = input.records.getSeries(place, "kaplan_meier").method?.endsWith("delayed entry") === true;
  if (isLate && atStart <= expected) return;
  if (Math.abs(atStart - expected) > 1e-6 * Math.max(1, expected))
    throw new DataError(
      `the Kaplan–Meier curve of ${place.variable} (${group}) must start with ${expected} at risk; got ${atStart}: run analyze again`,
    );
}
