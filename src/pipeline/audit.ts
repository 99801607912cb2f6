import { resolve } from "node:path";
import { OutputError, SpecError } from "../errors.js";
import { RULE_CLAUSES, type RuleId } from "../recist/rules.js";
import type { Source } from "../source/open-source.js";
import { type AuditData, readAuditData } from "./audit-data.js";
import { type AuditPage, type AuditSection, auditHtml, auditText } from "./audit-page.js";
import { daysOf, derivePatient, findPatient } from "./audit-patient.js";
import { type AuditDays, sequenceSections } from "./audit-sequence-sections.js";
import type { Command } from "./command.js";
import { isoDate } from "./iso-date.js";
import { appendLedger } from "./ledger.js";
import { findLock } from "./lock-files.js";
import { openStudy, openStudySource, type Study } from "./open-study.js";
import { refuseLines } from "./refuse-lines.js";
import { engineVersion } from "./version.js";

/**
 * `audit`: one patient, derived anew: every scan, lesion, sum, nadir and rule, and the endpoints that follow. The one command that
 * prints patient data. Days count from index unless dates are asked for. Before a lock it says that it shows outcomes, and the ledger
 * records it.
 */
export const audit: Command = async (input) => {
  if (input.patient == null) throw new SpecError("scanarm audit needs a patient; name one with --patient <id>");
  const study = await openStudy({ ...input, analysis: input.target });
  refuseLines(study, "audit");
  const source = await openStudySource(study);
  try {
    const isLocked = findLock(study.loaded.folder)?.lock?.analysis === study.plan.analysis.id;
    const page = await study.clock.time("endpoints", () =>
      auditPatient(study, source, { patientId: input.patient!, dates: input.dates === true, isLocked }),
    );
    if (!isLocked) noteOutcomesShown(study);
    if (input.out !== null) writePage(input.effects.writeFile, resolve(input.cwd, input.out), auditHtml(page));
    const lines = input.out === null ? auditText(page) : [...auditText(page), "", input.out];
    return { lines, json: page, clock: study.clock };
  } finally {
    source.close();
  }
};

async function auditPatient(
  study: Study,
  source: Source,
  { patientId, dates, isLocked }: { readonly patientId: string; readonly dates: boolean; readonly isLocked: boolean },
): Promise<AuditPage> {
  const variant = study.plan.variants[0]!;
  const patient = await findPatient(source, variant, patientId);
  if (dates && !patient.isCalendar)
    throw new SpecError(
      `--dates: dataset "${patient.dataset}" counts days from index and holds no dates; leave it out`,
    );
  const days = daysOf(patient, dates);
  const data = await readAuditData(source.store, patientId);
  const { sequences, endpoints } = await derivePatient(source, variant, { patient, data, days });
  const sections = [
    endpoints,
    ...sequences.flatMap((sequence) => sequenceSections(sequence, data, days)),
    ...dataSections(data, days),
  ];
  return {
    title: `Audit of ${patientId}`,
    notes: [
      `analysis ${study.plan.analysis.id}, engine ${engineVersion}, plan ${study.plan.hash.slice(0, 12)}`,
      `dataset ${patient.dataset}, ${patient.arm} arm; ${dates ? `index ${isoDate(patient.indexDay)}` : "days count from index (day 0)"}`,
      ...(isLocked ? [] : ["no design is locked: this page shows outcomes before a lock, and the ledger records it"]),
      "this page holds patient data",
    ],
    sections: [...sections, clauses(sections)],
  };
}

function dataSections(data: AuditData, days: AuditDays): AuditSection[] {
  const dated = new Set(["performed", "assessed", "started", "ended", "died", "last_known_alive"]);
  const section = (heading: string, rows: readonly Readonly<Record<string, string>>[]): AuditSection => {
    const columns = Object.keys(rows[0] ?? {});
    return {
      heading,
      columns: columns.map((column) => column.replaceAll("_", " ")),
      rows: rows.map((row) => columns.map((column) => (dated.has(column) ? days.ofCount(row[column]!) : row[column]!))),
    };
  };
  return [
    section("Scans", data.scans),
    section("Assessments in health records", data.records),
    section("Lines of therapy", data.therapies),
    section("Local therapy", data.localTherapies),
    section("Vital status", data.vital),
    section("Endpoints taken as given", data.collected),
  ];
}

/** The clauses that the page's cells name. */
function clauses(sections: readonly AuditSection[]): AuditSection {
  const text = sections.flatMap(({ rows }) => rows.flat()).join(" ");
  const named = (Object.keys(RULE_CLAUSES) as RuleId[]).filter((id) => new RegExp(`\\b${id}\\b`).test(text));
  return {
    heading: "Rules named above",
    columns: ["rule", "clause"],
    rows: named.map((id) => [id, RULE_CLAUSES[id]]),
  };
}

function noteOutcomesShown(study: Study): void {
  appendLedger(study.loaded.folder, {
    at: new Date(study.effects.now()).toISOString(),
    event: "outcomes-shown",
    planHash: study.plan.hash,
    designHash: study.hashes.design,
    engine: engineVersion,
    reason: "audit of one patient",
  });
}

function writePage(writeFile: (path: string, content: string) => void, path: string, html: string): void {
  try {
    writeFile(path, html);
  } catch (error) {
    throw new OutputError(
      `the page cannot be written (${(error as NodeJS.ErrnoException).code}): name a file with --out`,
    );
  }
}
