import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { findPossibleFollowUp } from "../../src/pipeline/possible-follow-up.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { selectStatistic } from "../../src/results/select.js";
import { documentOf, rowOf } from "../report/support/report-input.js";
import type { Loose } from "../support/minimal-analysis.js";
import { patientsIn } from "../support/outcome-frames.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

/** The small study; `apart`: the trial's events all come late, the control arm's all early. */
async function results(
  followUp: object | null,
  { apart = true, change }: { readonly apart?: boolean; readonly change?: (analysis: Loose) => void } = {},
): Promise<ResultsFile> {
  const tables = smallTables();
  const times = tables.collected_event!.filter(({ endpoint }) => endpoint === "RFS");
  if (apart)
    for (const [k, row] of times.entries()) {
      const isTrial = String(row.patient_id).startsWith("trial");
      Object.assign(row, { event: k % 2 === 0, time_days: isTrial ? 300 + k : k % 4 === 0 ? 20 + k : 900 + k });
    }
  const folder = writeSmallStudy(tables, (analysis) => {
    if (followUp !== null) analysis.followUp = set(followUp);
    const reason = "a test of follow-up";
    analysis.designs!.weighted!.gates = set({ smd: { reason }, weightShare: { reason } });
    change?.(analysis);
  });
  folders.push(folder);
  return analyse(await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() }), true);
}

/** The lines of the headline's callout. */
function headlineOf(made: ResultsFile): readonly string[] {
  const { document } = documentOf(made);
  const callouts = document.sections.flatMap(({ blocks }) => blocks.filter((block) => block.kind === "callout"));
  const found = callouts.find((block) => block.kind === "callout" && block.title === "Headline result");
  if (found?.kind !== "callout") throw new Error("no headline");
  return found.content.map((line) => line.map(({ text }) => text).join(""));
}

describe("hazards that are not proportional", () => {
  it("put the restricted mean to the common horizon before the hazard ratio, in headline and outcomes", async () => {
    const made = await results({ tauDays: 330 });
    const at = (statistic: string, variable: string) =>
      selectStatistic(made.records, { variant: "main", variable, statistic, group: null });
    expect(at("proportional_hazards_p", "main").value).toBeLessThan(0.05);
    expect(at("rmst_difference", "mainRmst").status).toBe("ok");
    const [why, first, second] = headlineOf(made);
    expect(why).toContain("The hazards are not proportional");
    expect(why).toContain("The restricted mean leads");
    expect(first).toContain("difference of restricted mean survival times");
    expect(second).toContain("hazard ratio");
    const { tables } = documentOf(made);
    const shown = [...tables.values()].map(({ title }) => title).filter((title) => title.includes("Weighted"));
    expect(shown.slice(0, 2)).toEqual(["RFS: Weighted, restricted mean to 330 days", "RFS: Weighted"]);
  });

  it("are said where the plan has no restricted mean to lead", async () => {
    const [first, why] = headlineOf(await results(null));
    expect(why).toContain("The plan has no restricted mean of this endpoint and design to lead in its place");
    expect(first).toContain("hazard ratio");
  });
});

describe("a planned restricted mean that is not estimable", () => {
  const reason = "“Weighted, restricted mean to 5000 days” is not estimable (";

  it("is said, with its reason, where it should lead since hazards are not proportional", async () => {
    const made = await results({ tauDays: 5000 });
    const place = { variant: "main", variable: "mainRmst", statistic: "rmst_difference", group: null };
    const { status, note } = selectStatistic(made.records, place);
    expect(status).toBe("not_estimable");
    const [first, why] = headlineOf(made);
    expect(first).toContain("hazard ratio");
    expect(why).toContain("The hazards are not proportional");
    expect(why).toContain(`The planned restricted mean cannot lead in its place: ${reason}${note}); read the curves.`);
    expect(why).not.toContain("The plan has no restricted mean");
  });

  it("is said where it was to lead always, and not where nothing was to lead", async () => {
    const always = headlineOf(await results({ tauDays: 5000, leads: "always" }, { apart: false }));
    expect(always[0]).toContain("hazard ratio");
    expect(always[1]).toMatch(/^The restricted mean was planned to lead and cannot: “Weighted, .* days” is not est/);
    const plain = headlineOf(await results({ tauDays: 5000 }, { apart: false }));
    expect(plain).toHaveLength(1);
  });
});

