import { DataError } from "../errors.js";
import type { CollectedEndpoint } from "../spec/endpoint.js";
import type { Store } from "../store/store.js";
import { collectedKindsSql } from "./collected-kinds.sql.js";

/**
 * The datasets that hold rows of an endpoint which the source had derived. Reads that rows exist, by evaluator, and whether they carry a
 * time; no outcome, so a design may ask before it is locked. `at`: the endpoint's place in the analysis, `eventAt` that of its
 * event's name. Throws DataError where no dataset
 * holds any, the evaluator named decided on none, or the rows are of the other kind (time to event, yes or no).
 */
export async function findCollected(
  store: Store,
  endpoint: Pick<CollectedEndpoint, "kind" | "event" | "evaluator">,
  at: string,
  eventAt = `${at}.event`,
): Promise<ReadonlySet<string>> {
  const { kind, event, evaluator } = endpoint;
  const found = await store.query(collectedKindsSql, [event]);
  if (found.rowCount === 0) throw noSuchEvent(event, await heldEvents(store), eventAt);
  const evaluators = found.text("evaluator");
  const rows = evaluators.map((_, i) => i).filter((i) => evaluator === undefined || evaluators[i] === evaluator);
  if (rows.length === 0) {
    const known = [...new Set(evaluators)].sort().join(", ");
    throw new DataError(
      `nobody called "${evaluator}" decided on "${event}" in collected_event; it holds it by: ${known} → ${at}.evaluator`,
    );
  }
  const isTimed = kind === "collected-event";
  const contrary = found.boolean(isTimed ? "any_untimed" : "any_timed").values;
  if (rows.some((i) => contrary[i] === 1)) throw new DataError(timeRule(isTimed, event, at));
  const datasets = found.text("dataset_id");
  return new Set(rows.map((i) => datasets[i] ?? ""));
}

async function heldEvents(store: Store): Promise<readonly (string | null)[]> {
  const held = await store.query("select distinct endpoint from rwid.collected_event order by endpoint");
  return held.text("endpoint");
}

function noSuchEvent(event: string, held: readonly (string | null)[], at: string): DataError {
  return new DataError(`collected_event holds no endpoint "${event}"; it holds: ${held.join(", ") || "none"} → ${at}`);
}

function timeRule(isTimed: boolean, event: string, at: string): string {
  if (isTimed)
    return `a time-to-event endpoint needs time_days; "${event}" has rows without: fill it, or use collected-response → ${at}.kind`;
  return `a yes/no endpoint must have no time_days (censored time is never dichotomised); "${event}" has rows with one: use collected-event → ${at}.kind`;
}
