import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("the arms of a comparison", () => {
  it("share no patient, so that nobody can be matched to himself or stand in a set twice", async () => {
    const folder = writeSmallStudy(smallTables(), (analysis) => {
      analysis.cohort!.control!.dataset = analysis.cohort!.trial!.dataset as Loose;
    });
    folders.push(folder);
    const study = await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
    await expect(analyse(study, true)).rejects.toThrow(
      /^a patient may stand in one arm only; got \d+ patients eligible for both: make the arms' criteria exclude each other/,
    );
  });
});
