import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { after, orphaned } from "./support/faults.js";
import { makePlantedWorld, type PlantedWorld } from "./support/planted-world.js";

/** Breaches of the data contract, each planted in the synthetic world, and the start of the line that names it. */
const breaches: readonly (readonly [string, readonly string[], string])[] = [
  [
    "a death before the last scan",
    [
      "update rwid.vital_status set died_on = date '2010-06-01', died_on_precision = 'day', last_known_alive_on = null where patient_id = 'lung-trial:1'",
    ],
    "vital_status.died must not lie before the patient's last scan: broken in 1 row",
  ],
  [
    "a last contact after death",
    [
      "update rwid.vital_status set last_known_alive_on = died_on + 3 where patient_id = (select min(patient_id) from rwid.vital_status where died_on < date '2019-01-01')",
    ],
    "vital_status.last_known_alive must not lie after death: broken in 1 row",
  ],
  [
    "a lesion of 400 mm",
    [
      "update rwid.lesion_measurement set diameter_mm = 400 where study_uid = (select min(study_uid) from rwid.lesion_measurement where state = 'measured') and state = 'measured'",
    ],
    "lesion_measurement.diameter_mm must ",
  ],
  [
    "a measured lesion without a diameter",
    [
      "update rwid.lesion_measurement set diameter_mm = null where study_uid = (select max(study_uid) from rwid.lesion_measurement where state = 'measured') and state = 'measured'",
    ],
    "lesion_measurement.diameter_mm must be filled where state is measured: broken in ",
  ],
  [
    "a scan that stands twice",
    ["insert into rwid.imaging_study select * from rwid.imaging_study order by study_uid limit 1"],
    "imaging_study.study_uid must be unique: broken in 1 row",
  ],
  [
    "a scan of nobody",
    ["update rwid.imaging_study set patient_id = 'lung-care:999999' where study_uid = 'lung-care:2/1/CT'"],
    "imaging_study.patient_id must point to a row of patient",
  ],
  [
    "a patient who does not carry his dataset",
    [
      "insert into rwid.patient by name select * replace ('P1' as patient_id) from rwid.patient order by patient_id limit 1",
    ],
    "patient.patient_id must carry its dataset",
  ],
  [
    "a sex that is none",
    ["update rwid.patient set sex = 'M' where patient_id = 'lung-trial:3'"],
    "patient.sex must be one of",
  ],
  [
    "a date after the data cut-off",
    [
      "update rwid.observation set observed_on = date '2035-01-01' where patient_id = 'lung-trial:4' and observation_id = '1'",
    ],
    "observation.observed",
  ],
  [
    "a treatment that ends before it starts",
    ["update rwid.therapy_line set ended_on = started_on - 1 where patient_id = 'lung-trial:5' and line_number = 1"],
    "therapy_line.ended must not lie before started: broken in 1 row",
  ],
  [
    "a reading of a lesion that no reader lists",
    ["delete from rwid.lesion where patient_id = 'lung-trial:6' and reader_id = 'central-1' and lesion_id = 'T1'"],
    "lesion_measurement.lesion_id must be a lesion of the scan's patient",
  ],
  [
    "days from index in a dataset with a calendar",
    [
      "alter table rwid.diagnosis add column diagnosed_day integer",
      "update rwid.diagnosis set diagnosed_day = -3 where patient_id = 'lung-trial:7'",
    ],
    "diagnosis.diagnosed",
  ],
];

let world: PlantedWorld;
let message: string;

beforeAll(async () => {
  world = await makePlantedWorld();
  message = await world
    .check(breaches.flatMap(([, sql]) => sql))
    .then(() => "")
    .catch((error: Error) => error.message);
}, 60_000);
afterAll(() => world.remove());

describe("breaches of the data contract planted in the synthetic world", () => {
  it("are none in the clean world", async () => {
    await expect(world.check([])).resolves.toBeUndefined();
  });

  for (const [what, , line] of breaches)
    it(`${what} is told`, () => {
      expect(message.split("\n").filter((each) => each.trim().startsWith(line))).not.toEqual([]);
    });

  it("are told without the id of any patient", () => {
    expect(message).not.toMatch(/lung-(?:trial|care):\d/);
  });
});

describe("what is assessed before the lock", () => {
  it("is the same whatever happened after index", async () => {
    const changed = await world.assessBefore([
      `delete from rwid.imaging_study where ${after}`,
      orphaned,
      "update rwid.vital_status set died_on = null, died_on_precision = null",
      "delete from rwid.ehr_assessment",
      "delete from rwid.reader_assessment",
    ]);
    expect(changed).toEqual(await world.assessBefore());
  }, 60_000);
});