describe("a restricted mean to another horizon", () => {
  it("does not lead in the place of that to the common one", async () => {
    const made = await results(
      { tauDays: 330, leads: "always" },
      {
        apart: false,
        change: (analysis) => {
          const { label, endpoint, design } = analysis.estimates!.main!;
          const words = { measure: "rmst-difference", endpoint, design, role: "sensitivity", tauDays: 100 };
          analysis.estimates = set({ early: { ...words, label: `${label}, early` }, ...analysis.estimates });
        },
      },
    );
    expect(headlineOf(made)[1]).toContain("Weighted, restricted mean to 330 days");
  });
});

describe("hazards that may be proportional", () => {
  it("leave the hazard ratio first, unless the plan has the restricted mean lead always", async () => {
    const plain = headlineOf(await results({ tauDays: 330 }, { apart: false }));
    expect(plain[0]).toContain("hazard ratio");
    const always = headlineOf(await results({ tauDays: 330, leads: "always" }, { apart: false }));
    expect(always[0]).toContain("leads, as planned");
    expect(always[1]).toContain("difference of restricted mean survival times");
  });
});

describe("the follow-up of both arms", () => {
  it("stands in every report with times: median by reverse Kaplan–Meier, and completeness to the horizon", async () => {
    const made = await results({ tauDays: 330 }, { apart: false });
    const { input, table } = documentOf(made);
    const shown = table("14.2.10");
    const place = { variant: "main", population: "eligible", variable: "rfs.follow_up", group: "trial" } as const;
    const completeness = input.records.getStatistic(place, "follow_up_completeness");
    expect(completeness.method).toContain("day 330");
    expect(rowOf(shown, "Completeness of follow-up, %")[1]).toBe((100 * completeness.value!).toFixed(1));
    const median = input.records.getStatistic(place, "follow_up_median").value!;
    expect(rowOf(shown, "Median follow-up, months (95% CI)")[1]).toMatch(
      new RegExp(`^${(median / 30.4375).toFixed(1).replace(".", "\\.")} `),
    );
    const bare = documentOf(await results(null, { apart: false }));
    expect(rowOf(bare.table("14.2.10"), "Completeness of follow-up, %").slice(1)).toEqual(["NE", "NE"]);
  });

  it("could have lasted to the dataset's cut-off, or the horizon where that comes first", () => {
    const dataset = (datasetId: string, timeBasis: string, dataCutoff: string | null) => ({
      ...{ datasetId, kind: "registry", timeBasis, name: "D", version: null, extractedOn: null, dataCutoff },
      ...{ provenance: null, licence: null, deidentification: null, patients: 2 },
    });
    const patients = {
      ...patientsIn([1, 1, 0]),
      datasetId: ["a", "a", "b"],
      indexEpochDay: Int32Array.of(0, 40, 0),
    };
    const datasets = [dataset("a", "calendar", "1970-01-31"), dataset("b", "days_from_index", null)];
    const plain = findPossibleFollowUp(patients, datasets, {});
    // 1970-01-31 is day 30: analysis time 31 of an index on day 0; an index after it could not be followed.
    expect(plain.trial).toEqual({ limitDays: Int32Array.of(31, 0, 0), words: "the data cut-off" });
    expect(plain.control.limitDays).toBeNull();
    const cut = findPossibleFollowUp(patients, datasets, { tauDays: 20 });
    expect(cut.trial).toEqual({ limitDays: Int32Array.of(20, 0, 0), words: "the data cut-off or day 20" });
    expect(cut.control).toEqual({ limitDays: Int32Array.of(0, 0, 20), words: "day 20" });
    const planned = { ends: { trial: { on: "1970-01-11" }, control: { days: 9 } } };
    const ended = findPossibleFollowUp(patients, datasets, planned);
    expect(ended.trial).toEqual({ limitDays: Int32Array.of(11, 0, 0), words: "the data cut-off or 1970-01-11" });
    expect(ended.control).toEqual({ limitDays: Int32Array.of(0, 0, 9), words: "day 9" });
  });
});
