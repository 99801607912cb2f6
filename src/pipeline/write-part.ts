import type { ResultsFile } from "../results/results-file.js";
import { writeResults } from "./assemble-results.js";
import type { CommandInput, CommandOutput } from "./command.js";
import { noteResults } from "./lock-design.js";
import type { Study } from "./open-study.js";
import type { OutputFolder } from "./output-folder.js";
import { renderPart } from "./render-part.js";
import { writeRunRecord } from "./run-record.js";
import { writeOutput } from "./write-output.js";

/** A part of an analysis that stands as a report of its own. */
export interface Part {
  readonly command: "compare" | "bias";
  readonly scope: "comparison" | "bias";
  /** Its tables as Markdown; the file is named as the scope. */
  readonly markdown: string;
}

/** Renders and writes such a report in one step (pages, tables as Markdown, results.json, run.json), and notes in the ledger that results were shown. */
export async function writePart(
  study: Study,
  input: CommandInput,
  folder: OutputFolder,
  results: ResultsFile,
  { command, scope, markdown }: Part,
): Promise<CommandOutput> {
  const rendered = await renderPart(study, input, results, scope);
  await study.clock.time("write", () => {
    const files = [
      { path: `${scope}.md`, content: markdown },
      { path: "results.json", content: writeResults(results) },
      { path: "run.json", content: writeRunRecord(input, command, study.plan.hash, study.clock) },
      ...rendered,
    ];
    noteResults(study);
    writeOutput(folder.path, files, input.pid);
  });
  const pages = study.plan.analysis.report.formats.map((format) => `report.${format}`);
  return {
    lines: [...pages, `${scope}.md`, "results.json"].map((file) => `${folder.shown}/${file}`),
    json: { out: folder.path, planHash: results.planHash },
    clock: study.clock,
  };
}
