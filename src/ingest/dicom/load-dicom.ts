import { dirname, posix, relative } from "node:path";
import { DataError } from "../../errors.js";
import type { DicomSource } from "../../spec/ingest-config.js";
import type { Fault } from "../fault.js";
import { resolveInside } from "../resolve-inside.js";
import type { SourceInput, SourceLoad } from "../source-load.js";
import { buildStage } from "../stage.js";
import { createTextTable } from "../text-table.js";
import { type DicomInput, dicomRows, dicomStage, rawDicom } from "./dicom-input.js";
import { nameTag } from "./dictionary.js";
import { groupStage } from "./group-stage.js";
import { instanceStage } from "./instance-stage.js";
import { judgeIdentity } from "./judge-identity.js";
import { lesionsOf, readingsTable } from "./lesions.js";
import { listFiles } from "./list-files.js";
import type { ListingTable } from "./listings.js";
import { groupColumns, type ReportLists, reportLists } from "./measurement-groups.js";
import { type DicomJob, findingColumns, instanceColumns } from "./read-instances.js";
import { readLinks } from "./read-links.js";
import { patientsOf, scansOf } from "./scans.js";
import { scansTable, seriesTable } from "./series-table.js";

/** Files read at once, by one thread. */
const filesPerJob = 100;

/** Reads the headers and reports of a folder of DICOM files and judges them. Each file is a row of the folder. */
export async function loadDicom(load: SourceInput, source: DicomSource): Promise<SourceLoad> {
  const { bench, dataset, lists, prefix } = load;
  const { store } = bench;
  const root = resolveInside(bench.folder, source.folder);
  const { paths, bytes } = listFiles(bench.folder, source.folder, otherThings(load, source));
  if (paths.length === 0) throw new DataError(`folder ${source.folder} holds no file`);
  const file = { id: bench.files.length + 1, dataset: dataset.id, shown: source.folder, path: root, bytes };
  bench.files.push({ ...file, sha256: null, parts: paths });
  const input: DicomInput = { dataset, source, lists, prefix, fileId: file.id };
  if (source.patients !== undefined) await readLinks(load, input, "patients", source.patients);
  if (source.studies !== undefined) await readLinks(load, input, "studies", source.studies);
  await readFolder(load, input, root, paths);
  const none = { derivations: [], reports: [], unread: [] };
  const faults = await fileFaults(load, input);
  const instances = await buildStage(bench, instanceStage(input));
  const identity = await judgeIdentity(load, input);
  faults.push(...instances.faults, ...identity.faults);
  if (faults.length > 0) return { ...none, faults };
  const groups = await buildStage(bench, groupStage(input));
  await store.execute(
    `create view stage.${dicomStage(input, "measured_series")} as select distinct series_uid from ${dicomRows(input, "groups")} where reason is null and series_uid is not null`,
  );
  await store.execute(seriesTable(input));
  await store.execute(scansTable(input));
  await store.execute(`create table stage.${dicomStage(input, "readings")} as\n${readingsTable(input)}`);
  return {
    derivations: [patientsOf(input), scansOf(input), ...lesionsOf(input)],
    faults: [...groups.faults, ...(await undatedScans(load, input))],
    reports: [...instances.reports, ...groups.reports],
    unread: [],
    findings: identity.accepted,
    listings: listingsOf(input),
  };
}

/** What may stand in the folder and is no file of the source: tables of links, and what this engine reads and writes there. */
function otherThings({ bench }: SourceInput, { patients, studies }: DicomSource): (path: string) => boolean {
  const links = [patients, studies].map((path) => (path === undefined ? null : posix.normalize(path)));
  const scratch = relative(bench.folder, dirname(bench.scratchFolder));
  return (path) =>
    links.includes(path) ||
    path === scratch ||
    /^(?:ingest(?:\.draft)?\.json|[^/]+\.duckdb(?:\.wal)?|[^/]+\.mapping\.(?:md|json))$/.test(path);
}

