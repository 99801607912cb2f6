import { type AdamSource, adamDatasets } from "../../spec/ingest-config.js";
import type { Derivation } from "../derivation.js";
import type { Fault } from "../fault.js";
import { readStandardFiles } from "../find-standard-files.js";
import { lesionStage, lesionsOf } from "../sdtm/lesions.js";
import { measurementStage } from "../sdtm/measurements.js";
import { readingsTable, scansOf } from "../sdtm/scans.js";
import { type SourceInput, type SourceLoad, unreadColumns } from "../source-load.js";
import { buildStage, type StageInput, type StageReport } from "../stage.js";
import { missingColumns } from "../union-rows.js";
import { adrsDerivations, adrsStage } from "./adrs.js";
import { adslDerivations, adslStage } from "./adsl.js";
import { adtrAsSdtm, adtrColumns } from "./adtr.js";
import { adtteDerivations, adtteStage } from "./adtte.js";
import type { AdamInput } from "./dataset-stage.js";

const stages: readonly {
  readonly name: string;
  readonly stage: (input: AdamInput) => StageInput;
  readonly derive: (input: AdamInput) => Derivation[];
}[] = [
  { name: "ADSL", stage: adslStage, derive: adslDerivations },
  { name: "ADRS", stage: adrsStage, derive: adrsDerivations },
  { name: "ADTTE", stage: adtteStage, derive: adtteDerivations },
];

/** Reads the datasets of an ADaM source and judges their rows. */
export async function loadAdam(
  { bench, dataset, lists, prefix }: SourceInput,
  source: AdamSource,
): Promise<SourceLoad> {
  const files = await readStandardFiles(bench, dataset.id, adamDatasets, source);
  const input: AdamInput = { dataset, source, lists, prefix, files };
  const load = {
    derivations: [] as Derivation[],
    faults: [] as Fault[],
    reports: [] as StageReport[],
    unread: [] as SourceLoad["unread"][number][],
  };
  for (const { name, stage, derive } of stages) {
    const raws = files.get(name);
    if (raws === undefined) continue;
    const described = stage(input);
    const missing = missingColumns(raws, described.required);
    load.faults.push(...missing);
    if (missing.length > 0) return load;
    const judged = await buildStage(bench, described);
    load.faults.push(...judged.faults);
    load.reports.push(...judged.reports);
    load.unread.push(...unreadColumns(raws, described.used));
    load.derivations.push(...derive(input));
  }
  await loadAdtr(bench, input, load);
  return load;
}

async function loadAdtr(
  bench: SourceInput["bench"],
  input: AdamInput,
  load: { derivations: Derivation[]; faults: Fault[]; reports: StageReport[]; unread: SourceLoad["unread"][number][] },
): Promise<void> {
  const raws = input.files.get("ADTR");
  // Lesions that an SDTM source of the same dataset gives are not taken twice.
  if (raws === undefined || input.dataset.sources.some(({ kind }) => kind === "sdtm")) return;
  const missing = missingColumns(raws, adtrColumns.required);
  load.faults.push(...missing);
  if (missing.length > 0) return;
  const sdtm = adtrAsSdtm(input);
  for (const [label, stage] of [
    ["ADTR (lesions)", lesionStage(sdtm)],
    ["ADTR", measurementStage(sdtm)],
  ] as const) {
    const judged = await buildStage(bench, { ...stage, label });
    load.faults.push(...judged.faults.map((fault) => ({ ...fault, column: adtrName(fault.column) })));
    load.reports.push(...judged.reports);
  }
  load.unread.push(...unreadColumns(raws, ["STUDYID", ...adtrColumns.required, ...adtrColumns.optional]));
  if (load.faults.length > 0) return;
  await bench.store.execute(readingsTable(sdtm));
  load.derivations.push(...[lesionsOf(sdtm), ...scansOf(sdtm)].map(fromAdtr));
}

const names: Readonly<Record<string, string>> = {
  TRSTRESC: "AVAL",
  TRSTRESN: "AVAL",
  TRSTRESU: "AVALU",
  TRDTC: "ADT",
  TUDTC: "ADT",
  TRTESTCD: "PARAMCD",
  TUTESTCD: "PARAMCD",
  TULNKID: "TRLNKID",
  TUSTRESC: "TRGRPID",
  TUMETHOD: "TRMETHOD",
};
const adtrName = (column: string | null): string | null => (column === null ? null : (names[column] ?? column));

/** The derivation told by the variables of ADTR. */
function fromAdtr({ table, columns, from }: Derivation): Derivation {
  const renamed = Object.entries(columns).map(([name, source]) => [
    name,
    {
      ...source,
      from: [
        ...new Set(
          source.from.map((variable) => `ADTR.${adtrName(variable.replace(/^T[RU]\./, "").replace(/ .*/, ""))}`),
        ),
      ],
    },
  ]);
  return { table, columns: Object.fromEntries(renamed), from };
}
