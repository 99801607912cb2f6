import type { Indicator, Listing, Warning } from "../records.js";
import type { ArmFacts } from "./arm-facts.js";
import type { IsGuarded } from "./count-book.js";
import type { CountPlace } from "./count-system.js";

/** A gate without its value where that is hidden elsewhere, or tells of a hidden number of patients. Whether it is met stays. */
export function suppressIndicator(record: Indicator, facts: ArmFacts, isHiddenBalance: boolean): Indicator {
  const { variant, population, indicator } = record;
  const group = indicator.endsWith("_trial") ? "trial" : "control";
  const arm = { variant, population, group, variable: null } as const;
  const isOfSize = /^gate_(effective_sample_size|weight_share)(_trial)?$/.test(indicator);
  const isHidden =
    isHiddenBalance ||
    (isOfSize && facts.isArmHidden(arm)) ||
    (indicator === "gate_unmatched_trial" && facts.isHiddenAt({ ...arm, group: null, level: null }, "unmatched_trial"));
  return isHidden ? { ...record, value: null } : record;
}

/** A listing without its hidden cells. */
export function suppressListing(record: Listing, hidden: readonly CountPlace[]): Listing {
  if (hidden.length === 0) return record;
  const gaps = new Set(hidden.flatMap((place) => (place.kind === "listing" ? [`${place.row} ${place.column}`] : [])));
  const rows = record.rows.map((cells, row) =>
    cells.map((cell, column) => (gaps.has(`${row} ${column}`) ? null : cell)),
  );
  return { ...record, rows };
}

/** A warning whose number is hidden says “some”; of what an estimator says of its data the small numbers are hidden. */
export function suppressWarning(record: Warning, isHidden: boolean, limit: number, isGuarded: IsGuarded): Warning {
  if (isHidden) return { ...record, message: record.message.replace(/^\d+/, "some") };
  if (!withReasons.has(record.code) || !isGuarded(record.variant, record.group)) return record;
  return { ...record, message: withoutSmallNumbers(record.message, limit) };
}

/** Warnings that tell why something could not be made, with what was seen. */
const withReasons: ReadonlySet<string> = new Set(["design_failed", "harmonisation_failed"]);

const seen = /\b(?:got|holds?|there are|;) .*$/;

/** A reason without the small numbers that it saw: those after “got” and the like, where the rule it cites is over. */
export function withoutSmallNumbers(reason: string, limit: number): string {
  return reason.replace(seen, (found) =>
    found.replace(/(?<![\d.-])\d+(?![\d.]|\s*%)/g, (text) => (Number(text) > 0 && Number(text) < limit ? "few" : text)),
  );
}
