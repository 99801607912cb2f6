import type { SurvivalData } from "./outcome-data.js";

/**
 * An endpoint beside the competing events that a composite of both tells: the time is the composite's, its event is this endpoint's where this endpoint has
 * one on that day, and a competing one where it has none, or a later one (progression-free survival beside time to progression: death first). A patient needs both.
 * `contradicted` where the composite is none of this endpoint: somebody has this endpoint's event before the composite's time ends with an event, or after it was censored.
 */
export function combineCompeting(own: SurvivalData, composite: SurvivalData): SurvivalData {
  const n = own.status.length;
  const status = new Uint8Array(n);
  const competing = new Uint8Array(n);
  const available = new Uint8Array(n);
  let contradicted = false;
  for (let i = 0; i < n; i += 1) {
    if (own.available[i] !== 1 || composite.available[i] !== 1) continue;
    available[i] = 1;
    const has = own.status[i] === 1;
    const isFirst = composite.status[i] === 1;
    if (has && (!isFirst || own.timeDays[i]! < composite.timeDays[i]!)) contradicted = true;
    if (!isFirst) continue;
    if (has && own.timeDays[i] === composite.timeDays[i]) status[i] = 1;
    else competing[i] = 1;
  }
  return {
    kind: "survival",
    endpoint: own.endpoint,
    timeDays: composite.timeDays,
    available,
    status,
    competing,
    ...(contradicted ? { contradicted } : {}),
  };
}
