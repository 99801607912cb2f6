import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse, prepareDesigns } from "../../src/pipeline/analyse.js";
import { deriveVariantEndpoints } from "../../src/pipeline/derive-variant-endpoints.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import type { ResultRecord } from "../../src/results/records.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { selectStatistic, selectStatistics } from "../../src/results/select.js";
import { documentOf } from "../report/support/report-input.js";
import { lineTables, writeLineStudy } from "../support/line-study.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import type { SmallTables } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

async function studyOf(tables: SmallTables, change?: (analysis: Loose) => void) {
  const folder = writeLineStudy(tables, change);
  folders.push(folder);
  return openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
}

const recordsOf = async (tables: SmallTables, change?: (analysis: Loose) => void): Promise<readonly ResultRecord[]> =>
  (await analyse(await studyOf(tables, change), true)).records;

/** Covariates and outcomes of each row, by the patient and his line. */
async function rowsOf(change?: (analysis: Loose) => void): Promise<Map<string, unknown>> {
  const study = await studyOf(lineTables(), change);
  const { source, designs } = await prepareDesigns(study);
  try {
    const endpoints = await deriveVariantEndpoints(designs, source, { progress: () => undefined });
    const { patients, covariates } = designs[0]!.cohort;
    const { data } = endpoints.get("main")!;
    return new Map(
      Array.from({ length: patients.n }, (_, i) => [
        `${patients.lines?.sourceId[i] ?? patients.patientId[i]} at ${patients.indexEpochDay[i]}`,
        {
          covariates: covariates.columns.map(({ value, missing }) => [value[i], missing[i]]),
          outcomes: [...data.values()].map((outcome) =>
            outcome.kind === "binary"
              ? [outcome.available[i], outcome.value[i]]
              : [
                  outcome.available[i],
                  outcome.timeDays[i],
                  outcome.status[i],
                  outcome.newTherapy?.[i],
                  outcome.entryDays?.[i],
                ],
          ),
        },
      ]),
    );
  } finally {
    source.close();
  }
}