async function readFolder({ bench, lists }: SourceInput, input: DicomInput, folder: string, paths: readonly string[]) {
  const instances = await createTextTable(bench.store, dicomStage(input, "instances"), instanceColumns);
  const groups = await createTextTable(bench.store, dicomStage(input, "groups"), ["source_row", ...groupColumns]);
  const jobs = Array.from({ length: Math.ceil(paths.length / filesPerJob) }, (_, k): DicomJob => {
    const first = k * filesPerJob;
    return { first: first + 1, paths: paths.slice(first, first + filesPerJob) };
  });
  const named = Object.fromEntries(reportLists.map((name) => [name, lists[name].entries])) as unknown as ReportLists;
  const characterSet = input.source.characterSet === "latin-1" ? "iso-8859-1" : (input.source.characterSet ?? null);
  const findings = await createTextTable(bench.store, dicomStage(input, "findings"), findingColumns);
  let done = 0;
  await bench.readDicom({ folder, limits: bench.limits, characterSet, lists: named }, jobs, async (rows) => {
    for (const row of rows.instances) await instances.add(row);
    for (const row of rows.groups) await groups.add(row);
    for (const row of rows.findings) await findings.add(row);
    done += rows.instances.length;
    bench.progress("read DICOM headers", done / paths.length);
  });
  await instances.finish();
  await groups.finish();
  await findings.finish();
}

/** Files that cannot be read, and others where the configuration refuses them. */
async function fileFaults({ bench }: SourceInput, input: DicomInput): Promise<Fault[]> {
  const others = input.source.otherFiles === "refuse" ? "true" : "lower(path) like '%.dcm'";
  const found = await bench.store.query(`select
  fault_tag,
  rule,
  cast(count(*) as integer) as n,
  cast(min(source_row, 3) as varchar) as first_rows
from (
  select
    cast(source_row as integer) as source_row,
    fault_tag,
    coalesce(fault, case when other is not null and (${others}) then 'is ' || other || ': correct it, or take it out of the folder' end) as rule
  from ${rawDicom(input, "instances")}
)
where rule is not null
group by fault_tag, rule
order by min(source_row)`);
  return found.text("rule").map((rule, i) => {
    const tag = found.text("fault_tag")[i] ?? null;
    return {
      file: input.source.folder,
      column: tag === null ? null : nameTag(Number(tag)),
      rule: rule ?? "",
      count: found.int32("n").values[i]!,
      rows: JSON.parse(found.text("first_rows")[i]!) as number[],
    };
  });
}

/** Measurements whose scan has no day: its images are not in the folder, and the report lies in another study. */
async function undatedScans({ bench }: SourceInput, input: DicomInput): Promise<Fault[]> {
  const day = input.dataset.timeBasis === "days_from_index" ? "offset_days" : "study_date";
  const found = await bench.store.query(`select
  cast(count(distinct source_row) as integer) as n,
  cast(min(distinct source_row, 3) as varchar) as first_rows
from ${dicomRows(input, "readings")}
where ${day} is null and temporal is distinct from 'REMOVED'`);
  const count = found.int32("n").values[0] ?? 0;
  if (count === 0) return [];
  const rows = JSON.parse(found.text("first_rows")[0]!) as number[];
  const rule =
    "measures a scan that is not told, or its day: no image of its study is in the folder, or the study has several modalities and the group names no image";
  return [{ file: input.source.folder, column: "Referenced Image", rule, count, rows }];
}

function listingsOf(input: DicomInput): Readonly<Record<ListingTable, string>> {
  return {
    dicom_file: `select file_id, source_row, path, sop_uid, reason is null from ${dicomRows(input, "instances")} order by source_row`,
    dicom_series: `select
  file_id, study_uid, modality, series_uid, images, place = 1, slice_thickness_mm, pixel_spacing_mm, kernel, contrast_agent, manufacturer, model, software
from ${dicomRows(input, "series")}
order by study_uid, modality, place`,
  };
}
