import { describeEligible } from "../design/run-design.js";
import type { ResultRecord } from "../results/records.js";
import { selectStatistics } from "../results/select.js";
import type { Command } from "./command.js";
import { deriveCohorts } from "./derive-cohorts.js";
import { openStudy, openStudySource } from "./open-study.js";
import { showRecords } from "./show-records.js";
import { textTable } from "./text-table.js";

/** `cohort`: attrition of both arms and baseline before any design. Sees no outcome. */
export const cohort: Command = async (input) => {
  const study = await openStudy({ ...input, analysis: input.target });
  const source = await openStudySource(study);
  try {
    const cohorts = await deriveCohorts(study, source);
    const records = cohorts.flatMap((each) => [
      ...each.cohort.records,
      ...describeEligible(each.variant.id, each.cohort.patients, each.cohort.covariates),
    ]);
    const shown = await showRecords(study, source, records);
    return { lines: describeAttrition(shown), json: { records: shown }, clock: study.clock };
  } finally {
    source.close();
  }
};

function describeAttrition(records: readonly ResultRecord[]): string[] {
  const steps = selectStatistics(records, { variant: "main", population: "attrition", statistic: "n_remaining" });
  const show = (value: number | null | undefined): string => (value == null ? "suppressed" : String(value));
  return (["trial", "control"] as const).flatMap((group) => {
    const mine = steps.filter((step) => step.group === group);
    const rows = mine.map((step) => {
      const removed = selectStatistics(records, {
        variant: "main",
        population: "attrition",
        statistic: "n_removed",
        group,
        variable: step.variable,
      })[0];
      const patients = selectStatistics(records, {
        variant: "main",
        population: "attrition",
        statistic: "n_patients_remaining",
        group,
        variable: step.variable,
      })[0];
      const counted = patients === undefined ? "" : ` lines of ${show(patients.value)} patients`;
      return [`  ${step.level}`, `${show(step.value)}${counted}`, `−${show(removed?.value)}`];
    });
    return [`${group} arm`, ...textTable(rows, [1, 2])];
  });
}
