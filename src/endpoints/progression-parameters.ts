import { SpecError } from "../errors.js";
import type { AssessmentSchedule } from "../recist/assessment-schedule.js";
import type { ProgressionParameters, ProgressionRule } from "../recist/progression-rules.js";
import { progressionRules } from "../recist/progression-rules.js";
import type { ProgressionRuleSpec } from "../spec/progression-rule.js";
import type { Schedule } from "../spec/schedule.js";

/** Two of the longest intervals and the tolerance: the cap of P3, and how long a death without assessment is an event (P2). */
export function progressionParameters(schedule: Schedule): ProgressionParameters {
  const { segments, toleranceDays } = schedule;
  const longest = schedule.longestIntervalDays ?? Math.max(...segments.map(({ everyDays }) => everyDays));
  const capDays = 2 * longest + toleranceDays;
  return { schedule: assessmentSchedule(schedule), earlyDeathDays: capDays, missedCapDays: capDays };
}

/** The rule that an endpoint asks for by name or spells out. Rules of admiral are not among them. */
export function progressionRuleOf(
  spec: Exclude<ProgressionRuleSpec, "admiral" | "admiral-to-new-therapy">,
  schedule: Schedule | undefined,
  death: ProgressionRule["death"],
): ProgressionRule {
  if (schedule === undefined)
    throw new SpecError("a progression rule needs the planned assessments; write imaging.schedule");
  const parameters = progressionParameters(schedule);
  if (typeof spec === "string") {
    const rule = progressionRules(parameters)[spec];
    return death === "censor" ? { ...rule, death } : rule;
  }
  const { newTherapy, treatmentStop, missed, progressionDay } = spec;
  return {
    id: "custom",
    label: "as the analysis spells it out",
    newTherapy,
    treatmentStop,
    death,
    missed: missedOf(missed, parameters),
    progressionDay,
    ...(progressionDay === "grid" ? { grid: parameters.schedule } : {}),
    earlyDeathDays: spec.earlyDeathDays ?? parameters.earlyDeathDays,
  };
}

function missedOf(
  missed: Extract<ProgressionRuleSpec, object>["missed"],
  { schedule, missedCapDays }: ProgressionParameters,
): ProgressionRule["missed"] {
  switch (missed.kind) {
    case "off":
      return { kind: "off" };
    case "cap":
      return { kind: "cap", capDays: missed.capDays ?? missedCapDays };
    case "schedule":
      return { kind: "schedule", schedule };
  }
}

function assessmentSchedule({ segments, toleranceDays }: Schedule): AssessmentSchedule {
  return { segments, toleranceDays };
}
