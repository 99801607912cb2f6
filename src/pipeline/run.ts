import { analyse } from "./analyse.js";
import type { Command } from "./command.js";
import { describeHeadline } from "./describe-headline.js";
import { noteResults } from "./lock-design.js";
import { openStudy } from "./open-study.js";
import { outputFolder } from "./output-folder.js";
import { writeRunRecord } from "./run-record.js";
import { withWordThread } from "./word-thread.js";
import { prepareOutput } from "./write-output.js";
import { writeReport } from "./write-report.js";

/** `run`: all of it. Locks the design where no lock stands yet, else holds everything against the lock; then results and report as one step. */
export const run: Command = async (input) => {
  const study = await openStudy({ ...input, analysis: input.target });
  const folder = outputFolder(input, study.plan.analysis.id);
  prepareOutput(folder.path, input.pid);
  // The renderers are the largest part of the engine, and most commands need none: they load here, while the database works.
  const renderers = import("../report/render-report.js");
  // Should the analysis fail first, its error is the one that is told.
  renderers.catch(() => undefined);
  const results = await analyse(study, true);
  const { formats } = study.plan.analysis.report;
  const { renderReport } = await renderers;
  const rendered = await study.clock.time("report", () =>
    withWordThread(formats, (renderWord) =>
      renderReport(results, {
        formats,
        ...(input.asOf === null ? {} : { asOf: input.asOf }),
        renderWord,
        progress: (step, share) => input.effects.progress(step, share),
      }),
    ),
  );
  await study.clock.time("write", () => {
    noteResults(study);
    const record = writeRunRecord(input, "run", study.plan.hash, study.clock);
    return writeReport({ folder: folder.path, results, record, rendered, pid: input.pid });
  });
  const reports = formats.map((format) => `${folder.shown}/report.${format}`);
  return {
    lines: [...describeHeadline(results), ...reports],
    json: { out: folder.path, planHash: results.planHash, files: rendered.map((file) => file.path) },
    clock: study.clock,
  };
};
