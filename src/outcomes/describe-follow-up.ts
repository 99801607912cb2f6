import { EstimationError } from "../errors.js";
import type { SurvivalData } from "../frame/outcome-data.js";
import { patientClusters } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeNotEstimable, makeStatistic } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import { deriveFollowUpCompleteness } from "../stats/follow-up-completeness.js";
import { takeInt32, takeUint8 } from "./analysis-rows.js";
import { describeReverseMedian } from "./reverse-median.js";
import { dependenceWithin } from "./survival-set.js";

/** Until when each patient could have been followed, in days of analysis time, 0 where he could not; or why that is not known. */
export type PossibleFollowUp =
  | { readonly limitDays: Int32Array; readonly words: string }
  | { readonly limitDays: null; readonly reason: string };

const level = 0.95;

/** How long and how completely the eligible patients of each arm were followed for one time to event, unadjusted: reverse Kaplan–Meier median and completeness. */
export function describeFollowUp(
  variant: string,
  endpoint: string,
  { data, patients }: { readonly data: SurvivalData; readonly patients: PatientFrame },
  possible: Readonly<Record<"trial" | "control", PossibleFollowUp>>,
): ResultRecord[] {
  const clusters = patientClusters(patients);
  return (["trial", "control"] as const).flatMap((group) => {
    const side = group === "trial" ? 1 : 0;
    const mine = Int32Array.from(patients.trial.keys()).filter(
      (p) => patients.trial[p] === side && data.available[p] === 1,
    );
    if (mine.length === 0) return [];
    const variable = `${endpoint}.follow_up`;
    const place = { variant, stage: "outcomes", population: "eligible", group, variable } as const;
    const detail = { role: "descriptive", params: { endpoint, level } } as const;
    const rows = {
      time: takeInt32(data.timeDays, mine),
      status: takeUint8(data.status, mine),
      ...(data.entryDays === undefined ? {} : { entry: takeInt32(data.entryDays, mine) }),
    };
    const arm = {
      ...rows,
      weight: new Float64Array(mine.length).fill(1),
      weighted: false,
      ...(clusters === null ? {} : dependenceWithin({ set: clusters, patients: clusters }, mine)),
    };
    return [
      makeStatistic(place, "n", mine.length, { ...detail, unit: "patients" }),
      ...describeReverseMedian(place, arm, { ...detail, level, interval: "log", flat: undefined }),
      completeness(place, { rows, mine, possible: possible[group] }, detail),
    ];
  });
}

type Rows = Omit<Parameters<typeof deriveFollowUpCompleteness>[0], "limit">;

function completeness(
  place: Parameters<typeof makeStatistic>[0],
  { rows, mine, possible }: { readonly rows: Rows; readonly mine: Int32Array; readonly possible: PossibleFollowUp },
  detail: Parameters<typeof makeStatistic>[3],
): ResultRecord {
  const name = "follow_up_completeness";
  if (possible.limitDays === null) return makeNotEstimable(place, name, possible.reason, detail);
  const full = { ...detail, method: `days observed over days possible until ${possible.words} (Clark et al. 2002)` };
  try {
    return makeStatistic(
      place,
      name,
      deriveFollowUpCompleteness({ ...rows, limit: takeInt32(possible.limitDays, mine) }),
      full,
    );
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return makeNotEstimable(place, name, error.message, full);
  }
}
