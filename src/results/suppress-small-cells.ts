import { gatherArmFacts } from "./disclosure/arm-facts.js";
import { guards, type IsGuarded } from "./disclosure/count-book.js";
import { countRelations } from "./disclosure/count-relations.js";
import type { CountPlace } from "./disclosure/count-system.js";
import { givesAway } from "./disclosure/gives-away.js";
import { hideCounts } from "./disclosure/hide-counts.js";
import { publishCurves } from "./disclosure/publish-curves.js";
import { publishIncidence } from "./disclosure/publish-incidence.js";
import { roundStatistic } from "./disclosure/round-described.js";
import { smallInResponse } from "./disclosure/small-in-response.js";
import { suppressFitness } from "./disclosure/suppress-fitness.js";
import {
  suppressIndicator,
  suppressListing,
  suppressWarning,
  withoutSmallNumbers,
} from "./disclosure/suppress-records.js";
import { suppressCurve, suppressHistogram, suppressStates, suppressTurnbull } from "./disclosure/suppress-series.js";
import { isPatientListing } from "./patient-listings.js";
import type { ResultRecord, Series, Statistic } from "./records.js";

/**
 * The records with every count of real-world patients from 1 to `limit` − 1 suppressed, and as many further numbers as it takes that none can be had back from the
 * others: counts by the sums that tie them together (complementary suppression), and what a count follows from, or what tells of single patients, by the rules of
 * docs/RESULTS.md. `isGuarded`: whether an arm of a variant holds patients whom the rule protects; by default every arm does. limit = 0 suppresses nothing.
 */
export function suppressSmallCells(
  records: readonly ResultRecord[],
  limit: number,
  isGuarded: IsGuarded = () => true,
): ResultRecord[] {
  if (limit === 0) return [...records];
  const { book, system } = countRelations(records, isGuarded, limit);
  const chosen = hideCounts(system, limit);
  const places = hiddenPlaces(records, system.counts, chosen);
  const hidden = new Set<ResultRecord>(
    [...places].flatMap(([record, found]) => (found.some(({ kind }) => kind === "statistic") ? [record] : [])),
  );
  const curves = publishCurves(records, isGuarded, (record) => hidden.has(record), limit);
  const incidence = publishIncidence(records, isGuarded, limit);
  const inResponse = smallInResponse(records, isGuarded, limit);
  for (const record of [...curves.hidden, ...incidence.hidden, ...inResponse]) hidden.add(record);
  const facts = gatherArmFacts(records, book, hidden);
  const isFromHidden = fromHiddenTables(hidden);
  for (const record of records)
    if (record.kind === "statistic" && (isFromHidden(record) || givesAway(record, facts, isGuarded, limit)))
      hidden.add(record);
  const gapped = gappedHistograms(places);
  const largest = hiddenBalance(records, hidden);
  const isOverlapOfGap = ({ statistic, variant, population }: Statistic): boolean =>
    statistic.startsWith("overlap_coefficient") && gapped.has(JSON.stringify([variant, population]));
  return records.map((record): ResultRecord => {
    const here = places.get(record) ?? [];
    switch (record.kind) {
      case "statistic":
        return hidden.has(record) || isOverlapOfGap(record) || largest.has(record)
          ? suppress(record, limit)
          : guards(record, isGuarded)
            ? describeGuarded(record, limit)
            : record;
      case "series":
        return suppressSeries(record);
      case "indicator":
        return record.stage === "fitness"
          ? suppressFitness(record, limit, isGuarded)
          : suppressIndicator(record, facts, largest.has(record));
      case "listing":
        return isPatientListing(record.listing) && guards(record, isGuarded)
          ? { ...record, rows: [] }
          : suppressListing(record, here);
      default:
        return suppressWarning(record, here.length > 0, limit, isGuarded);
    }
  });

  function suppressSeries(record: Series): Series {
    if (isFromHidden(record)) return suppressCurve(record, new Uint8Array(0), limit);
    if (record.series === "turnbull") return suppressTurnbull(record, limit, isGuarded);
    if (record.series === "response_states") {
      const isArmHidden = facts.isArmHidden({ ...record, variable: null });
      return suppressStates(record, limit, { isGuarded, isArmHidden });
    }
    if (record.series === "propensity_histogram") return suppressHistogram(record, places.get(record) ?? [], isGuarded);
    const rows = curves.rows.get(record) ?? incidence.rows.get(record);
    return rows === undefined ? record : suppressCurve(record, rows, limit);
  }
}

/** Where each record's hidden numbers stand. */
function hiddenPlaces(
  records: readonly ResultRecord[],
  counts: readonly { readonly places: readonly CountPlace[] }[],
  chosen: Uint8Array,
): Map<ResultRecord, CountPlace[]> {
  const places = new Map<ResultRecord, CountPlace[]>();
  for (const [i, count] of counts.entries()) {
    if (chosen[i] === 0) continue;
    for (const place of count.places) {
      const record = records[place.record]!;
      places.set(record, [...(places.get(record) ?? []), place]);
    }
  }
  return places;
}

/** What is made from a table (params.from_table: its variable) goes with any cell of it; what is made from one arm's table may speak of that arm, or of both. */
function fromHiddenTables(hidden: ReadonlySet<ResultRecord>): (record: Statistic | Series) => boolean {
  const tableOf = ({ variant, population, group }: Statistic | Series, variable: string | null): string =>
    JSON.stringify([variant, population, group, variable]);
  const tables = new Set<string>();
  for (const count of hidden)
    if (count.kind === "statistic") {
      tables.add(tableOf(count, count.variable));
      tables.add(tableOf({ ...count, group: null }, count.variable));
    }
  return (record) =>
    typeof record.params.from_table === "string" && tables.has(tableOf(record, record.params.from_table));
}

/** The designs in whose histogram a bin is hidden: how far the arms overlap would be one equation more for it. */
function gappedHistograms(places: ReadonlyMap<ResultRecord, readonly CountPlace[]>): Set<string> {
  return new Set(
    [...places.keys()].flatMap((record) =>
      record.kind === "series" ? [JSON.stringify([record.variant, record.population])] : [],
    ),
  );
}

/** The largest imbalance of a design, and its gate, where that is the hidden imbalance of one covariate. */
function hiddenBalance(records: readonly ResultRecord[], hidden: ReadonlySet<ResultRecord>): Set<ResultRecord> {
  const sizes = new Set<string>();
  const key = ({ variant, population }: ResultRecord, value: number): string =>
    JSON.stringify([variant, population, Math.abs(value)]);
  for (const record of hidden)
    if (record.kind === "statistic" && record.statistic === "smd" && record.value !== null)
      sizes.add(key(record, record.value));
  return new Set(
    records.filter((record) => {
      const isLargest =
        (record.kind === "statistic" && record.statistic === "largest_smd") ||
        (record.kind === "indicator" && record.indicator === "gate_smd");
      return isLargest && record.value !== null && sizes.has(key(record, record.value));
    }),
  );
}

function suppress(record: Statistic, limit: number): Statistic {
  if (record.status !== "ok") return record;
  const note = `suppressed: a count below ${limit}, or a number from which such a count could be had back`;
  return { ...record, value: null, status: "suppressed", note };
}

/** What is shown of guarded patients: rounded where it describes them, and without the small numbers in a reason for there being no estimate. */
function describeGuarded(record: Statistic, limit: number): Statistic {
  if (record.status !== "not_estimable" || record.note === null) return roundStatistic(record);
  return { ...record, note: withoutSmallNumbers(record.note, limit) };
}
