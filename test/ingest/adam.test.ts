import { describe, expect, it } from "vitest";
import { asFiles, type Datasets, ingestFiles, refusalOf, tablesOf } from "../support/ingest-files.js";

/** SAS counts days from 1960-01-01. */
const sas = (iso: string): number =>
  Date.UTC(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)) - 1, Number(iso.slice(8))) / 86_400_000 + 3653;

const adam: Datasets = {
  ADSL: [
    {
      STUDYID: "T1",
      USUBJID: "T1-1",
      SITEID: "01",
      AGE: 64,
      AGEU: "YEARS",
      SEX: "F",
      COUNTRY: "DEU",
      TRT01A: "Drug A",
      RANDDT: sas("2020-01-03"),
      TRTSDT: sas("2020-01-04"),
      TRTEDT: sas("2020-01-25"),
      LSTALVDT: sas("2020-09-07"),
      ECOGBL: 1,
      SMOKE: "never",
    },
    {
      STUDYID: "T1",
      USUBJID: "T1-2",
      SITEID: "02",
      AGE: 71,
      AGEU: "YEARS",
      SEX: "M",
      TRT01A: "Drug A",
      RANDDT: sas("2020-01-05"),
      TRTSDT: sas("2020-01-06"),
      DTHDT: sas("2020-03-15"),
      DTHDTF: "D",
      ECOGBL: 0,
    },
    { STUDYID: "T1", USUBJID: "T1-3", SEX: "M", ACTARMCD: "SCRNFAIL" },
  ],
  ADTTE: [
    {
      USUBJID: "T1-1",
      PARAMCD: "PFS",
      PARAM: "Progression-Free Survival (Days)",
      AVAL: 126,
      CNSR: 0,
      STARTDT: sas("2020-01-03"),
      ADT: sas("2020-05-07"),
      EVNTDESC: "PD",
    },
    {
      USUBJID: "T1-1",
      PARAMCD: "OS",
      PARAM: "Overall Survival (Months)",
      AVAL: 8.2,
      CNSR: 1,
      STARTDT: sas("2020-01-03"),
      ADT: sas("2020-09-07"),
      CNSDTDSC: "Last known alive",
    },
    { USUBJID: "T1-2", PARAMCD: "PFS", PARAM: "Progression-Free Survival (Days)", AVAL: 71, CNSR: 0 },
  ],
  ADRS: [
    { USUBJID: "T1-1", PARAMCD: "OVR", AVALC: "PR", ADT: sas("2020-02-14"), RSEVAL: "INVESTIGATOR", ASEQ: 1 },
    { USUBJID: "T1-1", PARAMCD: "RSP", PARAM: "Confirmed response", AVALC: "Y", RSEVAL: "INVESTIGATOR", ASEQ: 2 },
    { USUBJID: "T1-2", PARAMCD: "RSP", PARAM: "Confirmed response", AVALC: "N", RSEVAL: "INVESTIGATOR", ASEQ: 1 },
    { USUBJID: "T1-1", PARAMCD: "BOR", AVALC: "PR", ADT: sas("2020-02-14"), RSEVAL: "INVESTIGATOR", ASEQ: 3 },
  ],
  ADTR: [
    {
      USUBJID: "T1-1",
      TRLNKID: "T01",
      PARAMCD: "LDIAM1",
      AVAL: 40,
      ADT: sas("2019-12-27"),
      TRGRPID: "TARGET",
      TULOC: "LUNG",
      TREVAL: "INVESTIGATOR",
      ASEQ: 1,
    },
    {
      USUBJID: "T1-1",
      TRLNKID: "T02",
      PARAMCD: "LPERP2",
      AVAL: 20.4,
      ADT: sas("2019-12-27"),
      TRGRPID: "TARGET",
      TULOC: "LYMPH NODE",
      TREVAL: "INVESTIGATOR",
      ASEQ: 2,
    },
    {
      USUBJID: "T1-1",
      TRLNKID: "T01",
      PARAMCD: "LDIAM1",
      AVAL: 25.4,
      ADT: sas("2020-02-14"),
      TRGRPID: "TARGET",
      TULOC: "LUNG",
      TREVAL: "INVESTIGATOR",
      ASEQ: 3,
    },
    { USUBJID: "T1-1", PARAMCD: "SDIAM", AVAL: 60.4, ADT: sas("2019-12-27"), TREVAL: "INVESTIGATOR", ASEQ: 4 },
  ],
};

const config = {
  datasets: [
    {
      id: "t1",
      kind: "trial",
      name: "A small trial",
      sources: [
        {
          kind: "adam",
          observations: { ecog: { variable: "ECOGBL" }, smoking: { variable: "SMOKE" } },
          treatmentLine: 2,
        },
      ],
    },
  ],
};

