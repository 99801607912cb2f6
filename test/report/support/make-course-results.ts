import { changeBands, shrinkageOfBand } from "../../../src/endpoints/change-bands.js";
import { responseStates } from "../../../src/endpoints/describe-states.js";
import type { BinaryData, SurvivalData } from "../../../src/frame/outcome-data.js";
import type { PatientFrame } from "../../../src/frame/patient-frame.js";
import { describeResponseCourse } from "../../../src/pipeline/describe-response-course.js";
import { crossLevel } from "../../../src/results/cross-level.js";
import { makeSeries, makeStatistic } from "../../../src/results/make-records.js";
import type { ResultRecord } from "../../../src/results/records.js";
import type { ResultsFile } from "../../../src/results/results-file.js";
import { analysisSchema } from "../../../src/spec/analysis.js";
import { companionsOf } from "../../../src/spec/response-companions.js";
import { makeImagingAnalysis, makeImagingResults } from "./make-imaging-results.js";

const sizes = { trial: 246, control: 1207 } as const;
const arms = ["trial", "control"] as const;
const n = sizes.trial + sizes.control;

/** Patients of the invented study, the trial first: 63 and 162 of them respond. */
const patients: PatientFrame = {
  n,
  patientId: Array.from({ length: n }, (_, i) => String(i)),
  datasetId: Array.from({ length: n }, (_, i) => (i < sizes.trial ? "trial" : "registry")),
  indexEpochDay: new Int32Array(n),
  trial: Uint8Array.from({ length: n }, (_, i) => (i < sizes.trial ? 1 : 0)),
};
const responds = (i: number): boolean => (i < sizes.trial ? i < 63 : i - sizes.trial < 162);

function survival(
  endpoint: string,
  time: (i: number) => number,
  status: (i: number) => number,
  of = (_: number) => true,
) {
  return {
    kind: "survival",
    endpoint,
    timeDays: Int32Array.from({ length: n }, (_, i) => time(i)),
    status: Uint8Array.from({ length: n }, (_, i) => status(i)),
    available: Uint8Array.from({ length: n }, (_, i) => (of(i) ? 1 : 0)),
  } as const satisfies SurvivalData;
}

/** Best changes of an arm by band: how many, and their best response. */
const changes = {
  trial: [4, 12, 20, 30, 40, 50, 20, 25, 15, 3, 27],
  control: [60, 120, 150, 200, 180, 160, 60, 50, 35, 12, 180],
} as const;
const responseOf = (band: number): string =>
  ["PD", "PD", "SD", "SD", "SD", "SD", "PR", "PR", "PR", "CR", "MISSING"][band]!;

/** The invented study on scans with the course of its confirmed responses. */
export function makeCourseResults(analysis: Record<string, unknown> = makeImagingAnalysis()): ResultsFile {
  const results = makeImagingResults(analysis);
  const { endpoints } = analysisSchema.parse(analysis);
  const companions = companionsOf(endpoints, ["confirmed"])[0]!;
  const progression = survival(
    "progression",
    (i) => 60 + ((i * 37) % 700),
    (i) => (i % 5 === 0 ? 0 : 1),
  );
  const timeToResponse = survival(
    "response",
    (i) => 40 + (i % 3) * 10,
    () => 1,
    responds,
  );
  const duration = survival(
    "duration",
    (i) => 31 + ((i * 29) % 500),
    (i) => (i % 4 === 0 ? 0 : 1),
    responds,
  );
  const diseaseControl: BinaryData = {
    kind: "binary",
    endpoint: "control",
    value: Uint8Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 0 : 1)),
    available: new Uint8Array(n).fill(1),
  };
  const course = { companions, duration, timeToResponse, diseaseControl, progression };
  return {
    ...results,
    records: [
      ...results.records,
      ...describeResponseCourse("main", course, patients),
      ...arms.flatMap((group) => [...bestChange(group), ...windows(group), states(group), ...weeks(group)]),
    ],
  };
}

const endpointPlace = (group: "trial" | "control", variable: string) =>
  ({ variant: "main", stage: "endpoints", population: "eligible", group, variable }) as const;

