import type { CovariateMatrix } from "./covariate-matrix.js";
import type { OutcomeData } from "./outcome-data.js";
import type { PatientFrame, PatientLines } from "./patient-frame.js";

/**
 * The patients at `rows` of a frame, ascending; a row may stand there more than once, as a resample has it. The k-th copy of a patient
 * (k >= 2) bears the id with #k, so that ids stay unique, and is another patient: where rows are lines, a resample draws all of a patient's.
 */
export function takePatients(patients: PatientFrame, rows: Int32Array): PatientFrame {
  const copy = new Int32Array(rows.length);
  const patientId = Array.from(rows, (row, k) => {
    copy[k] = k > 0 && rows[k - 1] === row ? copy[k - 1]! + 1 : 1;
    const id = patients.patientId[row]!;
    return copy[k] === 1 ? id : `${id}#${copy[k]}`;
  });
  return {
    n: rows.length,
    patientId,
    datasetId: Array.from(rows, (row) => patients.datasetId[row]!),
    indexEpochDay: fill(new Int32Array(rows.length), patients.indexEpochDay, rows),
    trial: fill(new Uint8Array(rows.length), patients.trial, rows),
    ...(patients.lines === undefined ? {} : { lines: takeLines(patients.lines, rows, copy) }),
  };
}

function takeLines({ sourceId, cluster }: PatientLines, rows: Int32Array, copy: Int32Array): PatientLines {
  return {
    sourceId: Array.from(rows, (row) => sourceId[row]!),
    cluster: Int32Array.from(rows, (row, k) => (copy[k]! - 1) * cluster.length + cluster[row]!),
  };
}

/** The covariates of the same rows. */
export function takeCovariates(covariates: CovariateMatrix, rows: Int32Array): CovariateMatrix {
  return {
    n: rows.length,
    columns: covariates.columns.map((column) => ({
      ...column,
      value: fill(new Float64Array(rows.length), column.value, rows),
      missing: fill(new Uint8Array(rows.length), column.missing, rows),
    })),
  };
}

/** The outcomes of the same rows. */
export function takeOutcome(data: OutcomeData, rows: Int32Array): OutcomeData {
  const { endpoint } = data;
  const flags = (values: Uint8Array) => fill(new Uint8Array(rows.length), values, rows);
  const available = flags(data.available);
  if (data.kind === "binary") return { kind: "binary", endpoint, available, value: flags(data.value) };
  const { interval } = data;
  const days = (values: Int32Array) => fill(new Int32Array(rows.length), values, rows);
  const taken =
    interval === undefined
      ? {}
      : {
          interval: {
            left: days(interval.left),
            right: days(interval.right),
            rightCensored: flags(interval.rightCensored),
            clearLeft: days(interval.clearLeft),
          },
        };
  const entered = data.entryDays === undefined ? {} : { entryDays: days(data.entryDays) };
  const competing = data.competing === undefined ? {} : { competing: flags(data.competing) };
  const therapy = data.newTherapy === undefined ? {} : { newTherapy: flags(data.newTherapy) };
  const responded = data.responseDays === undefined ? {} : { responseDays: days(data.responseDays) };
  const [timeDays, status] = [days(data.timeDays), flags(data.status)];
  return {
    ...{ kind: "survival", endpoint, available, timeDays, status },
    ...taken,
    ...competing,
    ...entered,
    ...therapy,
    ...responded,
  };
}

/** The values at `rows`, by a plain loop: resamples take millions. */
function fill<Column extends Int32Array | Uint8Array | Float64Array>(
  into: Column,
  values: ArrayLike<number>,
  rows: Int32Array,
): Column {
  for (let k = 0; k < rows.length; k += 1) into[k] = values[rows[k]!]!;
  return into;
}
