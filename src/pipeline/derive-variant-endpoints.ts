import { openChangeLog } from "../endpoints/change-log.js";
import { sourceTableOf } from "../endpoints/check-sources.js";
import { delayEntry } from "../endpoints/delay-entry.js";
import type { EndpointRequest } from "../endpoints/derivation-work.js";
import { deriveCollected } from "../endpoints/derive-collected.js";
import { type DerivedEndpoints, deriveEndpoints } from "../endpoints/derive-endpoints.js";
import { describeEndpoints } from "../endpoints/describe-endpoints.js";
import { toOutcomeData } from "../endpoints/outcome-data.js";
import { readingOf } from "../endpoints/reading.js";
import { DataError } from "../errors.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeWarning } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Source } from "../source/open-source.js";
import { type DerivedEndpoint, isDerived } from "../spec/endpoint.js";
import type { PlanVariant } from "../spec/plan.js";
import type { ResponseCourse } from "./describe-response-course.js";
import { endpointsOf, keyOf } from "./endpoints-of.js";
import { companionEndpoints, takeResponseCourses } from "./response-courses.js";
import type { VariantDesign } from "./run-designs.js";

/** The endpoints of one variant, aligned to its patients. */
export interface VariantEndpoints {
  readonly data: ReadonlyMap<string, OutcomeData>;
  readonly records: readonly ResultRecord[];
  /** Of the main analysis: what is described of each objective response endpoint beside its rate. */
  readonly courses: readonly ResponseCourse[];
}

/**
 * The endpoints that the estimates of each variant ask for, and those that describe responders. Variants with the same patients
 * share one pass over the scans and the records; an endpoint that several ask for in the same words is derived once.
 */
export async function deriveVariantEndpoints(
  designs: readonly VariantDesign[],
  source: Source,
  progress: (share: number) => void,
): Promise<Map<string, VariantEndpoints>> {
  const cohorts = new Map<PatientFrame, VariantDesign[]>();
  for (const design of designs) {
    const { patients } = design.cohort;
    cohorts.set(patients, [...(cohorts.get(patients) ?? []), design]);
  }
  const derived = new Map<string, VariantEndpoints>();
  let done = 0;
  for (const [patients, sharing] of cohorts) {
    const share = (part: number) => progress((done + part) / cohorts.size);
    const requests = requestsOf(sharing);
    const main = sharing.find(({ variant }) => variant.id === "main")?.variant ?? null;
    const log = main?.imaging === undefined ? null : openChangeLog(patients.n, readingOf(main.imaging).key);
    const tables =
      requests.size === 0
        ? null
        : await deriveEndpoints(source.store, patients, [...requests.values()], {
            progress: share,
            ...(log === null ? {} : { onChosen: log.note }),
          });
    for (const { variant } of sharing) {
      const taken = await takeVariant(variant, patients, { source, tables });
      const own = variant === main && tables !== null && log !== null ? { tables, changes: log.changes() } : null;
      const course = own === null ? null : takeResponseCourses(variant, patients, own);
      derived.set(variant.id, {
        data: taken.data,
        records: [...taken.records, ...(course?.records ?? [])],
        courses: course?.courses ?? [],
      });
    }
    done += 1;
  }
  return derived;
}

/** The derived endpoints of variants that share their patients, each once, by what it is. */
function requestsOf(designs: readonly VariantDesign[]): Map<string, EndpointRequest> {
  const requests = new Map<string, EndpointRequest>();
  for (const { variant } of designs)
    for (const [name, endpoint] of endpointsOf(variant)) {
      if (!isDerived(endpoint)) continue;
      const key = keyOf(endpoint, variant);
      const shown = variant.id === "main" ? name : `${name} (sensitivity analysis "${variant.id}")`;
      if (!requests.has(key)) requests.set(key, { key, shown, endpoint, imaging: variant.imaging! });
    }
  for (const { variant } of designs)
    for (const { variable, endpoint } of companionEndpoints(variant)) {
      const key = keyOf(endpoint, variant);
      if (!requests.has(key)) requests.set(key, { key, shown: variable, endpoint, imaging: variant.imaging! });
    }
  return requests;
}

async function takeVariant(
  variant: PlanVariant,
  patients: PatientFrame,
  { source, tables }: { readonly source: Source; readonly tables: DerivedEndpoints | null },
): Promise<Omit<VariantEndpoints, "courses">> {
  const data = new Map<string, OutcomeData>();
  const records: ResultRecord[] = [];
  const described: { name: string; key: string; endpoint: DerivedEndpoint }[] = [];
  for (const [name, endpoint] of endpointsOf(variant)) {
    if (isDerived(endpoint)) {
      const key = keyOf(endpoint, variant);
      data.set(name, toOutcomeData(name, tables!.tables.get(key)!));
      described.push({ name, key, endpoint });
      for (const dataset of tables!.unsourced.get(key) ?? []) {
        const place = { variant: variant.id, stage: "endpoints", population: "eligible", variable: name } as const;
        const message = `${endpoint.label} does not exist in dataset ${dataset}, which has no rows of ${sourceTableOf({ endpoint })}: no contrast can be made of it`;
        records.push(makeWarning(place, "endpoint_without_source", message));
      }
    } else {
      const collected = await inVariant(variant, () =>
        deriveCollected(variant.id, name, endpoint, patients, source.store),
      );
      data.set(name, collected.data);
      records.push(...collected.records);
    }
    const own = data.get(name)!;
    if ("entry" in endpoint && endpoint.entry !== undefined && own.kind === "survival") {
      const place = { variant: variant.id, stage: "endpoints", population: "eligible", variable: name } as const;
      const delayed = await delayEntry(place, own, { patients, entry: endpoint.entry, store: source.store });
      data.set(name, delayed.data);
      records.push(...delayed.records);
    }
  }
  if (described.length > 0)
    records.push(
      ...describeEndpoints(variant.id, described, { derived: tables!, patients, imaging: variant.imaging! }),
    );
  return { data, records };
}

async function inVariant<T>({ id }: PlanVariant, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DataError && id !== "main")
      throw new DataError(`${error.message} (sensitivity analysis "${id}")`);
    throw error;
  }
}
