import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asFiles, type Ingested, ingestFiles } from "../support/ingest-files.js";
import { sdtmConfig, sdtmTrial } from "../support/sdtm-trial.js";

describe("SDTM", () => {
  let trial: Ingested;
  beforeAll(async () => {
    trial = await ingestFiles(asFiles.csv(sdtmTrial), sdtmConfig);
  });
  afterAll(() => trial.close());

  it("takes patients from DM, with the day of randomisation from DS, without screen failures", async () => {
    expect(await trial.rows("select * exclude (race, ethnicity) from rwid.patient order by patient_id")).toEqual([
      {
        patient_id: "t1:T1-1",
        dataset_id: "t1",
        site_id: "01",
        entered_on: "2020-01-03",
        entered_day: null,
        birth_year: "1955",
        age_at_index: "64.0",
        sex: "female",
        region: "DEU",
        trial_arm: "Drug A",
      },
      {
        patient_id: "t1:T1-2",
        dataset_id: "t1",
        site_id: "02",
        entered_on: "2020-01-05",
        entered_day: null,
        birth_year: null,
        age_at_index: "71.0",
        sex: "male",
        region: "FRA",
        trial_arm: "Drug A",
      },
    ]);
  });

  it("keeps what is known of a death and takes the last contact from SS", async () => {
    expect(
      await trial.rows(
        "select patient_id, died_on, died_on_precision, last_known_alive_on, source from rwid.vital_status order by 1",
      ),
    ).toEqual([
      {
        patient_id: "t1:T1-1",
        died_on: null,
        died_on_precision: null,
        last_known_alive_on: "2020-09-07",
        source: null,
      },
      {
        patient_id: "t1:T1-2",
        died_on: "2020-03-01",
        died_on_precision: "month",
        last_known_alive_on: null,
        source: "DM.DTHDTC",
      },
    ]);
  });

  it("numbers lines of therapy: earlier courses, the trial's treatment, later ones", async () => {
    expect(
      await trial.rows(
        "select patient_id, line_number, regimen, started_on, ended_on, end_reason from rwid.therapy_line order by 1, 2",
      ),
    ).toEqual([
      line("t1:T1-1", "1", "CARBOPLATIN + PEMETREXED", "2018-02-01", "2018-06-01", null),
      line("t1:T1-1", "2", "DRUG A", "2020-01-04", "2020-01-25", "progression"),
      line("t1:T1-1", "3", "DOCETAXEL", "2020-05-20", null, null),
      line("t1:T1-2", "1", "DRUG A", "2020-01-06", "2020-01-06", null),
    ]);
    expect(
      await trial.rows(
        "select exposure_id, drug_name, line_number from rwid.drug_exposure where patient_id = 't1:T1-1' order by 1",
      ),
    ).toEqual([
      { exposure_id: "CM-1", drug_name: "CARBOPLATIN", line_number: "1" },
      { exposure_id: "CM-2", drug_name: "PEMETREXED", line_number: "1" },
      { exposure_id: "CM-3", drug_name: "DOCETAXEL", line_number: "3" },
      { exposure_id: "CM-4", drug_name: "ACETYLSALICYLIC ACID", line_number: null },
      { exposure_id: "EX-1", drug_name: "DRUG A", line_number: "2" },
      { exposure_id: "EX-2", drug_name: "DRUG A", line_number: "2" },
    ]);
  });

  it("makes a scan of what was done on one patient, day and modality", async () => {
    expect(
      await trial.rows("select study_uid, performed_on, modality from rwid.imaging_study order by performed_on, 1"),
    ).toEqual([
      { study_uid: "t1:T1-1:2019-12-27:CT", performed_on: "2019-12-27", modality: "CT" },
      { study_uid: "t1:T1-2:2020-01-01:MR", performed_on: "2020-01-01", modality: "MR" },
      { study_uid: "t1:T1-1:2020-02-14:CT", performed_on: "2020-02-14", modality: "CT" },
      { study_uid: "t1:T1-1:2020-03-27:CT", performed_on: "2020-03-27", modality: "CT" },
      { study_uid: "t1:T1-1:2020-05-08:CT", performed_on: "2020-05-08", modality: "CT" },
    ]);
  });

  it("measures nodes on the short axis and keeps a new lesion that TR does not measure", async () => {
    expect(
      await trial.rows(
        `select right(study_uid, 13) as scan, lesion_id, axis, diameter_mm, state, reason
from rwid.lesion_measurement where study_uid >= 't1:T1-1:2020-03' order by 1, 2`,
      ),
    ).toEqual([
      measured("2020-01-01:MR", "T01", "long", "33.0", "measured"),
      measured("2020-03-27:CT", "NT01", null, null, "absent"),
      measured("2020-03-27:CT", "T01", "long", "24.6", "measured"),
      measured("2020-03-27:CT", "T02", "short", "9.5", "measured"),
      measured("2020-05-08:CT", "NEW01", null, null, "present"),
      { ...measured("2020-05-08:CT", "T01", "long", null, "not_evaluable"), reason: "Image obscured" },
    ]);
  });

  it("joins the parts of a response by reader and visit, dated by the overall one, with the stated sum", async () => {
    expect(
      await trial.rows(
        `select reader_id, assessed_on, target_response, nontarget_response, overall_response, accepted, sum_diameters_mm
from rwid.reader_assessment order by assessed_on`,
      ),
    ).toEqual([
      {
        reader_id: "INVESTIGATOR",
        assessed_on: "2020-02-15",
        target_response: "PR",
        nontarget_response: "NON-CR/NON-PD",
        overall_response: "PR",
        accepted: "true",
        sum_diameters_mm: "37.4",
      },
      {
        reader_id: "INVESTIGATOR",
        assessed_on: "2020-05-08",
        target_response: null,
        nontarget_response: null,
        overall_response: "PD",
        accepted: "true",
        sum_diameters_mm: null,
      },
    ]);
  });

  it("accounts for every row that is read", async () => {
    expect(
      await trial.rows(
        `select f.path, c.rows_read, c.rows_used, coalesce(s.reason, '') as reason, coalesce(s.rows, 0) as rows
from provenance.row_count as c
join provenance.source_file as f using (file_id)
left join provenance.set_aside as s using (file_id, part)
order by f.path, reason`,
      ),
    ).toEqual([
      count("cm.csv", 5, 4, "not taken (CMOCCUR is N)", 1),
      count("dm.csv", 3, 2, "screen failure: never in the trial", 1),
      count("ds.csv", 4, 3, "disposition INFORMED CONSENT OBTAINED is not read", 1),
      count("ex.csv", 4, 3, "not given (EXOCCUR is N or EXDOSE is 0)", 1),
      count("rs.csv", 5, 4, "RSTESTCD BESTRESP is not read", 1),
      count("ss.csv", 2, 1, "a death is dated by DM or DS", 1),
      count("tr.csv", 15, 12, "another measure of the same lesion on the same scan is read", 1),
      count("tr.csv", 15, 12, "sum of diameters without a response assessment at its visit", 2),
      count("tu.csv", 5, 5, "", 0),
    ]);
  });

  it("leads every record back to file, row and original identifier", async () => {
    expect(
      await trial.rows(
        `select f.path, l.source_row, l.source_id
from rwid.lesion_measurement as m
join lineage.lesion_measurement as l on l.record = m.rowid
join provenance.source_file as f using (file_id)
where m.lesion_id in ('NEW01', 'T02')
order by f.path, l.source_row`,
      ),
    ).toEqual([
      { path: "tr.csv", source_row: "2", source_id: "TR T1-1 2" },
      { path: "tr.csv", source_row: "6", source_id: "TR T1-1 6" },
      { path: "tr.csv", source_row: "10", source_id: "TR T1-1 10" },
      { path: "tu.csv", source_row: "4", source_id: "TU T1-1 4" },
    ]);
    expect(
      await trial.rows(
        `select f.path, l.source_row
from rwid.vital_status as v
join lineage.vital_status as l on l.record = v.rowid
join provenance.source_file as f using (file_id)
order by 1, 2`,
      ),
    ).toEqual([
      { path: "dm.csv", source_row: "2" },
      { path: "ss.csv", source_row: "1" },
    ]);
  });

  it("names the origin of every variable it fills", async () => {
    expect(
      await trial.rows(
        "select origin, variables, rule, code_list from provenance.variable_origin where table_name = 'lesion' and column_name = 'role'",
      ),
    ).toEqual([{ origin: "collected", variables: "TU.TUSTRESC", rule: null, code_list: "lesion_role" }]);
    const unnamed = await trial.rows(
      "select * from provenance.variable_origin where variables = '' and rule is null and origin <> 'collected'",
    );
    expect(unnamed).toEqual([]);
  });
});

function line(
  patient_id: string,
  line_number: string,
  regimen: string,
  started_on: string,
  ended_on: string | null,
  end_reason: string | null,
) {
  return { patient_id, line_number, regimen, started_on, ended_on, end_reason };
}

function measured(
  scan: string,
  lesion_id: string,
  axis: string | null,
  diameter_mm: string | null,
  state: string,
): Record<string, string | null> {
  return { scan, lesion_id, axis, diameter_mm, state, reason: null };
}

function count(path: string, read: number, used: number, reason: string, rows: number): Record<string, string> {
  return { path, rows_read: String(read), rows_used: String(used), reason, rows: String(rows) };
}
