import { deriveCollected } from "../endpoints/derive-collected.js";
import { deriveEndpoints } from "../endpoints/derive-endpoints.js";
import type { EndpointTable } from "../endpoints/endpoint-filler.js";
import { toOutcomeData } from "../endpoints/outcome-data.js";
import { readingOf } from "../endpoints/reading.js";
import { type DayLists, type EndpointView, NO_DAY } from "../frame/endpoint-view.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { Source } from "../source/open-source.js";
import { canonicalJson } from "../spec/canonical-json.js";
import { isDerived } from "../spec/endpoint.js";
import { openScanNotes } from "./compare-facts.js";
import { viewOf } from "./compare-views.js";
import type { VariantDesign } from "./run-designs.js";

/** An endpoint of the main analysis with what the panel asks of it beyond the estimates. */
export interface PanelOutcome {
  readonly data: OutcomeData;
  /** Null of an endpoint that the source had derived, and of overall survival. */
  readonly view: EndpointView | null;
  /** 1 = censored for a reason that may tell about the outcome; empty of a yes/no endpoint. */
  readonly imputable: Uint8Array;
}

export interface PanelOutcomes {
  readonly byEndpoint: ReadonlyMap<string, PanelOutcome>;
  /** Days of death from index, NO_DAY without; and of the scans of the reader who counts. Empty where nothing is derived from scans. */
  readonly deathDay: Int32Array;
  readonly scans: DayLists;
}

/** Derives the endpoints named, in one pass over scans and records. */
export async function derivePanelOutcomes(
  { variant, cohort }: VariantDesign,
  names: readonly string[],
  source: Source,
): Promise<PanelOutcomes> {
  const { patients } = cohort;
  const byEndpoint = new Map<string, PanelOutcome>();
  const { imaging } = variant;
  const notes = imaging === undefined ? null : openScanNotes(patients.n, readingOf(imaging).key);
  const requests = names.flatMap((name) => {
    const endpoint = variant.endpoints[name]!;
    return isDerived(endpoint) ? [{ key: name, shown: name, endpoint, imaging: imaging! }] : [];
  });
  const derived =
    requests.length === 0
      ? null
      : await deriveEndpoints(source.store, patients, requests, notes === null ? {} : { onSequence: notes.note });
  for (const name of names) {
    const endpoint = variant.endpoints[name]!;
    if (!isDerived(endpoint)) {
      const { data } = await deriveCollected("main", name, endpoint, patients, source.store);
      byEndpoint.set(name, { data, view: null, imputable: allCensored(data) });
      continue;
    }
    const table = derived!.tables.get(name)!;
    const data = toOutcomeData(name, table);
    const isTimed = "by" in endpoint && (table.kind === "response" || table.interval !== null);
    byEndpoint.set(name, {
      data,
      view: isTimed ? viewOf(table, patients, derived!.unsourced.get(name) ?? new Set()) : null,
      imputable: isTimed ? tellingCensorings(table) : allCensored(data),
    });
  }
  const followUp = imaging === undefined ? undefined : derived?.followUps.get(canonicalJson(imaging.newTherapy));
  return {
    byEndpoint,
    deathDay: followUp?.deathDay ?? new Int32Array(patients.n).fill(NO_DAY),
    scans: notes?.close().scans ?? { start: new Int32Array(patients.n + 1), day: new Int32Array(0) },
  };
}

/** Censored for another reason than that nothing had happened by the last adequate assessment. */
function tellingCensorings(table: EndpointTable): Uint8Array {
  if (table.kind === "response") return new Uint8Array(0);
  return table.ending.map((code, i) => {
    const ending = table.endings[code];
    return table.available[i] === 1 && ending !== undefined && ending.cnsr !== 0 && ending.situation !== "no-event"
      ? 1
      : 0;
  });
}

function allCensored(data: OutcomeData): Uint8Array {
  if (data.kind === "binary") return new Uint8Array(0);
  return data.status.map((event, i) => (data.available[i] === 1 && event === 0 ? 1 : 0));
}
