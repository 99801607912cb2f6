import { tableNames } from "../src/source/contract.js";
import { createEmptyTable } from "../src/source/load-table.js";
import { openStore } from "../src/store/open-store.js";

/** Lesion rows of a patient, on average. */
const ROWS_PER_PATIENT = 29.2;

/**
 * Writes about `rows` lesion measurements of made-up patients into a DuckDB file in the shapes of the data contract: 1 to 5 targets,
 * 0 to 2 non-targets, a baseline and 3 to 9 scans every six weeks or so, a new lesion in three of ten; deaths, lines of therapy,
 * scans with regions, slices and contrast, some local therapy. Drawn by DuckDB's hash of the patient's number: the same every time.
 * Returns the number of rows written.
 */
export async function writeBenchData(path: string, rows: number, tempDirectory: string): Promise<number> {
  const store = await openStore({ path, tempDirectory });
  try {
    await store.execute("create schema rwid; set preserve_insertion_order = false; set memory_limit = '3GB'");
    for (const table of tableNames) await createEmptyTable(store, table);
    await store.execute(patientsSql, [Math.ceil(rows / ROWS_PER_PATIENT)]);
    for (const sql of tableSql) await store.execute(sql);
    await store.execute("drop table drawn; checkpoint");
    return (await store.query("select count(*) as n from rwid.lesion_measurement")).float64("n").values[0] ?? 0;
  } finally {
    store.close();
  }
}

const draw = (name: string, below: number): string => `cast(hash(i, '${name}') % ${below} as integer)`;

const patientsSql = `create table drawn as
select
  i,
  'bench:' || i as patient_id,
  1 + ${draw("targets", 5)} as targets,
  ${draw("non-targets", 3)} as non_targets,
  3 + ${draw("scans", 7)} as scans,
  0.75 + 0.4 * ${draw("trend", 1000)} / 1000 as trend,
  ${draw("has new", 10)} < 3 as has_new,
  ${draw("new from", 5)} as new_from,
  date '2015-01-01' + ${draw("entry", 2000)} as entered_on
from range(cast($1 as bigint)) as r(i)`;

const scanDay = `d.entered_on + case when s.scan = 0 then -${draw("baseline", 28)} else cast(42 * s.scan as integer) + cast(hash(d.i, s.scan) % 7 as integer) - 3 end`;

const tableSql: readonly string[] = [
  `insert into rwid.dataset by name
select 'bench' as dataset_id, 'trial' as kind, 'calendar' as time_basis, 'Bench' as name`,
  `insert into rwid.patient by name
select patient_id, 'bench' as dataset_id, entered_on from drawn`,
  `insert into rwid.vital_status by name
select
  patient_id,
  case when ${draw("dies", 2)} = 0 then entered_on + 500 + ${draw("death", 700)} end as died_on,
  entered_on + 450 as last_known_alive_on
from drawn`,
  `insert into rwid.therapy_line by name
select patient_id, l.line_number, entered_on + 200 * (l.line_number - 1) as started_on
from drawn, (values (1), (2)) as l(line_number)
where l.line_number = 1 or ${draw("second line", 3)} = 0`,
  `insert into rwid.imaging_study by name
select
  d.patient_id || '-' || s.scan as study_uid,
  d.patient_id,
  ${scanDay} as performed_on,
  'CT' as modality,
  'CHEST;ABDOMEN' as body_regions,
  5.0 as slice_thickness_mm,
  'portal' as contrast_phase
from drawn as d, range(0, 10) as s(scan)
where s.scan <= d.scans`,
  `insert into rwid.lesion by name
select
  d.patient_id,
  'R1' as reader_id,
  'L' || l.lesion as lesion_id,
  case when l.lesion < d.targets then 'target' when l.lesion < d.targets + d.non_targets then 'nontarget' else 'new' end as role,
  ['lung', 'liver', 'axillary lymph node', 'adrenal gland', 'bone', 'pleura', 'kidney', 'spleen'][1 + l.lesion] as organ,
  l.lesion % 3 = 2 as is_lymph_node
from drawn as d, range(0, 8) as l(lesion)
where l.lesion < d.targets + d.non_targets + d.has_new::integer`,
  `insert into rwid.local_therapy by name
select patient_id, '1' as local_therapy_id, 'L0' as lesion_id, 'radiotherapy' as kind, entered_on + 60 as performed_on
from drawn
where ${draw("local therapy", 50)} = 0`,
  `insert into rwid.lesion_measurement by name
select
  d.patient_id || '-' || s.scan as study_uid,
  'R1' as reader_id,
  'L' || l.lesion as lesion_id,
  case when l.lesion < d.targets then case when l.lesion % 3 = 2 then 'short' else 'long' end end as axis,
  case when l.lesion < d.targets then round(30 * d.trend ** s.scan * (0.9 + 0.2 * (hash(d.i, l.lesion, s.scan) % 1000) / 1000), 1) end as diameter_mm,
  case when l.lesion < d.targets then 'measured' else 'present' end as state
from drawn as d, range(0, 10) as s(scan), range(0, 8) as l(lesion)
where s.scan <= d.scans and l.lesion < d.targets + d.non_targets + (d.has_new and s.scan > d.new_from)::integer`,
];