function bestChange(group: "trial" | "control"): ResultRecord[] {
  const levels = ["at most −30%", "above −30%", "no complete sum"];
  const place = endpointPlace(group, "confirmed.best_change");
  const counts = changes[group];
  return [
    ...changeBands.map((band, k) =>
      makeStatistic(place, "n", counts[k]!, {
        level: crossLevel(band, responseOf(k)),
        params: { shrinkage: levels[shrinkageOfBand(k)]! },
      }),
    ),
    ...levels.map((level, k) =>
      makeStatistic(
        { ...place, variable: "confirmed.shrinkage" },
        "n",
        counts.reduce<number>((sum, count, band) => sum + (shrinkageOfBand(band) === k ? count : 0), 0),
        { level },
      ),
    ),
  ];
}

const windows = (group: "trial" | "control"): ResultRecord[] =>
  [1, 2, 3].flatMap((k) => {
    const place = endpointPlace(group, `imaging.change_${k}`);
    const params = { from_day: 42 * k - 20, to_day: 42 * k + 21, visit_day: 42 * k };
    const shift = group === "trial" ? -10 * k : 0;
    return [
      makeStatistic(place, "n", sizes[group] - 60 * k, { params }),
      ...(["p10", "q1", "median", "q3", "p90"] as const).map((name, i) =>
        makeStatistic(place, name, shift - 40 + 20 * i, { params }),
      ),
    ];
  });

/** Intervals by week: they add up to those of the invented study. */
const weekCounts = {
  trial: [0, 0, 0, 0, 0, 0, 700, 40, 12, 4],
  control: [0, 0, 0, 20, 60, 100, 800, 700, 500, 81],
} as const;

const weeks = (group: "trial" | "control"): ResultRecord[] =>
  weekCounts[group].map((count, week) =>
    makeStatistic(endpointPlace(group, "imaging.scan_interval_weeks"), "intervals", count, { level: `${week}` }),
  );

/** Patients leave for the next state in equal steps. */
function states(group: "trial" | "control"): ResultRecord {
  const months = Array.from({ length: 13 }, (_, k) => k);
  const step = Math.floor(sizes[group] / 80);
  const of: Readonly<Record<(typeof responseStates)[number], (k: number) => number>> = {
    in_response: (k) => (k > 1 ? 20 * step - step * k : 0),
    not_assessed: (k) => step * k,
    progressed: (k) => 2 * step * k,
    ended: (k) => step * k,
    dead: (k) => step * k,
    free: (k) => sizes[group] - (k > 1 ? 20 * step - step * k : 0) - 5 * step * k,
  };
  const columns = Object.fromEntries(
    responseStates.map((state) => [state, { unit: "patients", values: months.map(of[state]) }]),
  );
  return makeSeries(endpointPlace(group, "confirmed.state"), "response_states", {
    time_days: { unit: "days", values: months.map((k) => Math.floor(30.4375 * k)) },
    ...columns,
  });
}

/** Patients one by one, as the listings hold them: every third responds, every fifth has a new lesion, the first grows beyond 100 %. */
export function listedPatients(group: "trial" | "control", count: number): ResultRecord[] {
  const place = { ...endpointPlace(group, "confirmed"), kind: "listing" } as const;
  const list = (listing: string, columns: readonly string[], rows: (string | number | boolean | null)[][]) =>
    ({
      ...place,
      listing,
      columns: ["row", ...columns].map((name) => ({ name, label: name })),
      rows: rows.map((cells, i) => (listing === "spider" ? cells : [i + 1, ...cells])),
    }) as const satisfies ResultRecord;
  const order = Array.from({ length: count }, (_, i) => i);
  const best = (i: number): string => (i % 3 === 0 ? "PR" : i % 3 === 1 ? "SD" : "PD");
  const percent = (i: number): number => (i === 0 ? 140 : 80 - (180 * i) / count);
  return [
    list(
      "waterfall",
      ["percent", "best_response", "new_lesion"],
      order.map((i) => [percent(i), best(i), i % 5 === 0]),
    ),
    list(
      "spider",
      ["day", "percent", "new_lesion", "best_response"],
      order.flatMap((i) =>
        [1, 2, 3].map((k) => [i + 1, 42 * k, (percent(i) * k) / 3, i % 5 === 0 && k === 3, best(i)]),
      ),
    ),
    list(
      "swimmer",
      ["last_day", "died", "best_response", "responder", "baseline_day", "cr_day", "pr_day", "pd_day"],
      order.map((i) => [
        900 - i,
        i % 2 === 0,
        best(i),
        i % 3 === 0,
        -7,
        null,
        i % 3 === 0 ? 42 : null,
        i % 2 === 0 ? 84 : null,
      ]),
    ),
  ];
}
