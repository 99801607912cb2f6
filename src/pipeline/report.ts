import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DataError, OutputError } from "../errors.js";
import { resultsVersion } from "../results/records.js";
import { type ResultsFile, resultsFileSchema } from "../results/results-file.js";
import { analysisSchema } from "../spec/analysis.js";
import type { Command, CommandInput } from "./command.js";
import { startStageClock } from "./flow.js";
import { loadAnalysis } from "./load-analysis.js";
import { writeRunRecord } from "./run-record.js";
import { prepareOutput, writeOutput } from "./write-output.js";

/** `report`: renders a results.json and nothing else. The target is the file, its folder, or an analysis whose results were written. */
export const report: Command = async (input) => {
  const clock = startStageClock(input.effects.now, (stage) => input.effects.progress(stage, 0));
  const file = await findResults(input);
  const { text, results } = await clock.time("load", () => readResults(file));
  const { formats } = analysisSchema.parse(results.plan).report;
  // Loaded here: the renderers are the largest part of the engine, and most commands need none.
  const { renderReport } = await import("../report/render-report.js");
  const rendered = await clock.time("report", () =>
    renderReport(results, {
      formats,
      ...(input.asOf === null ? {} : { asOf: input.asOf }),
      progress: (step, share) => input.effects.progress(step, share),
    }),
  );
  const folder = input.out === null ? dirname(file) : resolve(input.cwd, input.out);
  prepareOutput(folder, input.pid);
  const record = writeRunRecord(input, "report", results.planHash, clock);
  await clock.time("write", () =>
    writeOutput(
      folder,
      [{ path: "results.json", content: text }, { path: "run.json", content: record }, ...rendered],
      input.pid,
    ),
  );
  const shown = input.out ?? dirname(file);
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
  const file = resolve(input.cwd, "reports", String(id), "results.json");
  if (!existsSync(file))
    throw new OutputError(
      `there are no results to report at reports/${String(id)}/results.json; make them with: scanarm run ${input.target}`,
    );
  return file;
}

/** A results.json that this engine can read. Throws DataError for another version or a file that is none. */
function readResults(file: string): { text: string; results: ResultsFile } {
  const text = readFileSync(file, "utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DataError(
      `${file} is not valid JSON: it is no results file, or was cut short; make it anew with: scanarm run`,
    );
  }
  const version = (value as { resultsVersion?: unknown } | null)?.resultsVersion;
  if (version !== resultsVersion)
    throw new DataError(
      `${file} must be of results version ${resultsVersion}; got ${JSON.stringify(version) ?? "none"}: make it anew with this engine`,
    );
  const parsed = resultsFileSchema.safeParse(value);
  if (parsed.success) return { text, results: parsed.data };
  const issue = parsed.error.issues[0]!;
  throw new DataError(
    `${file} is no results file of version ${resultsVersion}: ${issue.path.join(".")} ${issue.message}`,
  );
}
