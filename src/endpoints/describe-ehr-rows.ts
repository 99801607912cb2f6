import { fillPlace } from "../results/make-records.js";
import type { Listing } from "../results/records.js";
import { endpointPlace } from "./arm-counts.js";
import type { EhrRowCounts } from "./ehr-course.js";

const reasons = [
  ["rows", "in"],
  ["used", "used"],
  ["beforeIndex", "on or before the day of index"],
  ["otherEvidence", "evidence is no anchor, or not stated"],
  ["sameDay", "another assessment of that day counts"],
  ["noResponse", "no response stated"],
  ["undated", "no date"],
] as const satisfies readonly (readonly [keyof EhrRowCounts, string])[];

/** What became of the rows of ehr_assessment under one set of anchors: rows in = rows used + rows set aside. */
export function listEhrRows(variant: string, anchors: readonly string[], counts: EhrRowCounts): Listing {
  return {
    kind: "listing",
    ...fillPlace(endpointPlace(variant, `ehr.${anchors.join("+")}`)),
    listing: "ehr_rows",
    columns: [
      { name: "fate", label: "What became of it" },
      { name: "rows", label: "Rows of ehr_assessment" },
    ],
    rows: reasons.map(([name, label]) => [label, counts[name]]),
  };
}
