import { type SdtmSource, sdtmDomains } from "../../spec/ingest-config.js";
import { type Fault, fileFault } from "../fault.js";
import { readStandardFiles } from "../find-standard-files.js";
import { type SourceInput, type SourceLoad, unreadColumns } from "../source-load.js";
import { buildStage, type StageInput, type StageReport } from "../stage.js";
import { missingColumns } from "../union-rows.js";
import { dispositionStage, survivalStage, undatedDeaths, vitalStatusOf } from "./disposition.js";
import { hasDomain, type SdtmInput } from "./domain.js";
import { lesionStage, lesionsOf } from "./lesions.js";
import { measurementStage } from "./measurements.js";
import { responseStage, responsesOf } from "./responses.js";
import { hasScans, readingsTable, scansOf, undatedReadings } from "./scans.js";
import { patientsOf, subjectStage } from "./subjects.js";
import { exposureStage, linesTable, medicationStage, therapyOf } from "./therapy.js";

/** Order matters: DM says which subjects count, RS which sums have an assessment, TU which axis TR is read by. */
const stages: readonly (readonly [string, (input: SdtmInput) => StageInput])[] = [
  ["DM", subjectStage],
  ["DS", dispositionStage],
  ["EX", exposureStage],
  ["CM", medicationStage],
  ["SS", survivalStage],
  ["TU", lesionStage],
  ["RS", responseStage],
  ["TR", measurementStage],
];

/** Reads the domains of an SDTM source and judges their rows. */
export async function loadSdtm(
  { bench, dataset, lists, prefix }: SourceInput,
  source: SdtmSource,
): Promise<SourceLoad> {
  const files = await readStandardFiles(bench, dataset.id, sdtmDomains, source);
  const input: SdtmInput = { dataset, source, lists, prefix, files };
  const faults: Fault[] = [];
  const reports: StageReport[] = [];
  const unread: SourceLoad["unread"][number][] = [];
  if (hasDomain(input, "TR") && !hasDomain(input, "TU"))
    faults.push(
      fileFault(files.get("TR")![0]!.file.shown, null, "needs TU beside it, which says what lesions its rows measure"),
    );
  for (const [domain, describe] of stages) {
    if (!hasDomain(input, domain) || (domain === "TR" && !hasDomain(input, "TU"))) continue;
    const stage = describe(input);
    const raws = files.get(domain)!;
    const missing = missingColumns(raws, stage.required);
    faults.push(...missing);
    if (missing.length > 0) return { derivations: [], faults, reports, unread };
    const judged = await buildStage(bench, stage);
    faults.push(...judged.faults);
    reports.push(...judged.reports);
    unread.push(...unreadColumns(raws, stage.used));
  }
  if (hasDomain(input, "DM"))
    faults.push(
      ...(await lateFaults(bench, {
        column: "DTHFL",
        rule: "says that the subject died, and neither DTHDTC nor DS dates the death: it would be lost",
        sql: undatedDeaths(input),
      })),
    );
  if (faults.length > 0) return { derivations: [], faults, reports, unread };
  const lines = linesTable(input);
  if (lines !== null) await bench.store.execute(lines);
  if (hasScans(input)) {
    await bench.store.execute(readingsTable(input));
    faults.push(
      ...(await lateFaults(bench, {
        column: "TUDTC",
        rule: "must be filled for a new lesion that no row of TR measures: its progression would have no day",
        sql: undatedReadings(input),
      })),
    );
  }
  const derivations = [
    ...patientsOf(input),
    ...vitalStatusOf(input),
    ...therapyOf(input),
    ...(hasDomain(input, "TU") ? [lesionsOf(input)] : []),
    ...(hasScans(input) ? scansOf(input) : []),
    ...(hasDomain(input, "RS") ? [responsesOf(input)] : []),
  ];
  return { derivations, faults, reports, unread };
}

/** Rows that must not be, found once every domain is there. */
async function lateFaults({ store, files }: SourceInput["bench"], late: LateRule): Promise<Fault[]> {
  const found = await store.query(late.sql);
  const byFile = new Map<number, number[]>();
  for (let i = 0; i < found.rowCount; i += 1) {
    const id = found.int32("file_id").values[i]!;
    byFile.set(id, [...(byFile.get(id) ?? []), found.int32("source_row").values[i]!]);
  }
  return [...byFile].map(([id, rows]) => ({
    file: files[id - 1]!.shown,
    column: late.column,
    rule: late.rule,
    count: rows.length,
    rows: rows.slice(0, 3),
  }));
}

interface LateRule {
  readonly column: string;
  readonly rule: string;
  /** SELECT of file_id and source_row. */
  readonly sql: string;
}
