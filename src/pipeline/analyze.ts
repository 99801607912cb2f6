import { analyse } from "./analyse.js";
import { writeResults } from "./assemble-results.js";
import type { Command } from "./command.js";
import { describeHeadline } from "./describe-headline.js";
import { noteResults } from "./lock-design.js";
import { openStudy } from "./open-study.js";
import { outputFolder } from "./output-folder.js";
import { writeRunRecord } from "./run-record.js";
import { prepareOutput, writeOutput } from "./write-output.js";

/** `analyze`: results.json of a locked design. Refuses where there is no lock, or design or data are not those that were locked. */
export const analyze: Command = async (input) => {
  const study = await openStudy({ ...input, analysis: input.target });
  const folder = outputFolder(input, study.plan.analysis.id);
  prepareOutput(folder.path, input.pid);
  const results = await analyse(study, false);
  await study.clock.time("write", () => {
    const files = [
      { path: "results.json", content: writeResults(results) },
      { path: "run.json", content: writeRunRecord(input, "analyze", study.plan.hash, study.clock) },
    ];
    noteResults(study);
    writeOutput(folder.path, files, input.pid);
  });
  return {
    lines: [...describeHeadline(results), `${folder.shown}/results.json`],
    json: { out: folder.path, planHash: results.planHash },
    clock: study.clock,
  };
};
