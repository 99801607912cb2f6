import { describeBlocking, findBlocking } from "../fitness/find-blocking.js";
import type { Indicator, ResultRecord } from "../results/records.js";
import { readDatasets } from "../source/datasets.js";
import { hashOf } from "../spec/hash.js";
import type { Command } from "./command.js";
import { deriveCohorts } from "./derive-cohorts.js";
import type { Feasibility } from "./fitness-document.js";
import { assessFitnessBaseline } from "./fitness-stage.js";
import { makeSeal } from "./make-lock.js";
import { openStudy, openStudySource, type Study } from "./open-study.js";
import { outputFolder } from "./output-folder.js";
import { refuseLines } from "./refuse-lines.js";
import { writeRunRecord } from "./run-record.js";
import { showRecords } from "./show-records.js";
import { textTable } from "./text-table.js";
import { type OutputFile, prepareOutput, writeOutput } from "./write-output.js";

/** `fitness`: whether the data fit the question, before any design is made: a report of its own. Sees no outcome. */
export const fitness: Command = async (input) => {
  const study = await openStudy({ ...input, analysis: input.target });
  refuseLines(study, "fitness");
  const folder = outputFolder(input, `${study.plan.analysis.id}-fitness`);
  prepareOutput(folder.path, input.pid);
  const found = await assess(study, input.asOf);
  const pages = await study.clock.time("report", () => renderFeasibility(found));
  const json = { planHash: study.plan.hash, data: found.fingerprint, records: found.records };
  await study.clock.time("write", () =>
    writeOutput(
      folder.path,
      [
        ...pages,
        { path: "fitness.json", content: `${JSON.stringify(json, null, 1)}\n` },
        { path: "run.json", content: writeRunRecord(input, "fitness", study.plan.hash, study.clock) },
      ],
      input.pid,
    ),
  );
  const indicators = found.records.filter(isIndicator);
  return {
    lines: [
      ...describeShort(indicators),
      ...found.blocking.map((line) => `blocks analyze: ${line}`),
      ...study.plan.analysis.report.formats.map((format) => `${folder.shown}/report.${format}`),
    ],
    json: { out: folder.path, planHash: study.plan.hash, indicators, blocking: found.blocking },
    clock: study.clock,
  };
};

async function assess(study: Study, asOf: string | null): Promise<Feasibility> {
  const source = await openStudySource(study);
  try {
    const main = { ...study, plan: { ...study.plan, variants: study.plan.variants.slice(0, 1) } };
    const [subject] = await deriveCohorts(main, source);
    if (subject === undefined) throw new Error("a plan has a main analysis");
    const { records: made } = await study.clock.time("fitness", () => assessFitnessBaseline(study, subject, source));
    // The cohort's counts are shown by other commands: what would give them away is hidden with them in view.
    const shown = await showRecords(study, source, [...subject.cohort.records, ...made]);
    const records = shown.filter(({ stage }) => stage === "fitness");
    return {
      plan: study.plan,
      records,
      datasets: await readDatasets(source.store),
      fingerprint: hashOf(await makeSeal(source)),
      blocking: describeBlocking(findBlocking(made)),
      asOf,
    };
  } finally {
    source.close();
  }
}

async function renderFeasibility(found: Feasibility): Promise<OutputFile[]> {
  // Loaded here: the renderers are the largest part of the engine, and most commands need none.
  const [{ writeFeasibility }, { renderDocument }] = await Promise.all([
    import("./fitness-document.js"),
    import("../report/render-document.js"),
  ]);
  return renderDocument(writeFeasibility(found), found.plan.analysis.report.formats);
}

const isIndicator = (record: ResultRecord): record is Indicator => record.kind === "indicator";

/** What falls short, a line each, and how many there are of every status. */
function describeShort(indicators: readonly Indicator[]): string[] {
  const short = indicators.filter(({ status }) => status === "not met" || status === "caution");
  const rows = short.map(({ indicator, label, population, group, value, status }) => [
    status,
    indicator,
    label,
    population,
    group ?? "",
    value?.toPrecision(3) ?? "–",
  ]);
  const counts = (["met", "caution", "not met", "not assessable"] as const).map(
    (status) => `${indicators.filter((each) => each.status === status).length} ${status}`,
  );
  return [...textTable(rows, [5]), counts.join(", ")];
}
