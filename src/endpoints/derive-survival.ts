import { NEVER, NONE } from "../recist/lesion-rows.js";
import { deriveOverallSurvival } from "../recist/overall-survival.js";
import type { FollowUp } from "./follow-up.js";
import type { TimeResult } from "./time-table.js";

/**
 * Overall survival of one patient. The living are censored at their last contact or scan, or at the dataset's cut-off where the
 * endpoint says so and the dataset names one.
 */
export function deriveSurvivalTime(
  followUp: FollowUp,
  patient: number,
  censorAt: "last-known-alive" | "data-cutoff",
): TimeResult {
  const cutoff = followUp.cutoffDay[patient]!;
  const atCutoff = censorAt === "data-cutoff" && cutoff !== NEVER;
  const outcome = deriveOverallSurvival(
    followUp.deathDay[patient]!,
    atCutoff ? cutoff : followUp.lastAliveDay[patient]!,
  );
  const isIndex = outcome.description === "Index";
  return {
    cnsr: outcome.cnsr,
    description: outcome.description,
    censorDescription: outcome.cnsr === 0 ? null : isIndex ? "Index" : atCutoff ? "Data Cut-off" : "Alive During Study",
    situation: outcome.cnsr === 0 ? "death" : isIndex ? "nothing-known" : "alive",
    rule: outcome.rule,
    source: isIndex ? "index" : "vital_status",
    startDay: 0,
    day: outcome.day,
    row: NONE,
    sourceRow: 0,
    interval: null,
  };
}