describe("ADaM", () => {
  it("gives the same tables from CSV, SAS transport files and Dataset-JSON", async () => {
    const [csv, xpt, json] = await Promise.all(
      [asFiles.csv, asFiles.xpt, asFiles.json].map(async (write) => {
        const loaded = await ingestFiles(write(adam), config);
        const tables = await tablesOf(loaded);
        loaded.close();
        return tables;
      }),
    );
    expect(Object.keys(csv!)).toHaveLength(10);
    expect(xpt).toEqual(csv);
    expect(json).toEqual(csv);
  });

  it("reads subjects, deaths, baseline values, times to event, responses and lesions", async () => {
    const loaded = await ingestFiles(asFiles.xpt(adam), config);
    expect(
      await loaded.rows("select patient_id, entered_on, age_at_index, sex, trial_arm from rwid.patient order by 1"),
    ).toEqual([
      { patient_id: "t1:T1-1", entered_on: "2020-01-03", age_at_index: "64.0", sex: "female", trial_arm: "Drug A" },
      { patient_id: "t1:T1-2", entered_on: "2020-01-05", age_at_index: "71.0", sex: "male", trial_arm: "Drug A" },
    ]);
    expect(
      await loaded.rows(
        "select died_on, died_on_precision, last_known_alive_on from rwid.vital_status order by patient_id",
      ),
    ).toEqual([
      { died_on: null, died_on_precision: null, last_known_alive_on: "2020-09-07" },
      { died_on: "2020-03-01", died_on_precision: "month", last_known_alive_on: null },
    ]);
    expect(
      await loaded.rows(
        "select patient_id, concept, observed_on, value_num, value_text from rwid.observation order by 1, 2",
      ),
    ).toEqual([
      { patient_id: "t1:T1-1", concept: "ecog", observed_on: "2020-01-04", value_num: "1.0", value_text: null },
      { patient_id: "t1:T1-1", concept: "smoking", observed_on: "2020-01-04", value_num: null, value_text: "never" },
      { patient_id: "t1:T1-2", concept: "ecog", observed_on: "2020-01-06", value_num: "0.0", value_text: null },
    ]);
    expect(
      await loaded.rows(
        "select patient_id, endpoint, time_days, event, description from rwid.collected_event order by 2, 1",
      ),
    ).toEqual([
      { patient_id: "t1:T1-1", endpoint: "OS", time_days: "249", event: "false", description: "Last known alive" },
      { patient_id: "t1:T1-1", endpoint: "PFS", time_days: "126", event: "true", description: "PD" },
      { patient_id: "t1:T1-2", endpoint: "PFS", time_days: "71", event: "true", description: null },
      { patient_id: "t1:T1-1", endpoint: "RSP", time_days: null, event: "true", description: "Confirmed response" },
      { patient_id: "t1:T1-2", endpoint: "RSP", time_days: null, event: "false", description: "Confirmed response" },
    ]);
    expect(await loaded.rows("select reader_id, assessed_on, overall_response from rwid.reader_assessment")).toEqual([
      { reader_id: "INVESTIGATOR", assessed_on: "2020-02-14", overall_response: "PR" },
    ]);
    expect(
      await loaded.rows(
        `select right(m.study_uid, 13) as scan, m.lesion_id, l.role, l.is_lymph_node, m.axis, m.diameter_mm
from rwid.lesion_measurement as m join rwid.lesion as l using (reader_id, lesion_id) order by 1, 2`,
      ),
    ).toEqual([
      {
        scan: "2019-12-27:NA",
        lesion_id: "T01",
        role: "target",
        is_lymph_node: "false",
        axis: "long",
        diameter_mm: "40.0",
      },
      {
        scan: "2019-12-27:NA",
        lesion_id: "T02",
        role: "target",
        is_lymph_node: "true",
        axis: "short",
        diameter_mm: "20.4",
      },
      {
        scan: "2020-02-14:NA",
        lesion_id: "T01",
        role: "target",
        is_lymph_node: "false",
        axis: "long",
        diameter_mm: "25.4",
      },
    ]);
    expect(await loaded.rows("select patient_id, line_number, ended_on from rwid.therapy_line order by 1")).toEqual([
      { patient_id: "t1:T1-1", line_number: "2", ended_on: "2020-01-25" },
      { patient_id: "t1:T1-2", line_number: "2", ended_on: null },
    ]);
    loaded.close();
  });

  it("refuses times that are no days, and a time that its own dates contradict", async () => {
    const row = { USUBJID: "T1-1", PARAMCD: "OS", CNSR: 0 };
    const withRows = (...rows: Datasets[string]) => asFiles.csv({ ADSL: adam.ADSL!.slice(0, 1), ADTTE: rows });
    expect(await refusalOf(withRows({ ...row, PARAM: "Overall Survival (Months)", AVAL: 8 }), config)).toContain(
      "adtte.csv, column AVAL: must be a whole number of days, or STARTDT and ADT must be there to count them: 1 row (row 1)",
    );
    expect(
      await refusalOf(
        withRows({
          ...row,
          PARAM: "Overall Survival (Days)",
          AVAL: 99,
          STARTDT: sas("2020-01-03"),
          ADT: sas("2020-01-04"),
        }),
        config,
      ),
    ).toContain(
      "adtte.csv, column AVAL: must be ADT − STARTDT + 1 where it counts days; it is another number: 1 row (row 1)",
    );
  });
});
