import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy, type Study } from "../../src/pipeline/open-study.js";
import type { Statistic } from "../../src/results/records.js";
import { selectStatistic } from "../../src/results/select.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;
const option = (label: string, patch: object = {}) => ({ label, patch });
const estimateOf = (fields: object) => ({ estimates: { main: fields } });
const withTerms = (terms: readonly string[]) => ({
  designs: { weighted: { propensity: { terms } }, matched: { propensity: { terms } } },
});

/** Four designs by three sets of covariates by two endpoints by two kinds of ties, the crude design once a set: 40 combinations. */
const curve = {
  ...{ label: "Choices", why: "each could be defended", estimate: "main" },
  choices: {
    design: {
      label: "Design",
      options: {
        crude: option("Crude", estimateOf({ design: "crude" })),
        att: option("ATT weights"),
        overlap: option("Overlap weights", { designs: { weighted: { estimand: "ATO" } } }),
        matched: option("Matched", estimateOf({ design: "matched" })),
      },
    },
    terms: {
      label: "Covariates",
      options: {
        both: option("Age and stage", withTerms(["age", "stage"])),
        age: option("Age", withTerms(["age"])),
        stage: option("Stage", withTerms(["stage"])),
      },
    },
    endpoint: {
      label: "Endpoint",
      options: { rfs: option("RFS"), os: option("OS", estimateOf({ endpoint: "os" })) },
    },
    ties: {
      label: "Ties",
      options: { efron: option("Efron"), breslow: option("Breslow", estimateOf({ ties: "breslow" })) },
    },
  },
  without: [
    { design: "crude", terms: "age" },
    { design: "crude", terms: "stage" },
  ],
};

async function openWith(change: (analysis: Loose) => void = () => undefined): Promise<Study> {
  const folder = writeSmallStudy(smallTables(), (analysis) => {
    analysis.curves = set({ choices: curve });
    analysis.endpoints!.os = set({
      kind: "collected-event",
      label: "OS",
      event: "RFS",
      entry: undefined,
      definition: "again",
    });
    for (const design of ["weighted", "matched"]) {
      const reason = "a test of curves";
      analysis.designs![design]!.gates = set({ smd: { reason }, weightShare: { reason }, unmatchedTrial: { reason } });
    }
    change(analysis);
  });
  folders.push(folder);
  return openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
}

const effectOf = (records: Parameters<typeof selectStatistic>[0], variant: string) =>
  selectStatistic(records, { variant, variable: "main", statistic: "hazard_ratio", group: null });

describe("a specification curve in one run", () => {
  it("does what combinations share once: cohort, endpoints, a design of one population, a propensity model of several designs", async () => {
    const study = await openWith();
    const { records } = await analyse(study, true);
    expect(study.plan.curves).toHaveLength(40);
    expect(study.clock.counts()).toEqual({
      cohorts: 1,
      "scans of lesions": 0,
      "endpoints taken as given": 2,
      // crude; ATT, overlap, matched by three sets; of these ATT by both and matched by age are the main analysis's own
      designs: 10,
      // age and stage, age, stage: of ATT, overlap and matched alike
      "propensity fits": 3,
      // 40, and the two of the main analysis
      estimates: 42,
    });
    for (const { id } of study.plan.curves) expect(effectOf(records, id).value, id).toBeGreaterThan(0);
  });

  it("has in each combination the numbers that the same patch has as a sensitivity analysis", async () => {
    const study = await openWith((analysis) => {
      analysis.sensitivity = set({
        alone: {
          ...{ label: "Alone", varies: "three things", why: "to compare", estimates: ["main"] },
          patch: {
            designs: { weighted: { estimand: "ATO", propensity: { terms: ["stage"] } } },
            ...estimateOf({ ties: "breslow" }),
          },
        },
      });
    });
    const { records } = await analyse(study, true);
    const [inCurve, alone] = ["curve.choices.overlap.stage.rfs.breslow", "alone"].map(
      (id) => effectOf(records, id).value,
    );
    expect(inCurve).toBe(alone);
    expect(inCurve).not.toBe(effectOf(records, "main").value);
    expect(effectOf(records, "curve.choices.att.both.rfs.efron").value).toBe(effectOf(records, "main").value);
  });

  it("keeps of a combination effect, counts and gates, no tables or curves; locks it by name, without its weights", async () => {
    const study = await openWith();
    const { records, lock } = await analyse(study, true);
    const own = records.filter(({ variant }) => variant === "curve.choices.matched.age.os.efron");
    expect(new Set(own.map(({ kind }) => kind))).toEqual(new Set(["statistic", "indicator"]));
    const statistics = own.filter((record): record is Statistic => record.kind === "statistic");
    expect(new Set(statistics.map(({ statistic }) => statistic))).toEqual(
      new Set([
        "n",
        "effective_sample_size",
        "largest_smd",
        "events",
        "hazard_ratio",
        "hazard_ratio_lower",
        "hazard_ratio_upper",
      ]),
    );
    expect([lock.deviations, lock.dataDriven]).toEqual([[], []]);
    expect(Object.keys(study.hashes.sensitivity)).toHaveLength(40);
  });
});
