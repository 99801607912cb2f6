import { describeBlocking, findBlocking } from "../fitness/find-blocking.js";
import type { Indicator, ResultRecord } from "../results/records.js";
import type { Command } from "./command.js";
import { deriveCohorts } from "./derive-cohorts.js";
import { assessFitnessBaseline } from "./fitness-stage.js";
import { openStudy, openStudySource } from "./open-study.js";
import { showRecords } from "./show-records.js";
import { textTable } from "./text-table.js";

/** `fitness`: whether the data fit the question, before any design is made. Sees no outcome. */
export const fitness: Command = async (input) => {
  const study = await openStudy({ ...input, analysis: input.target });
  const source = await openStudySource(study);
  try {
    const main = { ...study, plan: { ...study.plan, variants: study.plan.variants.slice(0, 1) } };
    const cohorts = await deriveCohorts(main, source);
    const found = await study.clock.time("fitness", () => assessFitnessBaseline(study, cohorts[0]!, source));
    const shown = await showRecords(study, source, [...cohorts[0]!.cohort.records, ...found.records]);
    const indicators = shown.filter(isFitness);
    const lines = [
      ...describeIndicators(indicators),
      ...describeBlocking(findBlocking(indicators)).map((line) => `blocks analyze: ${line}`),
    ];
    return { lines, json: { indicators }, clock: study.clock };
  } finally {
    source.close();
  }
};

const isFitness = (record: ResultRecord): record is Indicator =>
  record.kind === "indicator" && record.stage === "fitness";

function describeIndicators(indicators: readonly Indicator[]): string[] {
  return textTable(
    indicators.map(({ indicator, label, population, group, value, status, note }) => [
      indicator,
      label,
      population,
      group ?? "",
      value?.toPrecision(3) ?? "–",
      status,
      note ?? "",
    ]),
    [4],
  );
}
