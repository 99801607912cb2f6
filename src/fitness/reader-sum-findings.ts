import { EstimationError } from "../errors.js";
import { sum } from "../math/sum.js";
import type { IndicatorCounts } from "../results/records.js";
import { estimateIntraclassCorrelation } from "../stats/intraclass-correlation.js";
import { estimateWithinSubjectVariation } from "../stats/within-subject-variation.js";
import type { Threshold } from "./indicator.js";
import type { Finding } from "./judge.js";
import type { ArmScopes, Scope } from "./scope.js";

/** The last measurement up to index of each target lesion. Grain: patient × reader × lesion. */
export const readerTargetsSql = `select distinct on (s.patient_id, m.reader_id, m.lesion_id)
  s.patient_id,
  m.reader_id,
  m.lesion_id,
  cast(m.state = 'measured' as integer) as is_measured,
  coalesce(m.diameter_mm, 0) as diameter_mm
from baseline.lesion_measurement as m
join baseline.imaging_study as s on s.study_uid = m.study_uid
join baseline.lesion as l
  on l.patient_id = s.patient_id and l.reader_id = m.reader_id and l.lesion_id = m.lesion_id
where l.role = 'target'
order by s.patient_id, m.reader_id, m.lesion_id, s.performed_day desc, s.study_uid desc`;

/**
 * R1.2: how far two readers of the same patients agree on the sum of diameters of their own targets at baseline: ICC(2,1) and within-subject
 * coefficient of variation, for each two readers, arm and set. Patients of whom a target could not be measured have no sum.
 */
export async function findReaderSums({ group, store, scopes }: ArmScopes): Promise<Finding[]> {
  const columns = await store.query(readerTargetsSql);
  const [ids, readers] = [columns.text("patient_id"), columns.text("reader_id")];
  const [measured, diameters] = [columns.int32("is_measured").values, columns.float64("diameter_mm").values];
  const lesions = new Map<string, Map<string, number[]>>();
  for (const [i, id] of ids.entries()) {
    const of = lesions.get(readers[i] ?? "") ?? new Map<string, number[]>();
    lesions.set(readers[i] ?? "", of);
    // Not a number: one target that was not measured leaves the patient without a sum.
    of.set(id ?? "", [...(of.get(id ?? "") ?? []), measured[i] === 1 ? diameters[i]! : Number.NaN]);
  }
  const names = [...lesions.keys()].sort();
  const pairs = names.flatMap((one, i) => names.slice(i + 1).map((other) => [one, other] as const));
  return scopes.flatMap((scope) => {
    const found = pairs.flatMap(([one, other]) => {
      const readings = readingsOf(scope, lesions.get(one)!, lesions.get(other)!);
      return readings.length === 0 ? [] : describePair([one, other], readings, { population: scope.population, group });
    });
    return found.length > 0 ? found : notReadTwice({ population: scope.population, group });
  });
}

type Place = Pick<Finding, "population" | "group">;

const iccReported: Threshold = {
  direction: "at-least",
  met: null,
  caution: null,
  basis:
    "no cut: readers choose their own targets; of the same lesions 0.75 is good, 0.5 moderate (Koo & Li 2016, published)",
};
const cvReported: Threshold = { direction: "at-most", met: null, caution: null, basis: "no universal cut" };

const measures = [
  ["icc", "ICC(2,1) of the sum of diameters at baseline", iccReported, estimateIntraclassCorrelation, "Shrout–Fleiss"],
  [
    "cv",
    "within-subject coefficient of variation of the sum of diameters at baseline",
    cvReported,
    estimateWithinSubjectVariation,
    "χ²",
  ],
] as const;

const notReadTwice = (place: Place): Finding[] =>
  measures.map(([unit, label, threshold]) => ({
    ...place,
    id: "R1.2",
    variable: unit,
    label,
    value: null,
    unit,
    threshold,
    note: "nobody has all targets measured by two readers up to index",
  }));

/** Sums of both readers, patient by patient, those above 0: row-major pairs, in the order of ids. */
function readingsOf(
  { patients }: Scope,
  one: ReadonlyMap<string, readonly number[]>,
  other: ReadonlyMap<string, readonly number[]>,
): (readonly [number, number])[] {
  const sumOf = (of: ReadonlyMap<string, readonly number[]>, id: string): number => sum(of.get(id) ?? [Number.NaN]);
  return [...one.keys()].flatMap((id) => {
    if (!patients.has(id)) return [];
    const pair = [sumOf(one, id), sumOf(other, id)] as const;
    return pair.every((value) => value > 0) ? [pair] : [];
  });
}

function describePair(
  readers: readonly [string, string],
  readings: readonly (readonly [number, number])[],
  place: Place,
): Finding[] {
  const n = readings.length;
  const input = { x: Float64Array.from(readings.flat()), n, k: 2 };
  return measures.map(([unit, label, threshold, estimate, interval]): Finding => {
    const base = {
      ...place,
      id: "R1.2" as const,
      variable: [unit, ...readers].join("."),
      label: `${label}, readers ${readers.join(" and ")}`,
      unit,
      threshold,
    };
    const countsOf = (lower: number | null, upper: number | null): IndicatorCounts => ({
      numerator: null,
      denominator: n,
      unit: "patients measured by both",
      patients: n,
      lower,
      upper,
      interval: lower === null ? null : `95 % ${interval}`,
    });
    try {
      const { estimate: value, lower, upper } = estimate(input);
      return { ...base, value, counts: countsOf(lower, upper) };
    } catch (error) {
      if (!(error instanceof EstimationError)) throw error;
      return { ...base, value: null, note: error.message };
    }
  });
}
