import type { SurvivalData } from "./outcome-data.js";

/**
 * An endpoint beside the competing events that a composite of both tells: the time is the composite's, its event is this endpoint's where this endpoint has
 * one too, and a competing one where it has none (progression-free survival beside time to progression: death first). A patient needs both.
 */
export function combineCompeting(own: SurvivalData, composite: SurvivalData): SurvivalData {
  const both = (a: Uint8Array, b: Uint8Array) => a.map((flag, i) => (flag === 1 && b[i] === 1 ? 1 : 0));
  return {
    kind: "survival",
    endpoint: own.endpoint,
    timeDays: composite.timeDays,
    available: both(own.available, composite.available),
    status: both(own.status, composite.status),
    competing: composite.status.map((event, i) => (event === 1 && own.status[i] === 0 ? 1 : 0)),
  };
}
