import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { derive, type TestRow } from "../recist/support/sequence.js";
import { dayOf, hasSharedData, readShared, readSharedCsv } from "../recist/support/shared-data.js";
import { type Ingested, ingestFiles } from "../support/ingest-files.js";

const config = {
  datasets: [{ id: "pilot", kind: "trial", name: "CDISC pilot", partialDates: "middle", sources: [{ kind: "sdtm" }] }],
};

/** SDTM files → `ingest` → RWiD tables → timepoints; the oracle is the strict re-derivation from TR. */
describe.skipIf(!hasSharedData)("pharmaversesdtm TU/TR/RS (../shared/data/recist)", () => {
  let pilot: Ingested;
  beforeAll(async () => {
    const files = ["tu", "tr", "rs"].map((domain) => [
      `${domain}.csv`,
      readShared(`pharmaversesdtm__${domain}_onco_recist.csv`),
    ]);
    pilot = await ingestFiles(Object.fromEntries(files), config);
  });
  afterAll(() => pilot?.close());

  it("reaches all 66 timepoints of rs_onco_recist_strict.csv through the RWiD tables", async () => {
    const expected = readSharedCsv("rs_onco_recist_strict.csv");
    const keys = [...new Set(expected.map(keyOf))];
    expect([expected.length, keys.length]).toEqual([66, 24]);
    const measurements = await pilot.rows(`select
  s.patient_id, m.reader_id, m.lesion_id, l.role, l.is_lymph_node, m.axis, m.diameter_mm, m.state, s.modality,
  cast(s.performed_on + case s.performed_on_precision when 'month' then 14 else 0 end as date) as day
from rwid.lesion_measurement as m
join rwid.imaging_study as s on s.study_uid = m.study_uid
join rwid.lesion as l on l.patient_id = s.patient_id and l.reader_id = m.reader_id and l.lesion_id = m.lesion_id
order by all`);
    let reached = 0;
    for (const key of keys) {
      const mine = measurements.filter((row) => `${row.patient_id} ${row.reader_id}` === key);
      const { timepoints, workspace } = derive(rowsOf(mine));
      const wanted = expected.filter((row) => keyOf(row) === key);
      expect(
        timepoints.map(({ target, response, sumMm, nadirMm }) => ({ target, response, sumMm, nadirMm })),
        key,
      ).toEqual(
        wanted.map((row) => ({
          target: row.TARGET_RESP === "" ? "NA" : row.TARGET_RESP,
          response: row.OVERALL_STRICT,
          sumMm: row.SUM === "" ? null : Number(row.SUM),
          nadirMm: row.NADIR_BEFORE === "" ? null : Number(row.NADIR_BEFORE),
        })),
      );
      for (const { BASE } of wanted) if (BASE !== "") expect(workspace.baseline.sum / 100).toBe(Number(BASE));
      reached += timepoints.length;
    }
    expect(reached).toBe(66);
  });

  it("keeps the collected responses beside them: 65 agree, the reappearance after CR does not", async () => {
    const [agreed] = await pilot.rows(
      "select count(*) as n, count(distinct reader_id) as readers from rwid.reader_assessment",
    );
    expect(agreed).toEqual({ n: "66", readers: "3" });
    const expected = readSharedCsv("rs_onco_recist_strict.csv");
    const collected = await pilot.rows(
      "select patient_id, reader_id, assessed_on, overall_response from rwid.reader_assessment",
    );
    const byKey = new Map(
      collected.map((row) => [`${row.patient_id} ${row.reader_id} ${row.assessed_on}`, row.overall_response]),
    );
    const day = (text: string) => (text.length === 7 ? `${text}-15` : text);
    const differing = expected.filter((row) => byKey.get(`${keyOf(row)} ${day(row.DTC!)}`) !== row.OVERALL_STRICT);
    expect(differing.map((row) => [row.USUBJID, row.EVALID, row.VISITNUM])).toEqual([
      ["01-701-1133", "RADIOLOGIST 2", "4"],
    ]);
  });

  it("loads 254 subjects with three readers each, every row accounted for", async () => {
    const files = Object.fromEntries(
      ["tu", "tr"].map((domain) => [`${domain}.csv`, readShared(`pharmaversesdtm__${domain}_onco.csv.gz`)]),
    );
    const large = await ingestFiles(files, config);
    expect(
      await large.rows(`select
  (select count(*) from rwid.patient) as patients,
  (select count(distinct reader_id) from rwid.lesion) as readers,
  (select count(*) from rwid.lesion) as lesions,
  (select count(*) from rwid.lesion_measurement) as measurements,
  (select count(*) from lineage.lesion_measurement) as traced,
  (select sum(rows_read) from provenance.row_count) as rows_read,
  (select sum(rows_used) + sum(rows_set_aside) from provenance.row_count) as accounted`),
    ).toEqual([
      {
        patients: "254",
        readers: "3",
        lesions: "7734",
        measurements: "26724",
        traced: "26724",
        rows_read: "63729",
        accounted: "63729",
      },
    ]);
    large.close();
  });
});

function keyOf(row: Record<string, string>): string {
  const reader = row.EVALID === "" ? row.EVAL : `${row.EVAL}: ${row.EVALID}`;
  return `pilot:${row.USUBJID} ${reader}`;
}

/** The first scan is the start, as in the oracle. */
function rowsOf(rows: readonly Record<string, string | null>[]): TestRow[] {
  const start = Math.min(...rows.map((row) => dayOf(row.day!)));
  const states = { measured: "measured", absent: "absent", present: "present" } as const;
  return rows.map((row) => ({
    day: dayOf(row.day!) - start,
    lesion: row.lesion_id!,
    role: row.role === "nontarget" ? "nonTarget" : "target",
    node: row.is_lymph_node === "true",
    state: states[row.state as keyof typeof states],
    ...(row.axis === null ? {} : { axis: row.axis as "long" | "short" }),
    ...(row.diameter_mm === null ? {} : { mm: Number(row.diameter_mm) }),
  }));
}
