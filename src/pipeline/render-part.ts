import type { RenderedFile, ReportScope } from "../report/render-report.js";
import type { ResultsFile } from "../results/results-file.js";
import type { CommandInput } from "./command.js";
import type { Study } from "./open-study.js";

/** The pages of one part of the results, in the formats the analysis asks for, as the whole report has them. */
export async function renderPart(
  study: Study,
  { asOf, effects }: CommandInput,
  results: ResultsFile,
  scope: ReportScope,
): Promise<readonly RenderedFile[]> {
  // Loaded here: the renderers are the largest part of the engine, and most commands need none.
  const { renderReport } = await import("../report/render-report.js");
  return study.clock.time("report", () =>
    renderReport(results, {
      scope,
      formats: study.plan.analysis.report.formats,
      ...(asOf === null ? {} : { asOf }),
      progress: (step, share) => effects.progress(step, share),
    }),
  );
}
