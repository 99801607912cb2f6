import { SpecError } from "../errors.js";
import { standardPatches } from "../sensitivity/standard-patches.js";
import { planHashes } from "../spec/plan-hashes.js";
import { resolve } from "../spec/resolve.js";
import { analyse } from "./analyse.js";
import { renderPanel } from "./bias-panel-document.js";
import type { Command } from "./command.js";
import { openStudy, type Study } from "./open-study.js";
import { outputFolder } from "./output-folder.js";
import { prepareOutput } from "./write-output.js";
import { writePart } from "./write-part.js";

/**
 * `bias`: the bias panel of a locked analysis with every sensitivity analysis its author wrote and the standard ones he did not, which
 * stand there as DATA DRIVEN: a report of its own, its table as bias.md, and the records in results.json.
 */
export const bias: Command = async (input) => {
  const study = withStandardPatches(await openStudy({ ...input, analysis: input.target }));
  const folder = outputFolder(input, `${study.plan.analysis.id}-bias`);
  prepareOutput(folder.path, input.pid);
  const results = await analyse(study, false);
  return writePart(study, input, folder, results, { command: "bias", scope: "bias", markdown: renderPanel(results) });
};

/** The study whose plan has the standard sensitivity analyses too. Those the lock does not know are data-driven by it. */
function withStandardPatches(study: Study): Study {
  const { input, place } = study.loaded;
  if (typeof input !== "object" || input === null) throw new SpecError(`an analysis must be an object (${place})`);
  const written = (input as { sensitivity?: object }).sensitivity ?? {};
  const sensitivity = { ...written, ...standardPatches(study.plan.analysis) };
  const plan = resolve({ ...input, sensitivity }, place);
  return { ...study, plan, hashes: planHashes(plan) };
}
