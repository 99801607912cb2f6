import type { LesionAudit, SequenceAudit, TimepointAudit } from "../recist/audit-sequence.js";
import type { RuleId } from "../recist/rules.js";
import { roundDecimal } from "../report/round-decimal.js";
import type { AuditData } from "./audit-data.js";
import type { AuditSection } from "./audit-page.js";

/** How days are shown: from index, or as dates. */
export interface AuditDays {
  /** A day from index. */
  readonly ofIndex: (day: number) => string;
  /** A day on the dataset's own count, as text; empty stays empty. */
  readonly ofCount: (day: string) => string;
}

/** A sequence as it was derived: what the engine put down, and the rows it read. */
export interface AuditedSequence {
  readonly reader: string;
  readonly isChosen: boolean;
  readonly audit: SequenceAudit;
  /** Row of lesion_measurement (1 = first) of each row of the sequence. */
  readonly rowNumbers: readonly number[];
}

/** Three tables of one reader's sequence: timepoints, what each lesion showed then, and what became of every row. */
export function sequenceSections(sequence: AuditedSequence, data: AuditData, days: AuditDays): AuditSection[] {
  const { reader, isChosen, audit } = sequence;
  const whose = `reader ${reader}${isChosen ? "" : " (does not count)"}`;
  return [
    timepointSection(whose, sequence, days),
    {
      heading: `Lesions at each timepoint, ${whose}`,
      columns: ["timepoint", "lesion", "role", "organ", "seen", "value mm", "rule", "row"],
      rows: [
        ...lesionRows("baseline", audit.baseline.lesions, sequence, data),
        ...audit.timepoints.flatMap(({ lesions }, t) => lesionRows(String(t + 1), lesions, sequence, data)),
      ],
    },
    {
      heading: `Rows of lesion_measurement, ${whose}`,
      columns: [
        "row",
        "day",
        "lesion",
        "modality",
        "slice mm",
        "state",
        "axis",
        "diameter mm",
        "certainty",
        "what became of it",
      ],
      rows: [...audit.rows]
        .sort((a, b) => sequence.rowNumbers[a.row]! - sequence.rowNumbers[b.row]!)
        .map(({ row, fate }) => {
          const number = sequence.rowNumbers[row]!;
          const of = data.measurements.get(number)!;
          return [
            String(number),
            days.ofCount(of.performed!),
            of.lesion_id!,
            of.modality!,
            of.slice_mm!,
            of.state!,
            of.axis!,
            of.diameter_mm!,
            of.certainty!,
            fate,
          ];
        }),
    },
  ];
}

function timepointSection(whose: string, { audit, rowNumbers }: AuditedSequence, days: AuditDays): AuditSection {
  const { baseline } = audit;
  const outside =
    baseline.daysOutsideWindow === 0 ? "" : `, ${baseline.daysOutsideWindow} days outside its window (B5)`;
  return {
    heading: `Timepoints, ${whose}`,
    notes: [`baseline: ${baseline.status}${outside}`],
    columns: [
      "timepoint",
      "day",
      "sum mm",
      "nadir mm",
      "% of baseline",
      "% of nadir",
      "targets missing",
      "target",
      "non-target",
      "new lesion",
      "overall",
      "decided by row",
      "flags",
    ],
    rows: [
      [
        "baseline",
        baseline.day === null ? "" : days.ofIndex(baseline.day),
        number(baseline.sumMm),
        ...Array.from({ length: 10 }, () => ""),
      ],
      ...audit.timepoints.map((timepoint, t) => timepointRow(timepoint, t, { days, rowNumbers })),
    ],
  };
}

function timepointRow(
  timepoint: TimepointAudit,
  t: number,
  { days, rowNumbers }: { readonly days: AuditDays; readonly rowNumbers: readonly number[] },
): string[] {
  const { target, nonTarget, newLesion, evidenceRow, flags, isHeld } = timepoint;
  return [
    String(t + 1),
    days.ofIndex(timepoint.day),
    number(timepoint.sumMm),
    number(timepoint.nadirMm),
    percent(timepoint.changeFromBaseline),
    percent(timepoint.changeFromNadir),
    String(timepoint.missingTargets),
    ruled(target.response, target.rule),
    ruled(nonTarget.response, nonTarget.rule),
    newLesion.isSeen ? ruled("yes", newLesion.rule) : "no",
    `${timepoint.response} (N5 row ${timepoint.tableRow})`,
    evidenceRow === null ? "" : String(rowNumbers[evidenceRow]),
    [...flags, ...(isHeld ? ["held"] : [])].join(" "),
  ];
}

function lesionRows(
  timepoint: string,
  lesions: readonly LesionAudit[],
  { reader, rowNumbers }: AuditedSequence,
  data: AuditData,
): string[][] {
  const known = data.lesions.get(reader) ?? [];
  return lesions.map(({ lesion, role, seen, valueMm, rule, row }) => [
    timepoint,
    known[lesion]?.lesion_id ?? "",
    role,
    known[lesion]?.organ ?? "",
    seen,
    number(valueMm),
    rule ?? "",
    row === null ? "" : String(rowNumbers[row]),
  ]);
}

function ruled(text: string, rule: RuleId | null): string {
  return rule === null ? text : `${text} (${rule})`;
}

const number = (value: number | null): string => (value === null ? "" : String(value));
/** To one decimal; lengths stand as they were measured. */
const percent = (value: number | null): string =>
  value === null ? "" : `${value > 0 ? "+" : ""}${roundDecimal(value, 1)}`;
