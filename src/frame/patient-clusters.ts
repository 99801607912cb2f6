import type { PatientFrame } from "./patient-frame.js";

/** The ids of a frame's rows as the source has them: of a line, its patient's. */
export const sourceIdsOf = ({ patientId, lines }: PatientFrame): readonly string[] => lines?.sourceId ?? patientId;

/** A number per row, equal for rows of one patient; null where no patient has a second row, so that rows are independent. */
export function patientClusters({ n, lines }: PatientFrame): Int32Array | null {
  return lines === undefined || new Set(lines.cluster).size === n ? null : lines.cluster;
}

/** Whether some patient has more than one row. */
export const isClustered = (patients: PatientFrame): boolean => patientClusters(patients) !== null;
