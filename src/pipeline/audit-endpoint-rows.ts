import type { DerivedEndpoints } from "../endpoints/derive-endpoints.js";
import type { ResponseTable } from "../endpoints/response-table.js";
import { analysisDays, type TimeTable } from "../endpoints/time-table.js";
import { NEVER } from "../recist/lesion-rows.js";
import { RESPONSE_LABELS } from "../recist/response.js";
import { RULE_IDS } from "../recist/rules.js";
import type { DerivedEndpoint } from "../spec/endpoint.js";
import type { AuditDays } from "./audit-sequence-sections.js";

export const endpointColumns = [
  "endpoint",
  "kind",
  "from",
  "result",
  "days",
  "on",
  "rule",
  "interval",
  "source",
] as const;

/** What one derived endpoint is for the only patient of the frame, and where it comes from. */
export function endpointRow(
  name: string,
  endpoint: DerivedEndpoint,
  {
    derived,
    labels,
    days,
  }: { readonly derived: DerivedEndpoints; readonly labels: readonly string[]; readonly days: AuditDays },
): string[] {
  const table = derived.tables.get(name)!;
  const from =
    "by" in endpoint
      ? endpoint.by === "imaging"
        ? "RECIST by measurement"
        : `real-world: ${endpoint.anchors.join(", ")}`
      : "vital_status";
  const isScans = "by" in endpoint && endpoint.by === "imaging";
  const rest =
    table.kind === "time"
      ? timeCells(table, isScans, days)
      : responseCells(table, isScans ? labels : RESPONSE_LABELS, days);
  return [name, endpoint.kind, from, ...rest];
}

function responseCells(table: ResponseTable, labels: readonly string[], days: AuditDays): string[] {
  const best = labels[table.best[0]!]!;
  const row = table.row[0]!;
  const confirmed = table.confirmedBy[0]! < 0 ? "" : `, confirmed at timepoint ${table.confirmedBy[0]! + 1}`;
  const counted =
    table.available[0] === 1 ? (table.isResponder[0] === 1 ? "responder" : "no responder") : "not in the denominator";
  return [
    `${best}: ${counted}`,
    "",
    row < 0 ? "" : days.ofIndex(table.day[0]!),
    RULE_IDS[table.rule[0]!] ?? "",
    "",
    row < 0 ? "" : `timepoint ${row + 1}${confirmed}`,
  ];
}

function timeCells(table: TimeTable, isScans: boolean, days: AuditDays): string[] {
  if (table.available[0] === 0) return ["no such time", "", "", "", "", ""];
  const ending = table.endings[table.ending[0]!]!;
  const row = table.row[0]!;
  const right = table.interval?.right[0];
  const interval = right === undefined ? "" : `(${table.interval!.left[0]}, ${right === NEVER ? "∞)" : `${right}]`}`;
  return [
    `${ending.cnsr === 0 ? "event" : `censored (${ending.cnsr})`}: ${ending.description}`,
    String(analysisDays(table, 0)),
    days.ofIndex(Math.max(table.day[0]!, table.startDay[0]!)),
    `${ending.rule} ${ending.situation}`,
    interval,
    row < 0 ? ending.source : isScans ? `timepoint ${row + 1}` : `ehr_assessment row ${table.sourceRow[0]}`,
  ];
}
