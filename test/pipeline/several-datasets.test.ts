import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { selectStatistic } from "../../src/results/select.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

/** The registry's patients above number 50 stand in a second registry. */
function withSecondRegistry(): SmallTables {
  const tables = smallTables();
  const moved = (id: unknown) => String(id).replace(/^registry:(?=(5[1-9]|[678]\d)$)/, "second:");
  for (const [name, rows] of Object.entries(tables))
    tables[name] = rows.map((row) => {
      const patient_id = moved(row.patient_id);
      if (patient_id === String(row.patient_id) || name === "dataset") return row;
      return { ...row, patient_id, ...(name === "patient" ? { dataset_id: "second" } : {}) };
    });
  tables.dataset!.push({ ...tables.dataset![1]!, dataset_id: "second", name: "Made-up second registry" });
  return tables;
}

describe("several control datasets", () => {
  it("are pooled in the main analysis, and stand one against the other as a negative check", async () => {
    const folder = writeSmallStudy(withSecondRegistry(), (analysis) => {
      const reason = "a test of several datasets";
      analysis.cohort!.control!.dataset = set(["registry", "second"]);
      analysis.designs!.weighted!.gates = set({ smd: { reason }, weightShare: { reason } });
      analysis.sensitivity = set({
        negative: {
          label: "Registry against registry",
          role: "diagnostic",
          varies: "the trial gives way to the second registry",
          why: "where no treatment differs, no effect should be seen",
          patch: { cohort: { trial: { dataset: "second" }, control: { dataset: "registry" } } },
          estimates: ["main"],
        },
      });
    });
    folders.push(folder);
    const study = await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
    const { records } = await analyse(study, true);
    const count = (variant: string, group: string) =>
      selectStatistic(records, {
        variant,
        population: "weighted",
        stage: "design",
        group,
        variable: null,
        statistic: "n",
      }).value;
    expect([count("main", "trial"), count("main", "control")]).toEqual([40, 80]);
    expect([count("negative", "trial"), count("negative", "control")]).toEqual([30, 50]);
    const effect = selectStatistic(records, { variant: "negative", variable: "main", statistic: "hazard_ratio" });
    expect(effect).toMatchObject({ status: "ok", role: "diagnostic" });
  });
});
