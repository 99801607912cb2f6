import type { EndpointRequest } from "../endpoints/derivation-work.js";
import { type DerivedEndpoints, deriveEndpoints } from "../endpoints/derive-endpoints.js";
import { toOutcomeData } from "../endpoints/outcome-data.js";
import { readingOf } from "../endpoints/reading.js";
import { DataError } from "../errors.js";
import type { EndpointPair, EndpointView } from "../frame/endpoint-view.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { Source } from "../source/open-source.js";
import type { Comparison } from "../spec/comparison.js";
import { type DerivedEndpoint, isDerived } from "../spec/endpoint.js";
import { openScanNotes, readChartEvidence } from "./compare-facts.js";
import { viewOf } from "./compare-views.js";
import type { VariantDesign } from "./run-designs.js";

/** One comparison with everything it is made of. */
export interface PreparedPair {
  readonly comparison: Comparison;
  readonly pair: EndpointPair;
  /** The two endpoints as the estimates take them. */
  readonly ehr: OutcomeData;
  readonly imaging: OutcomeData;
  /** The endpoint by scans as each reader has it, in the order of their names; responses only. */
  readonly readers: readonly { readonly reader: string; readonly view: EndpointView }[];
}

/** Most readers that are held against each other. */
const READERS = 4;

/** Derives both sides of every comparison of the main analysis, and what tells why they differ, in one pass over scans and records. */
export async function preparePairs(
  { variant, cohort }: VariantDesign,
  comparisons: Readonly<Record<string, Comparison>>,
  source: Source,
): Promise<PreparedPair[]> {
  const { patients } = cohort;
  const imaging = variant.imaging!;
  const readers = await readersOf(source);
  const requests: EndpointRequest[] = [];
  for (const [name, { ehr, imaging: scans }] of Object.entries(comparisons)) {
    for (const side of [ehr, scans])
      requests.push({ key: `${name}/${side}`, shown: side, endpoint: derivedOf(variant.endpoints[side]!), imaging });
    if (variant.endpoints[scans]!.kind !== "response") continue;
    for (const reader of readers)
      requests.push({
        key: `${name}/reader/${reader}`,
        shown: scans,
        endpoint: derivedOf(variant.endpoints[scans]!),
        imaging: { ...imaging, readers: { rule: "reader", reader } },
      });
  }
  const notes = openScanNotes(patients.n, readingOf(imaging).key);
  const derived = await deriveEndpoints(source.store, patients, requests, { onSequence: notes.note });
  const facts = notes.close();
  const prepared: PreparedPair[] = [];
  for (const [name, comparison] of Object.entries(comparisons)) {
    const view = (key: string) => viewOf(tableOf(derived, key), patients, derived.unsourced.get(key) ?? new Set());
    const charts = tableOf(derived, `${name}/${comparison.ehr}`);
    const scans = tableOf(derived, `${name}/${comparison.imaging}`);
    const ehr = view(`${name}/${comparison.ehr}`);
    prepared.push({
      comparison,
      pair: {
        name,
        ehr,
        imaging: view(`${name}/${comparison.imaging}`),
        facts: { ...facts, chartEvidence: await readChartEvidence(source.store, charts) },
      },
      ehr: toOutcomeData(comparison.ehr, charts),
      imaging: toOutcomeData(comparison.imaging, scans),
      readers:
        scans.kind === "response" ? readers.map((reader) => ({ reader, view: view(`${name}/reader/${reader}`) })) : [],
    });
  }
  return prepared;
}

function derivedOf(endpoint: Parameters<typeof isDerived>[0]): DerivedEndpoint {
  if (!isDerived(endpoint)) throw new DataError(`a comparison needs endpoints derived here; got ${endpoint.kind}`);
  return endpoint;
}

function tableOf({ tables }: DerivedEndpoints, key: string) {
  const table = tables.get(key);
  if (table === undefined) throw new Error(`no endpoint was derived for ${key}`);
  return table;
}

async function readersOf({ store }: Source): Promise<string[]> {
  const found = await store.query("select distinct reader_id from rwid.lesion order by reader_id");
  return found
    .text("reader_id")
    .filter((reader) => reader !== null)
    .sort()
    .slice(0, READERS);
}
