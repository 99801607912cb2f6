import type { EndpointPair, ProgressionView, ResponseView } from "../frame/endpoint-view.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { ResultRecord } from "../results/records.js";
import { codeProgressionCause, codeResponseCause, PROGRESSION_CAUSES, RESPONSE_CAUSES } from "./code-cause.js";
import { countLevels } from "./compare-availability.js";
import { arms, comparisonPlace, rowsOf } from "./comparison-place.js";
import { isCoveredByBoth, isEvaluableByBoth } from "./evaluability.js";

export interface CauseInput {
  readonly pair: EndpointPair;
  readonly patients: PatientFrame;
  readonly sameDayDays: number;
  readonly nearDays: number;
}

/** Output 6, per arm: patients about whom charts and scans differ, by the reason coded for each. A patient's own line is what `audit` prints. */
export function compareCauses(input: CauseInput): ResultRecord[] {
  const { pair, patients } = input;
  const { ehr, imaging } = pair;
  const { levels, covers, codeOf } =
    ehr.kind === "response" && imaging.kind === "response"
      ? ofResponse({ ...pair, ehr, imaging })
      : ofProgression({ ...pair, ehr: ehr as ProgressionView, imaging: imaging as ProgressionView }, input);
  return arms.flatMap(([group, side]) => {
    const rows = rowsOf(patients, side, covers);
    return rows.length === 0 ? [] : countLevels(comparisonPlace(pair.name, "cause", group), levels, rows, codeOf);
  });
}

function ofResponse(pair: EndpointPair & { readonly ehr: ResponseView; readonly imaging: ResponseView }) {
  return {
    levels: RESPONSE_CAUSES,
    covers: (row: number) =>
      isCoveredByBoth(pair, row) && pair.ehr.counted[row] === 1 && pair.imaging.counted[row] === 1,
    codeOf: (row: number) => codeResponseCause(pair, row),
  };
}

function ofProgression(
  pair: EndpointPair & { readonly ehr: ProgressionView; readonly imaging: ProgressionView },
  { sameDayDays, nearDays }: CauseInput,
) {
  return {
    levels: PROGRESSION_CAUSES,
    covers: (row: number) => isEvaluableByBoth(pair, row),
    codeOf: (row: number) => codeProgressionCause(pair, row, { sameDayDays, nearDays }),
  };
}
