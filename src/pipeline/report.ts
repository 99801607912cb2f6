import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { OutputError, SpecError } from "../errors.js";
import { analysisSchema } from "../spec/analysis.js";
import type { Command, CommandInput } from "./command.js";
import { startStageClock } from "./flow.js";
import { loadAnalysis } from "./load-analysis.js";
import { readResults } from "./read-results.js";
import { writeRunRecord } from "./run-record.js";
import { withWordThread } from "./word-thread.js";
import { prepareOutput } from "./write-output.js";
import { writeReport } from "./write-report.js";

/** `report`: renders a results.json and nothing else. The target is the file, its folder, or an analysis whose results were written. */
export const report: Command = async (input) => {
  const clock = startStageClock(input.effects.now, (stage) => input.effects.progress(stage, 0));
  const file = await findResults(input);
  const results = await clock.time("load", () => readResults(file));
  const { formats } = analysisSchema.parse(results.plan).report;
  // Loaded here: the renderers are the largest part of the engine, and most commands need none.
  const { renderReport } = await import("../report/render-report.js");
  const rendered = await clock.time("report", () =>
    withWordThread(formats, (renderWord) =>
      renderReport(results, {
        formats,
        ...(input.asOf === null ? {} : { asOf: input.asOf }),
        renderWord,
        progress: (step, share) => input.effects.progress(step, share),
      }),
    ),
  );
  const folder = input.out === null ? dirname(file) : resolve(input.cwd, input.out);
  prepareOutput(folder, input.pid);
  const record = writeRunRecord(input, "report", results.planHash, clock);
  await clock.time("write", () => writeReport({ folder, results, record, rendered, pid: input.pid }));
  const shown = input.out ?? (relative(input.cwd, dirname(file)) || ".");
  return {
    lines: formats.map((format) => `${shown}/report.${format}`),
    json: { out: folder, files: rendered.map((each) => each.path) },
    clock,
  };
};

async function findResults(input: CommandInput): Promise<string> {
  const target = resolve(input.cwd, input.target);
  if (existsSync(target) && statSync(target).isFile() && target.endsWith("results.json")) return target;
  if (existsSync(join(target, "results.json"))) return join(target, "results.json");
  const { input: analysis } = await loadAnalysis(input.target, input.cwd);
  const id = (analysis as { id?: unknown } | null)?.id;
  if (typeof id !== "string" || !/^[a-z0-9-]+$/.test(id))
    throw new SpecError(
      `${input.target} is neither a results.json nor an analysis, which has an id; name the file, its folder or the analysis`,
    );
  const file = resolve(input.cwd, "reports", id, "results.json");
  if (!existsSync(file))
    throw new OutputError(
      `there are no results to report at reports/${id}/results.json; make them with: scanarm run ${input.target}`,
    );
  return file;
}
