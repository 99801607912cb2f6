import type { SurvivalData } from "../frame/outcome-data.js";
import { patientClusters } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { describeSurvival } from "../outcomes/describe-survival.js";
import { riskTicks } from "../outcomes/risk-ticks.js";
import { dependenceWithin } from "../outcomes/survival-set.js";
import type { ResultRecord } from "../results/records.js";

const level = 0.95;

/**
 * Duration of or time to response of the responders of each arm, unadjusted: Kaplan–Meier, median and quartiles. Responders are
 * chosen by what treatment did, so no effect is estimated from them. `responses`: the response endpoint whose responders they are, where it is known.
 */
export function describeResponders(
  variant: string,
  name: string,
  {
    data,
    patients,
    responses,
  }: { readonly data: SurvivalData; readonly patients: PatientFrame; readonly responses?: string },
): ResultRecord[] {
  const params = { endpoint: name, ...(responses === undefined ? {} : { responses }), level };
  const responders = Array.from({ length: patients.n }, (_, p) => p).filter((p) => data.available[p] === 1);
  const clusters = patientClusters(patients);
  const ticks = riskTicks(Int32Array.from(responders, (p) => data.timeDays[p]!));
  return (["trial", "control"] as const).flatMap((group) => {
    const mine = responders.filter((p) => patients.trial[p] === (group === "trial" ? 1 : 0));
    if (mine.length === 0) return [];
    const arm = {
      time: Int32Array.from(mine, (p) => data.timeDays[p]!),
      status: Uint8Array.from(mine, (p) => data.status[p]!),
      weight: new Float64Array(mine.length).fill(1),
      weighted: false,
      ...(clusters === null ? {} : dependenceWithin({ set: clusters, patients: clusters }, Int32Array.from(mine))),
    };
    const place = { variant, stage: "outcomes", population: "eligible", group, variable: name } as const;
    return describeSurvival(place, arm, { role: "descriptive", level, params, ticks });
  });
}
