import { SpecError } from "../errors.js";
import { prepareDesigns, requireOpenGates } from "./analyse.js";
import { assembleResults } from "./assemble-results.js";
import type { Command } from "./command.js";
import { renderComparison } from "./compare-document.js";
import { runComparison } from "./compare-stage.js";
import { checkLock } from "./lock-design.js";
import { makeSeal } from "./make-lock.js";
import { openStudy } from "./open-study.js";
import { outputFolder } from "./output-folder.js";
import { prepareOutput } from "./write-output.js";
import { writePart } from "./write-part.js";

/**
 * `compare`: charts against scans alone, of an analysis whose design is locked: a report of its own, its tables as
 * comparison.md, and the same as records in results.json. It
 * shows outcomes, so it is held against the lock and noted in the ledger like `analyze`.
 */
export const compare: Command = async (input) => {
  const study = await openStudy({ ...input, analysis: input.target });
  const { analysis } = study.plan;
  if (Object.keys(analysis.comparison ?? {}).length === 0)
    throw new SpecError(
      `compare needs an analysis that holds charts against scans; write a section comparison with the names of both endpoints (${study.loaded.place})`,
    );
  const folder = outputFolder(input, `${analysis.id}-comparison`);
  prepareOutput(folder.path, input.pid);
  const { source, designs } = await prepareDesigns(study);
  try {
    requireOpenGates(study, designs);
    const seal = await study.clock.time("lock", () => makeSeal(source));
    const lock = checkLock(study, designs, seal);
    const panel = await study.clock.time("comparison", () => runComparison(study, designs[0]!, source));
    const results = await study.clock.time("results", () =>
      assembleResults({ study, source, seal, lock, designs, outcomes: [], panel }),
    );
    const markdown = renderComparison(results);
    return await writePart(study, input, folder, results, { command: "compare", scope: "comparison", markdown });
  } finally {
    source.close();
  }
};
