import type { EndpointPair } from "../frame/endpoint-view.js";
import {
  CHART_EVIDENCE,
  type DayLists,
  NO_DAY,
  PROGRESSION_PART,
  RESPONSE_CATEGORIES,
  type ResponseView,
} from "../frame/endpoint-view.js";
import { classifyProgression, PROGRESSION_CLASS, type ProgressionPair } from "./classify-progression.js";

/** Why two sources differ about a patient's progression. */
export const PROGRESSION_CAUSES = [
  "agree",
  "timing: both call it, on other dates",
  "treatment change without progression on scans",
  "no scan near the chart's date",
  "clinical progression, scan near it shows none",
  "report calls it, the reader of the scan does not",
  "pseudo-progression: scans respond again",
  "new lesion the chart does not call",
  "target measurements the chart does not call",
  "non-target lesion the chart does not call",
  "several parts of the scan the chart does not call",
] as const;

/** Why two sources differ about a patient's response. */
export const RESPONSE_CAUSES = [
  "agree",
  "response on scans not confirmed",
  "scans not evaluable",
  "target measurement: scans show no response",
  "no response recorded in the chart",
  "chart calls no response",
] as const;

/**
 * Place in PROGRESSION_CAUSES of one patient: the first that applies. A chart that calls progression alone is judged by what it rests
 * on and by the nearest scan; a scan that does, by the parts that show it.
 */
export function codeProgressionCause(
  pair: ProgressionPair,
  row: number,
  { sameDayDays, nearDays }: { readonly sameDayDays: number; readonly nearDays: number },
): number {
  const cause = (name: (typeof PROGRESSION_CAUSES)[number]) => PROGRESSION_CAUSES.indexOf(name);
  const { ehr, facts } = pair;
  switch (classifyProgression(pair, row, sameDayDays)) {
    case PROGRESSION_CLASS.same:
    case PROGRESSION_CLASS.neither:
      return cause("agree");
    case PROGRESSION_CLASS.chartsEarlier:
    case PROGRESSION_CLASS.chartsLater:
      return cause("timing: both call it, on other dates");
    case PROGRESSION_CLASS.chartsOnly: {
      const evidence = CHART_EVIDENCE[facts.chartEvidence[row]!];
      if (evidence === "treatment_change") return cause("treatment change without progression on scans");
      if (nearestScan(facts.scans, row, ehr.progressionDay[row]!) > nearDays)
        return cause("no scan near the chart's date");
      return evidence === "radiology_report"
        ? cause("report calls it, the reader of the scan does not")
        : cause("clinical progression, scan near it shows none");
    }
    default:
      if (facts.responseAfterProgression[row] === 1) return cause("pseudo-progression: scans respond again");
      return cause(partCauses[facts.progressionParts[row]!] ?? "several parts of the scan the chart does not call");
  }
}

const partCauses: Readonly<Record<number, (typeof PROGRESSION_CAUSES)[number]>> = {
  [PROGRESSION_PART.target]: "target measurements the chart does not call",
  [PROGRESSION_PART.nonTarget]: "non-target lesion the chart does not call",
  [PROGRESSION_PART.newLesion]: "new lesion the chart does not call",
};

/** Place in RESPONSE_CAUSES of one patient. */
export function codeResponseCause(
  { ehr, imaging }: EndpointPair & { readonly ehr: ResponseView; readonly imaging: ResponseView },
  row: number,
): number {
  const cause = (name: (typeof RESPONSE_CAUSES)[number]) => RESPONSE_CAUSES.indexOf(name);
  const chart = RESPONSE_CATEGORIES[ehr.category[row]!]!;
  const scan = RESPONSE_CATEGORIES[imaging.category[row]!]!;
  if (ehr.isResponder[row] === imaging.isResponder[row]) return cause("agree");
  if (ehr.isResponder[row] === 1) {
    if (imaging.unconfirmed[row] === 1) return cause("response on scans not confirmed");
    if (scan === "NE" || scan === "missing") return cause("scans not evaluable");
    return cause("target measurement: scans show no response");
  }
  return chart === "NE" || chart === "missing"
    ? cause("no response recorded in the chart")
    : cause("chart calls no response");
}

/** Days from `day` to the nearest scan of the patient; NO_DAY where there is none. */
function nearestScan({ start, day: days }: DayLists, row: number, day: number): number {
  let nearest: number = NO_DAY;
  for (let i = start[row]!; i < start[row + 1]!; i += 1) nearest = Math.min(nearest, Math.abs(days[i]! - day));
  return nearest;
}
