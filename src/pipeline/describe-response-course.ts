import type { BinaryData, SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { describeInResponse } from "../outcomes/describe-in-response.js";
import { describeRate } from "../outcomes/describe-rate.js";
import { gatherRates } from "../outcomes/rate-rows.js";
import type { ResultRecord } from "../results/records.js";
import type { ResponseCompanions } from "../spec/response-companions.js";
import { describeResponders } from "./describe-responders.js";

/** A response endpoint's companions with what was derived for each. */
export interface ResponseCourse {
  readonly companions: ResponseCompanions;
  readonly duration: SurvivalData;
  readonly timeToResponse: SurvivalData;
  readonly diseaseControl: BinaryData;
  readonly progression: SurvivalData;
}

const level = 0.95;
/** Days at which the share in response is told: months 3, 6, 9, 12, 18 and 24. */
const days = [91, 183, 274, 365, 548, 731];

/**
 * What is told of an objective response beside its rate, arm by arm and unadjusted: duration of and time to response of the responders, where the plan
 * does not describe them by itself; disease control; and the probability of being in response, of everyone.
 */
export function describeResponseCourse(
  variant: string,
  course: ResponseCourse,
  patients: PatientFrame,
): ResultRecord[] {
  const { companions, duration, timeToResponse, diseaseControl, progression } = course;
  const { response } = companions;
  const place = (variable: string) => ({ variant, stage: "outcomes", population: "eligible", variable }) as const;
  const role = "descriptive";
  const told = [
    { companion: companions.duration, data: duration },
    { companion: companions.timeToResponse, data: timeToResponse },
  ].filter(({ companion }) => !companion.isDeclared);
  const weights = {
    design: "eligible",
    kind: "unadjusted",
    weight: new Float64Array(patients.n).fill(1),
    pair: null,
  } as const;
  const rows = gatherRates(patients, diseaseControl, weights);
  const control = companions.diseaseControl.variable;
  const inResponse = `${response}.in_response`;
  return [
    ...told.flatMap(({ companion, data }) =>
      describeResponders(variant, companion.variable, { data, patients, responses: response }),
    ),
    ...(["trial", "control"] as const).flatMap((group) =>
      describeRate({ ...place(control), group }, rows, group === "trial" ? 1 : 0, {
        role,
        level,
        params: { endpoint: control, responses: response, level },
        weights,
        variance: "robust",
        interval: "clopper-pearson",
      }),
    ),
    ...describeInResponse(
      place(inResponse),
      { patients, progression, timeToResponse },
      { role, level, params: { endpoint: inResponse, level }, days },
    ),
  ];
}
