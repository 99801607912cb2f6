import { fillPlace, makeStatistic } from "../../../src/results/make-records.js";
import type { ResultRecord } from "../../../src/results/records.js";
import type { ResultsFile } from "../../../src/results/results-file.js";
import { makeAnalysis } from "./make-analysis.js";
import { makeResults } from "./make-results.js";

const byImaging = { by: "imaging" } as const;
const byCharts = { by: "ehr", anchors: ["physician_note", "radiology_report"] } as const;

/** The invented study with endpoints from scans, from charts and from vital status. */
export function makeImagingAnalysis(): Record<string, unknown> {
  const analysis = makeAnalysis() as Record<string, Record<string, unknown>>;
  const estimate = (measure: string, label: string, endpoint: string) => ({
    measure,
    label,
    endpoint,
    design: "crude",
    role: "exploratory",
  });
  return {
    ...analysis,
    imaging: {
      readers: { rule: "order", readers: ["adjudicator", "central-1"] },
      schedule: {
        segments: [
          { everyDays: 42, untilDay: 336 },
          { everyDays: 63, untilDay: 1512 },
        ],
      },
    },
    endpoints: {
      ...analysis.endpoints,
      confirmed: {
        kind: "response",
        ...byImaging,
        label: "Confirmed response",
        definition: "CR or PR by RECIST 1.1",
        measure: "objective",
      },
      progressionFree: {
        kind: "progression-free-survival",
        ...byImaging,
        label: "Progression-free survival",
        definition: "progression or death",
      },
      overallSurvival: { kind: "overall-survival", label: "Overall survival", definition: "death of any cause" },
      chartResponse: {
        kind: "response",
        ...byCharts,
        label: "Chart response",
        definition: "as clinicians wrote it",
        measure: "objective",
      },
      chartProgressionFree: {
        kind: "progression-free-survival",
        ...byCharts,
        label: "Chart PFS",
        definition: "progression as charts put it",
      },
    },
    estimates: {
      ...analysis.estimates,
      confirmedCrude: estimate("risk-difference", "Confirmed response, crude", "confirmed"),
      progressionCrude: estimate("hazard-ratio", "PFS, crude", "progressionFree"),
      survivalCrude: estimate("hazard-ratio", "OS, crude", "overallSurvival"),
    },
  };
}

/** Counts of each level in trial and control; they add up to the invented study's 246 and 1207 patients. */
export const imagingCounts = {
  "confirmed.best_response": {
    CR: [3, 12],
    PR: [60, 150],
    SD: [100, 600],
    "NON-CR/NON-PD": [20, 45],
    PD: [40, 250],
    NE: [13, 50],
    ND: [0, 0],
    MISSING: [10, 100],
  },
  "confirmed.denominator": { counted: [230, 1100], "not measurable at baseline": [16, 107] },
  "confirmed.confirmability": { "no response": [170, 1000], "not confirmable": [11, 30], confirmable: [65, 177] },
  "confirmed.mode_difference": { same: [246, 1203], "SD → PR": [0, 4] },
  "progressionFree.situation": {
    "death (event)": [50, 200],
    "early-death (event)": [12, 100],
    "new-therapy (censored)": [22, 160],
    "no-event (censored)": [20, 60],
    "progression (event)": [142, 680],
    none: [0, 7],
  },
  "overallSurvival.situation": { "alive (censored)": [100, 300], "death (event)": [146, 907] },
  "overallSurvival.death_precision": { "alive or not known": [100, 300], day: [146, 0], month: [0, 907], year: [0, 0] },
  "chartResponse.best_response": {
    CR: [0, 40],
    PR: [0, 210],
    SD: [0, 507],
    "NON-CR/NON-PD": [0, 0],
    PD: [0, 300],
    NE: [0, 0],
    ND: [0, 0],
    MISSING: [246, 150],
  },
  "chartResponse.denominator": { counted: [0, 1207], "not measurable at baseline": [246, 0] },
  "chartProgressionFree.situation": {
    "death (event)": [0, 150],
    "progression (event)": [0, 900],
    "no-event (censored)": [0, 157],
    none: [246, 0],
  },
  "imaging.reader": { adjudicator: [200, 0], "central-1": [46, 1205], none: [0, 2] },
  "imaging.baseline": { "not read": [0, 2], missing: [0, 3], valid: [246, 1202] },
  "imaging.baseline_window": { "inside or none": [246, 1150], outside: [0, 57] },
  "imaging.flag.incomparable": { no: [200, 700], yes: [46, 507] },
  "imaging.flag.newInUnimagedRegion": { no: [246, 1190], yes: [0, 17] },
} as const satisfies Record<string, Record<string, readonly [number, number]>>;

const intervals = { trial: [756, 41, 42, 45, 56, 64], control: [2261, 40, 47, 55, 65, 80] } as const;
const intervalNames = ["intervals", "p10", "q1", "median", "q3", "p90"] as const;

/** Results of that study: the counts above as records, and listings of rows and breaches. */
export function makeImagingResults(analysis: Record<string, unknown> = makeImagingAnalysis()): ResultsFile {
  const results = makeResults(analysis);
  const place = { variant: "main", stage: "endpoints", population: "eligible" } as const;
  const arms = [
    ["trial", 0],
    ["control", 1],
  ] as const;
  const counts = Object.entries(imagingCounts).flatMap(([variable, levels]) =>
    Object.entries(levels).flatMap(([level, values]: [string, readonly [number, number]]) =>
      arms.map(([group, i]) =>
        makeStatistic({ ...place, variable, group }, "n", values[i], { level, unit: "patients" }),
      ),
    ),
  );
  const extra: ResultRecord[] = [
    makeStatistic({ ...place, variable: "confirmed.confirmability", group: "trial" }, "proportion", 65 / 76, {
      level: "confirmable",
    }),
    makeStatistic({ ...place, variable: "confirmed.confirmability", group: "control" }, "proportion", 177 / 207, {
      level: "confirmable",
    }),
    ...arms.flatMap(([group]) =>
      intervalNames.map((name, k) =>
        makeStatistic({ ...place, variable: "imaging.scan_interval", group }, name, intervals[group][k] ?? 0),
      ),
    ),
    listing(
      "lesion_rows",
      "imaging",
      ["fate", "rows"],
      [
        ["in", 37552],
        ["used", 36000],
        ["not evaluable", 1552],
      ],
    ),
    listing(
      "ehr_rows",
      "ehr.physician_note+radiology_report",
      ["fate", "rows"],
      [
        ["in", 2375],
        ["used", 2375],
      ],
    ),
    listing(
      "lesion_breaches",
      "imaging",
      ["breach", "table", "column", "rule", "text", "policy", "count"],
      [["baselineEarly", "imaging_study", "performed_on", "B5", "a baseline scan before the window", "use", 57]],
    ),
  ];
  return { ...results, records: [...results.records, ...counts, ...extra] };
}

const listing = (
  name: string,
  variable: string,
  columns: readonly string[],
  rows: (string | number)[][],
): ResultRecord => ({
  kind: "listing",
  ...fillPlace({ variant: "main", stage: "endpoints", population: "eligible", variable }),
  listing: name,
  columns: columns.map((column) => ({ name: column, label: column })),
  rows,
});
