import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { writeReportingEvent } from "../../src/report/ars/write-reporting-event.js";
import { blocksOf } from "../../src/report/document/blocks-of.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { documentOf, isPrintOf, numbersIn, rowOf } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;
const notes = { by: "ehr", anchors: ["physician_note"], definition: "as clinicians wrote it" };
const inResponse = {
  ...{ measure: "in-response-difference", endpoint: "orr", progression: "pfs", timeToResponse: "ttr", timeDays: 183 },
};

/** Two of five patients respond on day 60, later than some progress; everybody is seen every 60 days until the day that RFS has, and progresses there if it was an event. */
function addAssessments(tables: SmallTables): void {
  const times = tables.collected_event!.filter(({ endpoint }) => endpoint === "RFS");
  tables.ehr_assessment = times.flatMap(({ patient_id, time_days, event }, k) => {
    const end = Number(time_days);
    const days = Array.from({ length: Math.floor((end - 1) / 60) }, (_, i) => 60 * (i + 1));
    const seen = days.map((day) => [day, k % 5 < 2 ? "PR" : "SD"] as const);
    return [...seen, ...(event === true ? [[end, "PD"] as const] : [])].map(([assessed_day, response], i) => ({
      ...{ patient_id, ehr_assessment_id: `${i + 1}`, assessed_day, response, evidence: "physician_note" },
    }));
  });
}

async function results(): Promise<ResultsFile> {
  const tables = smallTables();
  addAssessments(tables);
  const folder = writeSmallStudy(tables, (analysis) => {
    analysis.imaging = set({ schedule: { segments: [{ everyDays: 60, untilDay: 1500 }] } });
    analysis.endpoints!.orr = set({ kind: "response", label: "Response in charts", ...notes });
    analysis.endpoints!.pfs = set({ kind: "progression-free-survival", label: "PFS in charts", ...notes });
    analysis.endpoints!.ttr = set({ kind: "time-to-response", label: "Time to response", ...notes });
    Object.assign(analysis.estimates!, {
      share: { ...inResponse, label: "Crude share", design: "crude", role: "key-secondary", landmarksDays: [91, 5000] },
      shareWeighted: {
        ...{ ...inResponse, label: "Weighted share", design: "weighted", role: "exploratory", variance: "influence" },
        subgroups: { stages: { by: "stage", minimum: 2 } },
      },
      sharePairs: {
        ...{ ...inResponse, label: "Paired share", design: "matched", role: "sensitivity", variance: "bootstrap" },
        bootstrap: { replicates: 100, resample: "pairs" },
      },
      shareLate: { ...inResponse, label: "Share after all", design: "crude", role: "exploratory", timeDays: 4000 },
    });
    const reason = "a test of being in response";
    for (const design of ["weighted", "matched"])
      analysis.designs![design]!.gates = set({ smd: { reason }, weightShare: { reason }, unmatchedTrial: { reason } });
    analysis.sensitivity = set({
      ignored: {
        ...{ label: "New therapy ignored", varies: "censoring", why: "a test", estimates: ["share"] },
        patch: { endpoints: { pfs: { progressionRule: "new-therapy-ignored" } } },
      },
    });
    const rule = (label: string, progressionRule: string) => ({
      ...{ label, patch: { endpoints: { pfs: { progressionRule } } } },
    });
    analysis.curves = set({
      ways: {
        ...{ label: "Ways", why: "a test", estimate: "share" },
        choices: {
          rule: { label: "Rule", options: { primary: { label: "Primary", patch: {} }, ema: rule("EMA", "ema") } },
        },
      },
    });
  });
  folders.push(folder);
  return analyse(await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() }), true);
}

