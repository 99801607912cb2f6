import { EstimationError } from "../errors.js";
import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";
import type { EndpointPair } from "../frame/endpoint-view.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeNotEstimable, makeStatistic, makeStatisticOrNot } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { estimateBalance, unadjustedSd } from "../stats/balance.js";
import { type ArmName, arms, comparisonPlace, rowsOf } from "./comparison-place.js";
import { EVALUABILITY, evaluabilityOf, isEvaluableByBoth } from "./evaluability.js";

const kinds = ["both", "charts only", "scans only", "neither"] as const;

/**
 * Output 1, per arm: how many patients both sources can speak of, one of them, or none; why not; and in what those evaluable by both
 * differ from the others at baseline (SMD over the pooled SD): what follows is of the former.
 */
export function compareAvailability(
  pair: EndpointPair,
  patients: PatientFrame,
  covariates: CovariateMatrix,
): ResultRecord[] {
  return arms.flatMap(([group, side]) => {
    const rows = rowsOf(patients, side, () => true);
    const count = (what: string, levels: readonly string[], codeOf: (row: number) => number) =>
      countLevels(comparisonPlace(pair.name, what, group), levels, rows, codeOf);
    const byScans = (row: number) => evaluabilityOf(pair.imaging, row);
    const byCharts = (row: number) => evaluabilityOf(pair.ehr, row);
    return [
      makeStatistic({ ...comparisonPlace(pair.name, "", group), variable: null }, "n", rows.length, {
        unit: "patients",
      }),
      ...count("availability", kinds, (row) => (byCharts(row) === 0 ? 0 : 2) + (byScans(row) === 0 ? 0 : 1)),
      ...count("evaluable_by_charts", EVALUABILITY, byCharts),
      ...count("evaluable_by_scans", EVALUABILITY, byScans),
      ...selection(pair, group, rows, covariates),
    ];
  });
}

/** Patients of each level, as counts of one family. */
export function countLevels(
  place: ReturnType<typeof comparisonPlace>,
  levels: readonly string[],
  rows: Int32Array,
  codeOf: (row: number) => number,
): ResultRecord[] {
  const counts = levels.map(() => 0);
  for (const row of rows) counts[codeOf(row)]! += 1;
  return levels.map((level, code) => makeStatistic(place, "n", counts[code]!, { level, unit: "patients" }));
}

/** SMD of each baseline covariate between patients evaluable by both sources and the others of the arm. */
function selection(pair: EndpointPair, group: ArmName, rows: Int32Array, covariates: CovariateMatrix): ResultRecord[] {
  const method = "evaluable by both less the others, over the pooled standard deviation";
  return covariates.columns.flatMap((column) =>
    indicatorsOf(column).map(({ level, value, binary }) => {
      const place = comparisonPlace(pair.name, `selection.${column.name}`, group);
      const recorded = rows.filter((row) => column.missing[row] === 0);
      const x = Float64Array.from(recorded, value);
      const treated = Uint8Array.from(recorded, (row) => (isEvaluableByBoth(pair, row) ? 1 : 0));
      try {
        const denominatorSd = unadjustedSd(x, treated, "pooled-sd", binary);
        const weight = new Float64Array(recorded.length).fill(1);
        const { smd } = estimateBalance({ x, treated, weight, denominatorSd, binary });
        const known = smd !== null && Number.isFinite(smd) ? smd : null;
        return makeStatisticOrNot(place, "smd", known, "too few patients, or no variance", { level, method });
      } catch (error) {
        if (!(error instanceof EstimationError)) throw error;
        return makeNotEstimable(place, "smd", "everybody is evaluable by both sources, or nobody is", {
          level,
          method,
        });
      }
    }),
  );
}

/** The columns of numbers a covariate is compared by: itself, or each level against the rest. */
function indicatorsOf(column: CovariateColumn) {
  if (column.kind !== "categorical")
    return [{ level: null, binary: column.kind === "binary", value: (row: number) => column.value[row]! }];
  return column.levels.map((level, code) => ({
    level,
    binary: true,
    value: (row: number) => (column.value[row] === code ? 1 : 0),
  }));
}
