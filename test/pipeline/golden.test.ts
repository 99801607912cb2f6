import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { writeResults } from "../../src/pipeline/assemble-results.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { renderReport } from "../../src/report/render-report.js";
import { compareGolden } from "../support/compare-golden.js";
import { quietEffects } from "../support/quiet-effects.js";

const root = resolve(import.meta.dirname, "../..");

/** Warnings that are the analysis's own: what each says is part of its report. Any other fails. */
const expectedWarnings: Readonly<Record<string, readonly string[]>> = {
  "breast-hormone": [],
  "nsclc-imaging": [
    "endpoint_without_source chartResponse",
    "endpoint_without_source chartProgressionFree",
    "asymmetric_ascertainment response.impact.responseWeighted",
    "asymmetric_ascertainment response.impact.responseWeighted",
    "asymmetric_ascertainment progression.impact.progressionWeighted",
    "asymmetric_ascertainment progression.impact.progressionWeighted",
  ],
};

describe.each(readdirSync(join(root, "analyses")))("the analysis %s", (id) => {
  it("gives the committed results, figures, tables and page, without an unexpected warning", async () => {
    const study = await openStudy({ analysis: `analyses/${id}`, cwd: root, effects: quietEffects() });
    const results = await analyse(study, false);
    const warnings = results.records.flatMap((each) =>
      each.kind === "warning" ? [`${each.code} ${each.variable}`] : [],
    );
    expect(warnings).toEqual(expectedWarnings[id]);
    const rendered = await renderReport(results, { formats: ["html"] });
    const files = new Map(rendered.map(({ path, content }) => [path, Buffer.from(content).toString("utf8")]));
    files.set("results.json", writeResults(results));
    expect(compareGolden(join(root, "reports", id), files)).toEqual([]);
  });
});