describe("a study that asks who is in response", () => {
  let made: ResultsFile;
  beforeAll(async () => {
    made = await results();
  }, 120_000);
  const at = (variable: string, statistic: string, group: string | null = null, level: string | null = null) =>
    selectStatistic(made.records, { variant: "main", variable, statistic, group, level });

  it("estimates each arm as the description of the response has it, where nobody is weighted", () => {
    for (const group of ["trial", "control"])
      for (const name of ["in_response", "in_response_lower", "in_response_upper"])
        expect(at("share", name, group, "183").value).toBe(at("orr.in_response", name, group, "183").value);
    const [trial, control] = ["trial", "control"].map((group) => at("share", "in_response", group, "183").value!);
    expect(control).toBeGreaterThan(0);
    expect(at("share", "in_response_difference").value).toBeCloseTo(trial! - control!, 14);
  });

  it("estimates it weighted, in levels, in resamples of pairs, and says what lies beyond the follow-up", () => {
    expect(at("shareWeighted", "in_response_difference").params.variance).toBe(
      "influence function (weights estimated)",
    );
    expect(at("shareWeighted.stages", "in_response_difference", null, "II").status).toBe("ok");
    expect(at("shareWeighted.stages", "interaction_p").status).toBe("ok");
    expect(at("sharePairs", "bootstrap_replicates").value).toBe(100);
    expect(at("sharePairs", "in_response_difference_se").value).toBeGreaterThan(0);
    expect(at("shareLate", "in_response_difference")).toMatchObject({
      ...{ status: "not_estimable", note: expect.stringContaining("lies beyond the follow-up") },
    });
  });

  it("carries it to variants and curves, which describe no responders of their own", () => {
    const variants = new Set(
      selectStatistics(made.records, { statistic: "in_response_difference", group: null }).map(
        ({ variant }) => variant,
      ),
    );
    expect([...variants].sort()).toEqual(["curve.ways.ema", "curve.ways.primary", "ignored", "main"]);
    const described = made.records.filter(({ variable, stage }) => variable === "ttr" && stage === "outcomes");
    expect(new Set(described.map(({ variant }) => variant))).toEqual(new Set(["main"]));
  });

  it("prints it: table, sentence, card of its own, forest and list of analyses", () => {
    const { tables, document, input } = documentOf(made);
    const shown = [...tables.values()].filter(({ file }) => file.includes("in-response"));
    expect(shown.map(({ title }) => title)).toEqual([
      "In response, Response in charts: Crude share",
      "In response, Response in charts: Weighted share",
      "In response, Response in charts: Paired share",
      "In response, Response in charts: Share after all",
    ]);
    const [crude, weighted, , late] = shown;
    const cells = rowOf(crude!, "At 6.0 months (day 183)");
    for (const [k, group] of (["trial", "control"] as const).entries()) {
      const printed = numbersIn(cells[k + 1]!);
      for (const [i, name] of ["in_response", "in_response_lower", "in_response_upper"].entries())
        expect(isPrintOf(printed[i]!, 100 * at("share", name, group, "183").value!)).toBe(true);
    }
    // The last of the controls had progressed: nobody is in response later.
    expect(rowOf(crude!, "At 164.3 months (day 5000)").slice(1)).toEqual(["NE", "0.0%"]);
    const difference = "Difference of the probabilities of being in response, day 183 (95% CI)";
    expect(isPrintOf(numbersIn(rowOf(crude!, difference)[1]!)[0]!, at("share", "in_response_difference").value!)).toBe(
      true,
    );
    // No p-value but of the key secondary one.
    expect(isPrintOf(rowOf(crude!, "p (Wald test)")[1]!, at("share", "p_value").value!)).toBe(true);
    expect(weighted!.rows.flatMap(({ cells: row }) => row.map(({ text }) => text))).not.toContain("p (Wald test)");
    expect(late!.footnotes.join(" ")).toContain(
      "NE: trial arm: the probability of being in response at 4000 days lies beyond the follow-up",
    );
    const blocks = blocksOf(document.sections);
    const cards = blocks.flatMap((block) => (block.kind === "key-values" ? [block] : []));
    const card = cards.find(({ label }) => label === "Estimand: In response, Response in charts");
    expect(card!.entries.map(({ key }) => key)).toEqual(
      expect.arrayContaining(["Variable", "Intercurrent: new anticancer therapy (progression)", "Intercurrent: death"]),
    );
    expect(JSON.stringify(card)).toContain("difference of the probabilities of being in response at 183 days");
    expect(JSON.stringify(blocks)).toContain("ever in response");
    const analyses = writeReportingEvent(input, document).analyses.filter(({ variable }) => variable === "share");
    expect(analyses.length).toBeGreaterThan(0);
    for (const { reason } of analyses) expect(reason).toEqual({ controlledTerm: "SPECIFIED IN SAP" });
  });
});
