import type { SequenceSight } from "../endpoints/derive-endpoints.js";
import type { EndpointTable } from "../endpoints/endpoint-filler.js";
import { CHART_EVIDENCE, type DiscordanceFacts, PROGRESSION_PART } from "../frame/endpoint-view.js";
import { RESPONSE } from "../recist/response.js";
import type { Timepoints } from "../recist/workspace.js";
import type { Store } from "../store/store.js";
import { chartEvidenceSql } from "./compare-evidence.sql.js";

/** What is kept of every patient's scans while they are derived. */
export interface ScanNotes {
  readonly note: (sight: SequenceSight) => void;
  readonly close: () => Omit<DiscordanceFacts, "chartEvidence">;
}

/** Opens notes of n patients, of the reading with that key: its chosen reader's assessments, and what shows the first progression. */
export function openScanNotes(n: number, readingKey: string): ScanNotes {
  const days: (readonly number[] | undefined)[] = new Array(n);
  const progressionParts = new Uint8Array(n);
  const responseAfterProgression = new Uint8Array(n);
  return {
    note: ({ reading, patient, isChosen, workspace }) => {
      if (!isChosen || reading.key !== readingKey) return;
      const { timepoints } = workspace;
      days[patient] = Array.from(timepoints.day.subarray(0, timepoints.count));
      const first = timepoints.response.subarray(0, timepoints.count).indexOf(RESPONSE.pd);
      if (first < 0) return;
      progressionParts[patient] = partsOf(timepoints, first);
      const later = timepoints.response.subarray(first + 1, timepoints.count);
      responseAfterProgression[patient] = later.some((code) => code === RESPONSE.cr || code === RESPONSE.pr) ? 1 : 0;
    },
    close: () => {
      const start = new Int32Array(n + 1);
      for (let i = 0; i < n; i += 1) start[i + 1] = start[i]! + (days[i]?.length ?? 0);
      const day = new Int32Array(start[n]!);
      for (let i = 0; i < n; i += 1) day.set(days[i] ?? [], start[i]!);
      return { scans: { start, day }, progressionParts, responseAfterProgression };
    },
  };
}

function partsOf({ target, nonTarget, newLesion }: Timepoints, t: number): number {
  return (
    (target[t] === RESPONSE.pd ? PROGRESSION_PART.target : 0) +
    (nonTarget[t] === RESPONSE.pd ? PROGRESSION_PART.nonTarget : 0) +
    (newLesion[t] === 1 ? PROGRESSION_PART.newLesion : 0)
  );
}

/** Place in CHART_EVIDENCE of each patient's progression by charts; “none” where there is none. */
export async function readChartEvidence(store: Store, table: EndpointTable): Promise<Uint8Array> {
  const found = await store.query(chartEvidenceSql);
  const evidence = found.text("evidence");
  const places = new Map<number, number>();
  for (const [i, row] of found.int32("source_row").values.entries())
    places.set(row, Math.max(0, (CHART_EVIDENCE as readonly (string | null)[]).indexOf(evidence[i] ?? "none")));
  return Uint8Array.from(table.sourceRow, (row, i) => {
    const isProgression = table.kind === "time" && table.endings[table.ending[i]!]?.situation === "progression";
    return isProgression && table.available[i] === 1 ? (places.get(row) ?? 0) : 0;
  });
}
