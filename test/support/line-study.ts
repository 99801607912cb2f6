import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stream } from "../../src/math/stream.js";
import { type Loose, minimalAnalysis } from "./minimal-analysis.js";
import type { SmallTables } from "./small-study.js";
import { type RwidRow, writeRwid } from "./write-rwid.js";

/** Days between the starts of two lines of one patient. */
const LINE_DAYS = 200;

/**
 * A made-up trial of 40 patients and a registry of 60 with one to four lines of therapy each, dates counted from entry: ECOG before every line, a target
 * lesion scanned every 50 days, assessments in the chart, deaths. `mostLines` cuts the registry's lines.
 */
export function lineTables(mostLines = 4): SmallTables {
  const draw = stream(23, "line-study");
  const tables: SmallTables = {
    dataset: [
      { dataset_id: "trial", kind: "trial", time_basis: "days_from_index", name: "Made-up trial" },
      { dataset_id: "registry", kind: "registry", time_basis: "days_from_index", name: "Made-up registry" },
    ],
    patient: [],
    therapy_line: [],
    observation: [],
    imaging_study: [],
    lesion: [],
    lesion_measurement: [],
    ehr_assessment: [],
    vital_status: [],
  };
  for (const [id, n] of [
    ["trial", 40],
    ["registry", 60],
  ] as const)
    for (let k = 1; k <= n; k += 1) {
      const lines = id === "trial" ? 1 : 1 + draw.integer(4);
      addPatient(tables, { id: `${id}:${k}`, dataset: id, lines, kept: Math.min(lines, mostLines) }, draw.uniform);
    }
  return tables;
}

/** Writes tables and analysis into a new temporary folder and returns it; the study is in its folder `study`. */
export function writeLineStudy(tables: SmallTables, change: (analysis: Loose) => void = () => undefined): string {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-lines-"));
  mkdirSync(join(folder, "study"));
  writeRwid(join(folder, "study", "data"), tables);
  const analysis = structuredClone(lineAnalysis()) as unknown as Loose;
  change(analysis);
  writeFileSync(join(folder, "study", "analysis.json"), JSON.stringify(analysis, null, 2));
  return folder;
}

/** Weighted, balanced and unadjusted contrasts of every line of the registry against the trial. */
export function lineAnalysis() {
  const reason = "made-up data";
  const gates = { smd: { reason }, weightShare: { reason } };
  const pfs = { kind: "progression-free-survival", label: "PFS", definition: "progression or death" } as const;
  const terms = ["age", "ecog"] as const;
  return {
    ...minimalAnalysis(),
    id: "lines",
    title: "Every line of therapy",
    cohort: {
      trial: { label: "Trial", dataset: "trial", index: { rule: "day-zero", meaning: "entry" } },
      control: {
        label: "Registry",
        dataset: "registry",
        index: { rule: "therapy-line", which: "all" },
        eligibility: [
          {
            kind: "observation",
            label: "ECOG 0 or 1 before the line",
            concept: "ecog",
            window: [-30, 0],
            is: { atMost: 1 },
          },
        ],
      },
    },
    covariates: {
      age: { label: "Age", type: "continuous", from: { kind: "age" } },
      ecog: {
        label: "ECOG 1",
        type: "binary",
        when: { equals: 1 },
        from: { kind: "observation", concept: "ecog", window: [-30, 0] },
      },
    },
    imaging: { readers: { rule: "single" }, schedule: { segments: [{ everyDays: 50, untilDay: 1000 }] } },
    endpoints: {
      os: { kind: "overall-survival", label: "Overall survival", definition: "death of any cause" },
      pfs: { ...pfs, by: "imaging" },
      response: {
        kind: "response",
        label: "Response",
        definition: "CR or PR",
        by: "ehr",
        anchors: ["physician_note"],
        confirmed: false,
      },
    },
    designs: {
      crude: { method: "unadjusted", label: "Crude" },
      weighted: { method: "weighting", label: "ATT weights", propensity: { terms }, gates },
      balanced: { method: "entropy-balancing", label: "Entropy balance", moments: terms, gates },
    },
    estimates: {
      hr: {
        measure: "hazard-ratio",
        label: "OS",
        endpoint: "os",
        design: "weighted",
        role: "primary",
        variance: "influence",
      },
      crude: { measure: "hazard-ratio", label: "OS, crude", endpoint: "os", design: "crude", role: "context" },
      rmst: {
        measure: "rmst-difference",
        label: "Mean",
        endpoint: "pfs",
        design: "balanced",
        role: "sensitivity",
        tauDays: 150,
      },
      rate: {
        measure: "risk-difference",
        label: "Response",
        endpoint: "response",
        design: "crude",
        role: "sensitivity",
        interval: "wald",
      },
      drawn: {
        measure: "survival-difference",
        label: "Survival",
        endpoint: "os",
        design: "weighted",
        role: "sensitivity",
        timeDays: 150,
        variance: "bootstrap",
        bootstrap: { replicates: 100 },
      },
    },
  };
}

interface MadePatient {
  readonly id: string;
  readonly dataset: string;
  /** Lines drawn, and how many of them are written. */
  readonly lines: number;
  readonly kept: number;
}

function addPatient(
  tables: SmallTables,
  { id: patient_id, dataset, lines, kept }: MadePatient,
  uniform: () => number,
): void {
  const add = (table: string, row: RwidRow) => tables[table]!.push({ ...row, patient_id });
  add("patient", {
    dataset_id: dataset,
    entered_day: 20,
    age_at_index: 50 + Math.floor(uniform() * 25),
    sex: "female",
  });
  const died = (lines - 1) * LINE_DAYS + 30 + Math.floor(uniform() * 500);
  const isDead = uniform() < 0.7;
  add("vital_status", isDead ? { died_day: died, last_known_alive_day: died } : { last_known_alive_day: died });
  add("lesion", { reader_id: "site", lesion_id: "1", role: "target", organ: "liver", is_lymph_node: false });
  for (let line = 0; line < lines; line += 1) {
    const start = line * LINE_DAYS;
    if (line < kept)
      add("therapy_line", {
        line_number: line + 1,
        regimen: line === 0 ? "platinum" : "docetaxel",
        started_day: start,
      });
    add("observation", {
      observation_id: `${line}`,
      concept: "ecog",
      observed_day: start - 5,
      value_num: uniform() < 0.15 ? 2 : Math.floor(uniform() * 2),
    });
    add("ehr_assessment", {
      ehr_assessment_id: `${line}`,
      assessed_day: start + 60,
      response: uniform() < 0.4 ? "PR" : "SD",
      evidence: "physician_note",
    });
  }
  let size = 40;
  for (let day = -10; day < died; day += 50) {
    const study_uid = `${patient_id}/${day}`;
    size = Math.max(10, Math.round(size * (0.8 + uniform() * 0.45)));
    add("imaging_study", { study_uid, performed_day: day, modality: "CT" });
    tables.lesion_measurement!.push({
      study_uid,
      reader_id: "site",
      lesion_id: "1",
      axis: "long",
      diameter_mm: size,
      state: "measured",
    });
  }
}
