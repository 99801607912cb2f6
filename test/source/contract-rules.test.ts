import { describe, expect, it } from "vitest";
import { added, breachesOf, changed, small, without } from "../support/breaches-of.js";
import { fullRwid } from "../support/full-rwid.js";
import type { RwidTables } from "../support/write-rwid.js";

describe("a breach of the data contract names table, column, rule, count and first rows", () => {
  const cases: readonly (readonly [string, RwidTables, readonly string[]])[] = [
    [
      "a missing table",
      { patient: fullRwid.patient },
      [
        "dataset must be there and hold at least one row",
        "patient.dataset_id must point to a row of dataset (dataset_id): broken in 3 rows (data rows 1, 2, 3)",
      ],
    ],
    ["a missing column", without("dataset", "kind"), ["dataset.kind is missing; the contract requires this column"]],
    [
      "a missing time that is part of a key",
      without("reader_assessment", "assessed_on", "assessed_day"),
      [
        "reader_assessment.assessed is missing; the contract requires this column",
        "reader_assessment.assessed must have assessed_on or assessed_day: broken in 2 rows (data rows 1, 2)",
      ],
    ],
    [
      "a misspelt column",
      changed("patient", 0, { birthyear: 1950 }),
      ["patient.birthyear is no column of the data contract; did you mean birth_year"],
    ],
    [
      "a wrong type",
      changed("observation", 1, { value_num: "high" }),
      ["observation.value_num must be a number (missing: an empty field): broken in 1 row (data row 2)"],
    ],
    [
      "numbers that are none",
      {
        ...small,
        observation: ["NA", "nan", "inf", "1_000", "0x10", "1,5"].map((value_num, i) => ({
          patient_id: "cal:1",
          observation_id: i,
          concept: "c",
          value_num,
        })),
      },
      ["observation.value_num must be a number (missing: an empty field): broken in 6 rows (data rows 1, 2, 3, …)"],
    ],
    [
      "a fraction where a whole number is due",
      changed("therapy_line", 0, { line_number: 1.5 }),
      [
        "drug_exposure.patient_id, line_number must point to a row of therapy_line (patient_id, line_number): broken in 1 row (data row 1)",
        "therapy_line.line_number must be a whole number within ±2147483647 (missing: an empty field): broken in 1 row (data row 1)",
      ],
    ],
    [
      "a word for true",
      changed("lesion", 1, { is_lymph_node: "yes" }),
      ["lesion.is_lymph_node must be true or false, or 1 or 0 (missing: an empty field): broken in 1 row (data row 2)"],
    ],
    [
      "dates that are none",
      changed("observation", 0, { observed_on: "20.02.2020" }),
      ["observation.observed_on must be a date as YYYY-MM-DD (missing: an empty field): broken in 1 row (data row 1)"],
    ],
    [
      "a day that no calendar has",
      changed("observation", 0, { observed_on: "2020-02-30" }),
      ["observation.observed_on must be a date as YYYY-MM-DD (missing: an empty field): broken in 1 row (data row 1)"],
    ],
    [
      "an empty required value",
      changed("observation", 2, { concept: "" }),
      ["observation.concept must not be empty: broken in 1 row (data row 3)"],
    ],
    [
      "a duplicate key, later rows named",
      added("observation", fullRwid.observation[0], fullRwid.observation[0], fullRwid.observation[3]),
      ["observation.patient_id, observation_id must be unique: broken in 3 rows (data rows 5, 6, 7)"],
    ],
    [
      "a duplicate study",
      added("imaging_study", { ...fullRwid.imaging_study[2], patient_id: "day:1", performed_day: -8 }),
      ["imaging_study.study_uid must be unique: broken in 1 row (data row 5)"],
    ],
    [
      "a duplicate assessment day",
      added("reader_assessment", fullRwid.reader_assessment[1]),
      ["reader_assessment.patient_id, reader_id, assessed must be unique: broken in 1 row (data row 3)"],
    ],
    [
      "a broken reference",
      added("observation", { patient_id: "cal:9", observation_id: "1", concept: "ecog" }),
      ["observation.patient_id must point to a row of patient (patient_id): broken in 1 row (data row 5)"],
    ],
    [
      "a lesion that merged into none",
      changed("lesion", 0, { merged_into: "T9" }),
      [
        "lesion.patient_id, reader_id, merged_into must point to a row of lesion (patient_id, reader_id, lesion_id): broken in 1 row (data row 1)",
      ],
    ],
    [
      "a measurement of an unlisted lesion",
      added("lesion_measurement", { study_uid: "1.2", reader_id: "r", lesion_id: "T9", state: "absent" }),
      [
        "lesion_measurement.lesion_id must be a lesion of the scan's patient and this reader in table lesion: broken in 1 row (data row 6)",
      ],
    ],
    [
      "a value that is not allowed",
      changed("patient", 1, { sex: "m" }),
      ["patient.sex must be one of female, male, other: broken in 1 row (data row 2)"],
    ],
    [
      "a negative time",
      changed("collected_event", 1, { time_days: -1 }),
      ["collected_event.time_days must lie between 0 and 54750 days: broken in 1 row (data row 2)"],
    ],
    [
      "a death before day 0",
      changed("vital_status", 2, { died_day: -5, last_known_alive_day: null }),
      [
        "vital_status.died must not lie before the patient's last scan: broken in 1 row (data row 3)",
        "vital_status.died_day must lie between 0 and 54750 days: broken in 1 row (data row 3)",
      ],
    ],
    [
      "a lesion of a third of a metre",
      changed("lesion_measurement", 2, { diameter_mm: 315 }),
      ["lesion_measurement.diameter_mm must lie between 0 and 300 mm: broken in 1 row (data row 3)"],
    ],
    [
      "a measured lesion without diameter",
      changed("lesion_measurement", 0, { diameter_mm: null }),
      ["lesion_measurement.diameter_mm must be filled where state is measured: broken in 1 row (data row 1)"],
    ],
    [
      "a date in a dataset of days",
      changed("observation", 3, { observed_day: null, observed_on: "2020-01-01" }),
      [
        "observation.observed_on must be empty in a dataset with time_basis days_from_index; fill observed_day: broken in 1 row (data row 4)",
      ],
    ],
    [
      "a day in a dataset of dates",
      changed("imaging_study", 1, { performed_day: 50 }),
      [
        "imaging_study.performed_day must be empty in a dataset with time_basis calendar; fill performed_on: broken in 1 row (data row 2)",
      ],
    ],
    [
      "a date after the data cut-off",
      changed("vital_status", 1, { last_known_alive_on: "2022-01-01" }),
      ["vital_status.last_known_alive_on must not lie after the dataset's data_cutoff: broken in 1 row (data row 2)"],
    ],
    [
      "a scan before birth",
      changed("imaging_study", 0, { performed_on: "1949-12-31" }),
      ["imaging_study.performed_on must not lie before the patient's birth_year: broken in 1 row (data row 1)"],
    ],
    [
      "an id without its dataset, and an id of another dataset",
      {
        dataset: fullRwid.dataset,
        patient: [
          { patient_id: "132", dataset_id: "cal" },
          { patient_id: "day:1", dataset_id: "cal" },
          { patient_id: "cal:", dataset_id: "cal" },
        ],
      },
      ["patient.patient_id must carry its dataset, as <dataset_id>:<number>: broken in 3 rows (data rows 1, 2, 3)"],
    ],
    [
      "a patient in two datasets",
      added("patient", { patient_id: "cal:1", dataset_id: "day" }),
      [
        "patient.patient_id must be unique: broken in 1 row (data row 4)",
        "patient.patient_id must carry its dataset, as <dataset_id>:<number>: broken in 1 row (data row 4)",
      ],
    ],
    [
      "a death before the last sign of life",
      changed("vital_status", 0, { died_on_precision: "day" }),
      ["vital_status.last_known_alive must not lie after death: broken in 1 row (data row 1)"],
    ],
    [
      "a death before the last scan, whatever day of the month it was",
      changed("vital_status", 0, { died_on: "2020-03-01", last_known_alive_on: null }),
      ["vital_status.died must not lie before the patient's last scan: broken in 1 row (data row 1)"],
    ],
    [
      "a made-up day in a month's death",
      changed("vital_status", 0, { died_on: "2021-05-15" }),
      [
        "vital_status.died_on_precision must fit died_on: a month's death stands on its first day, a year's on 1 January: broken in 1 row (data row 1)",
      ],
    ],
    [
      "a made-up day in a month's scan",
      changed("imaging_study", 0, { performed_on_precision: "month" }),
      [
        "imaging_study.performed_on_precision must fit performed_on: a scan of a known month stands on its first day: broken in 1 row (data row 1)",
      ],
    ],
    [
      "a therapy that ended before it started",
      changed("therapy_line", 2, { ended_day: -91 }),
      ["therapy_line.ended must not lie before started: broken in 1 row (data row 3)"],
    ],
    [
      "a local therapy of nothing",
      changed("local_therapy", 1, { organ: "" }),
      ["local_therapy.lesion_id or organ must be filled: broken in 1 row (data row 2)"],
    ],
    [
      "an endpoint with times in some rows only",
      changed("collected_event", 1, { time_days: null }),
      [
        "collected_event.time_days must be filled in every row of an endpoint, or in none (a yes/no endpoint at one horizon): broken in 1 row (data row 2)",
      ],
    ],
    [
      "a dataset name that ids cannot carry",
      {
        dataset: [{ ...fullRwid.dataset[0], dataset_id: "a:b" }],
        patient: [{ patient_id: "a:b:1", dataset_id: "a:b" }],
      },
      ["dataset.dataset_id must be letters, digits, dots, hyphens or underscores: broken in 1 row (data row 1)"],
    ],
  ];
  it.each(cases)("%s", async (_, tables, lines) => {
    expect(await breachesOf(tables)).toEqual(lines);
  });
});
