import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import { type EndpointPair, EVALUABLE_CATEGORIES, NO_DAY } from "../frame/endpoint-view.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { yearOfDay } from "../math/year-of-day.js";
import { makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { estimateCohenKappa } from "../stats/cohen-kappa.js";
import { estimateWilson } from "../stats/wilson.js";
import { arms, comparisonPlace, rowsOf } from "./comparison-place.js";
import { estimateRecords, limitValues, withLimits } from "./estimate-records.js";
import { isEvaluableByBoth } from "./evaluability.js";

export interface SubgroupInput {
  readonly pair: EndpointPair;
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  /** Names of binary or categorical covariates. */
  readonly subgroups: readonly string[];
  readonly level: number;
}

/** One way to part patients. levelOf: null = not known, left out. */
interface Partition {
  readonly name: string;
  readonly levelOf: (row: number) => string | null;
}

/**
 * Agreement of the two sources by the levels of each covariate, by year of index and by number of scans, per arm: on the category of
 * best response, or on whether there was progression at all. Patients evaluable by both.
 */
export function compareSubgroups(input: SubgroupInput): ResultRecord[] {
  const { pair, patients } = input;
  return partitionsOf(input).flatMap(({ name, levelOf }) =>
    arms.flatMap(([group, side]) => {
      const rows = rowsOf(patients, side, (row) => isEvaluableByBoth(pair, row) && levelOf(row) !== null);
      const levels = [...new Set(Array.from(rows, (row) => levelOf(row)!))].sort();
      return levels.flatMap((level) =>
        agreementRecords(
          input,
          comparisonPlace(pair.name, `by.${name}`, group),
          level,
          rows.filter((row) => levelOf(row) === level),
        ),
      );
    }),
  );
}

function agreementRecords(
  { pair, level }: SubgroupInput,
  place: ReturnType<typeof comparisonPlace>,
  name: string,
  rows: Int32Array,
): ResultRecord[] {
  const { k, cellOf } = classificationOf(pair);
  const counts = new Array<number>(k * k).fill(0);
  for (const row of rows) counts[cellOf(row)]! += 1;
  const agreeing = counts.reduce((total, count, cell) => total + (cell % (k + 1) === 0 ? count : 0), 0);
  const detail = { level: name, params: { level, from_table: place.variable } };
  return [
    makeStatistic(place, "n", rows.length, { level: name, unit: "patients" }),
    makeStatistic(place, "agreeing", agreeing, { level: name, unit: "patients" }),
    ...estimateRecords(place, withLimits("proportion"), { ...detail, method: "Wilson" }, () => ({
      values: limitValues("proportion", estimateWilson(agreeing, rows.length, level)),
    })),
    ...estimateRecords(place, withLimits("kappa"), { ...detail, method: "Cohen's κ" }, () => ({
      values: limitValues("kappa", estimateCohenKappa({ counts, k, level }, "none")),
      reason: "agreement is complete: no interval follows",
    })),
  ];
}

/** The table in which both sources classify a patient: k categories and his cell. */
function classificationOf({ ehr, imaging }: EndpointPair): {
  readonly k: number;
  readonly cellOf: (row: number) => number;
} {
  if (ehr.kind === "response" && imaging.kind === "response")
    return {
      k: EVALUABLE_CATEGORIES,
      cellOf: (row) => ehr.category[row]! * EVALUABLE_CATEGORIES + imaging.category[row]!,
    };
  if (ehr.kind !== "progression" || imaging.kind !== "progression")
    throw new Error("both sides of a comparison are of one kind");
  const called = (day: number) => (day === NO_DAY ? 0 : 1);
  return { k: 2, cellOf: (row) => 2 * called(ehr.progressionDay[row]!) + called(imaging.progressionDay[row]!) };
}

function partitionsOf({ pair, patients, covariates, subgroups }: SubgroupInput): Partition[] {
  const byCovariate = subgroups.map((name): Partition => {
    const column = covariates.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw new Error(`covariate ${name} is not among those of the comparison`);
    const nameOf = (value: number) => (column.kind === "binary" ? ["no", "yes"][value]! : column.levels[value]!);
    return { name, levelOf: (row) => (column.missing[row] === 1 ? null : nameOf(column.value[row]!)) };
  });
  const { start } = pair.facts.scans;
  return [
    ...byCovariate,
    { name: "index_year", levelOf: (row) => yearLevel(patients.indexEpochDay[row]!) },
    { name: "scans", levelOf: (row) => countLevel(start[row + 1]! - start[row]!) },
  ];
}

/** Null in a dataset that counts its days from index. */
const yearLevel = (epochDay: number): string | null => (epochDay === 0 ? null : String(yearOfDay(epochDay)));

function countLevel(scans: number): string {
  if (scans <= 1) return scans === 0 ? "0 scans" : "1 scan";
  if (scans <= 3) return "2 to 3 scans";
  return scans <= 5 ? "4 to 5 scans" : "6 scans or more";
}