describe("every line of therapy as a row", () => {
  it("has the baseline and the outcomes that the line has when it is its patient's only index", async () => {
    const entering = (analysis: Loose) => {
      analysis.endpoints!.os!.entry = set({ arms: ["control"], from: "entered" });
    };
    const all = await rowsOf(entering);
    let found = 0;
    for (const line of [1, 2, 3, 4]) {
      const alone = await rowsOf((analysis) => {
        entering(analysis);
        analysis.cohort!.control!.index = set({ rule: "therapy-line", lineNumbers: [line] });
      });
      for (const [row, facts] of alone) {
        if (row.startsWith("trial")) continue;
        expect(all.get(row)).toEqual(facts);
        found += 1;
      }
    }
    expect(found).toBe([...all.keys()].filter((row) => row.startsWith("registry")).length);
    expect(found).toBe(126);
  });

  it("is counted in lines and in patients, step by step", async () => {
    const records = await recordsOf(lineTables());
    const { therapy_line, observation } = lineTables();
    const lines = therapy_line!.filter(({ patient_id }) => String(patient_id).startsWith("registry"));
    const fit = lines.filter(({ patient_id, line_number }) =>
      observation!.some(
        (row) =>
          row.patient_id === patient_id &&
          row.observation_id === `${Number(line_number) - 1}` &&
          Number(row.value_num) <= 1,
      ),
    );
    const patients = (rows: typeof lines) => new Set(rows.map(({ patient_id }) => patient_id)).size;
    const step = (variable: string, statistic: string) =>
      selectStatistic(records, { variant: "main", population: "attrition", group: "control", variable, statistic });
    expect(step("step-1", "n_remaining")).toMatchObject({ value: lines.length, unit: "lines" });
    expect(step("step-1", "n_patients_remaining")).toMatchObject({ value: patients(lines), unit: "patients" });
    expect(step("step-2", "n_remaining")).toMatchObject({ value: fit.length, unit: "lines" });
    expect(step("step-2", "n_removed").value).toBe(lines.length - fit.length);
    expect(step("step-2", "n_patients_remaining").value).toBe(patients(fit));
    expect(step("step-2", "n_patients_removed").value).toBe(60 - patients(fit));
    const analysed = (statistic: string, group: string) =>
      selectStatistic(records, { variant: "main", stage: "outcomes", variable: "hr", group, statistic });
    expect(analysed("n", "control")).toMatchObject({ value: fit.length, unit: "lines" });
    expect(analysed("n_patients", "control")).toMatchObject({ value: patients(fit), unit: "patients" });
    expect(analysed("n", "trial").unit).toBe("patients");
  });

  it("is called so by the rows of the tables that count it", async () => {
    const texts = (results: ResultsFile) =>
      [...documentOf(results).tables.values()].flatMap(({ number, rows, footnotes }) =>
        [...rows.map(({ cells }) => cells[0]?.text), ...footnotes].map(
          (text) => `${number.split(".").slice(0, 3).join(".")} ${text}`,
        ),
      );
    const course = { endpoint: "response", progression: "seen", timeToResponse: "ttr", timeDays: 120 };
    const withCourse = (analysis: Loose) => {
      const notes = { by: "ehr", anchors: ["physician_note"], definition: "as written" };
      analysis.endpoints!.seen = set({ kind: "progression-free-survival", label: "PFS in charts", ...notes });
      analysis.endpoints!.ttr = set({ kind: "time-to-response", label: "TTR", confirmed: false, ...notes });
      const words = { measure: "in-response-difference", label: "In response", role: "sensitivity" };
      analysis.estimates!.share = set({ ...words, ...course, design: "weighted" });
    };
    const all = texts(await analyse(await studyOf(lineTables(), withCourse), true));
    for (const label of [
      "14.2.1 Trial patients and control lines (unweighted counts)",
      "14.2.2 Trial patients and control lines (unweighted counts)",
      "14.2.3 Trial patients and control lines (unweighted counts)",
      "14.2.3 Trial patients and control lines",
      "14.2.10 Trial patients and control lines, n",
    ])
      expect(all).toContain(label);
    const note = "Numbers of trial patients and control lines are unweighted; the probability of a weighted arm";
    expect(all.some((text) => text.includes(note))).toBe(true);
    const ofPatients = /^14\.2\.\d+ Patients( \(unweighted counts\)|, n)?$/;
    expect(all.filter((text) => ofPatients.test(text))).toEqual([]);
    const first = await studyOf(lineTables(), (analysis) => {
      withCourse(analysis);
      analysis.cohort!.control!.index = set({ rule: "therapy-line" });
    });
    const plain = texts(await analyse(first, true));
    expect(plain.filter((text) => text.includes("control lines"))).toEqual([]);
    expect(new Set(plain.filter((text) => ofPatients.test(text)))).toEqual(
      new Set([
        "14.2.1 Patients (unweighted counts)",
        "14.2.2 Patients (unweighted counts)",
        "14.2.3 Patients (unweighted counts)",
        "14.2.3 Patients",
        "14.2.10 Patients, n",
      ]),
    );
  });

  it("leaves out patients without a line that fits, each counted once", async () => {
    const records = await recordsOf(lineTables(), (analysis) => {
      analysis.cohort!.control!.index!.regimens = set(["docetaxel"]);
    });
    const lines = lineTables().therapy_line!.filter(({ regimen }) => regimen === "docetaxel");
    const patients = new Set(lines.map(({ patient_id }) => patient_id)).size;
    const step = (variable: string) =>
      ["n_remaining", "n_removed", "n_undocumented", "n_patients_remaining", "n_patients_removed"].map(
        (statistic) =>
          selectStatistic(records, {
            variant: "main",
            population: "attrition",
            group: "control",
            variable,
            statistic,
          }).value,
      );
    expect(patients).toBeLessThan(60);
    expect(step("step-0")).toEqual([lines.length + 60 - patients, 0, 0, 60, 0]);
    expect(step("step-1")).toEqual([lines.length, 60 - patients, 60 - patients, patients, 60 - patients]);
  });

  it("is said in every method that clusters by patient, and what takes rows as independent is not estimable", async () => {
    const records = await recordsOf(lineTables());
    for (const variable of ["hr", "crude", "rmst", "rate"]) {
      const effects = selectStatistics(records, { variant: "main", stage: "outcomes", variable, group: null });
      expect(effects.length).toBeGreaterThan(0);
      for (const { params } of effects) expect(params.variance).toMatch(/clustered by patient$/);
    }
    const curve = records.find(
      (record) => record.kind === "series" && record.series === "kaplan_meier" && record.group === "control",
    );
    expect(curve).toMatchObject({ method: expect.stringMatching(/clustered by patient$/) });
    for (const statistic of ["log_rank_p", "proportional_hazards_p"])
      expect(selectStatistic(records, { variant: "main", variable: "crude", statistic })).toMatchObject({
        status: "not_estimable",
        note: expect.stringMatching(/independent/),
      });
  });

  it("gives what the first line gives, to the last bit, where every patient has one", async () => {
    const outcomes = (records: readonly ResultRecord[]) =>
      records
        .filter(({ stage }) => stage === "outcomes" || stage === "design" || stage === "endpoints")
        .map((record) => JSON.stringify(record).replaceAll('"lines"', '"patients"'));
    const all = outcomes(await recordsOf(lineTables(1)));
    const first = outcomes(
      await recordsOf(lineTables(1), (analysis) => {
        analysis.cohort!.control!.index = set({ rule: "therapy-line" });
      }),
    );
    expect(all).toEqual(first);
    expect(all.length).toBeGreaterThan(100);
  });

  it("gives the same bytes for any order of the rows", async () => {
    const reversed = Object.fromEntries(
      Object.entries(lineTables()).map(([name, rows]) => [name, [...rows].reverse()]),
    );
    expect(await recordsOf(reversed)).toEqual(await recordsOf(lineTables()));
  });

  it("shows no count of lines that fewer patients than the limit may stand behind", async () => {
    const limit = 5;
    const records = await recordsOf(lineTables(), (analysis) => {
      analysis.disclosure = set({ smallCellLimit: limit });
    });
    const counts = selectStatistics(records, { variant: "main", group: "control" }).filter(
      ({ unit, value }) => unit === "lines" && value !== null && value > 0,
    );
    const most = counts.find(({ statistic }) => statistic === "most_lines")!;
    expect(most.value).toBe(4);
    expect(counts.length).toBeGreaterThan(10);
    for (const { value, statistic } of counts)
      if (statistic !== "most_lines") expect(value).toBeGreaterThanOrEqual((limit - 1) * 4 + 1);
    // Three patients lost all their lines to the criterion: 60 less any number of patients that is printed would tell.
    const patients = ["n_patients", "n_patients_remaining", "n_patients_removed"].flatMap((statistic) =>
      selectStatistics(records, { variant: "main", group: "control", statistic }),
    );
    expect(patients.length).toBeGreaterThan(8);
    for (const { variable, value } of patients)
      if (variable !== "step-0" && variable !== "step-1") expect(value).toBeNull();
  });

  it("refuses a registry whose ids read like the names of its lines", async () => {
    const tables = lineTables();
    tables.patient!.push({ ...tables.patient![45]!, patient_id: "registry:1 line 1" });
    await expect(recordsOf(tables)).rejects.toThrow("1 of these names are ids of other patients");
  });

  it("refuses a patient whose lines would stand in both arms", async () => {
    const both = recordsOf(lineTables(), (analysis) => {
      analysis.cohort!.trial = set({ ...analysis.cohort!.trial, dataset: "registry" });
    });
    await expect(both).rejects.toThrow("a patient may stand in one arm only; got 57 patients eligible for both");
  });
});
