import { openChangeLog } from "../endpoints/change-log.js";
import { sourceTableOf } from "../endpoints/check-sources.js";
import { delayEntry } from "../endpoints/delay-entry.js";
import type { EndpointRequest } from "../endpoints/derivation-work.js";
import { deriveCollected } from "../endpoints/derive-collected.js";
import { type DerivedEndpoints, deriveEndpoints } from "../endpoints/derive-endpoints.js";
import { describeEndpoints } from "../endpoints/describe-endpoints.js";
import { endFollowUp } from "../endpoints/end-follow-up.js";
import { toOutcomeData } from "../endpoints/outcome-data.js";
import { readingOf } from "../endpoints/reading.js";
import { DataError } from "../errors.js";
import type { OutcomeData, SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeWarning } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Source } from "../source/open-source.js";
import { canonicalJson } from "../spec/canonical-json.js";
import { type DerivedEndpoint, type Endpoint, isDerived } from "../spec/endpoint.js";
import type { PlanVariant } from "../spec/plan.js";
import { withoutLabels } from "../spec/without-labels.js";
import type { Store } from "../store/store.js";
import { isOfCurve } from "./curve-records.js";
import type { ResponseCourse } from "./describe-response-course.js";
import { endpointsOf, keyOf } from "./endpoints-of.js";
import type { StageClock } from "./flow.js";
import { companionEndpoints, takeResponseCourses } from "./response-courses.js";
import type { VariantDesign } from "./run-designs.js";

/** The endpoints of one variant, aligned to its patients. */
export interface VariantEndpoints {
  readonly data: ReadonlyMap<string, OutcomeData>;
  readonly records: readonly ResultRecord[];
  /** Of the main analysis: what is described of each objective response endpoint beside its rate. */
  readonly courses: readonly ResponseCourse[];
}

export interface EndpointWork {
  readonly progress: (share: number) => void;
  readonly count?: StageClock["count"];
  /** Arms whose patients are listed one by one; none by default. */
  readonly drawn?: readonly ("trial" | "control")[];
}

/** An endpoint of one cohort as it was first taken: its outcomes, and what is told of it under the variant's name. */
interface TakenEndpoint {
  readonly data: OutcomeData;
  readonly records: readonly ResultRecord[];
}

/**
 * The endpoints that the estimates of each variant ask for, and those that describe responders. Variants with the same patients
 * share one pass over the scans and the records; an endpoint that several ask for in the same words is derived once.
 */
export async function deriveVariantEndpoints(
  designs: readonly VariantDesign[],
  source: Source,
  { progress, count = () => undefined, drawn = [] }: EndpointWork,
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
    if (tables !== null) count("scans of lesions");
    const known = new Map<string, TakenEndpoint>();
    for (const { variant } of sharing) {
      const taken = await takeVariant(variant, patients, { source, tables, taken: known, count });
      const own =
        variant === main && tables !== null && log !== null ? { tables, changes: log.changes(), drawn } : null;
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

interface TakingFrom {
  readonly source: Source;
  readonly tables: DerivedEndpoints | null;
  /** What variants with the same patients took before, by what it is. */
  readonly taken: Map<string, TakenEndpoint>;
  readonly count: StageClock["count"];
}

async function takeVariant(
  variant: PlanVariant,
  patients: PatientFrame,
  from: TakingFrom,
): Promise<Omit<VariantEndpoints, "courses">> {
  const data = new Map<string, OutcomeData>();
  const records: ResultRecord[] = [];
  const described: { name: string; key: string; endpoint: DerivedEndpoint }[] = [];
  for (const [name, endpoint] of endpointsOf(variant)) {
    const own = await takeOnce(variant, name, endpoint, patients, from);
    data.set(name, own.data);
    records.push(...own.records.map((record) => ({ ...record, variant: variant.id })));
    if (isDerived(endpoint)) described.push({ name, key: keyOf(endpoint, variant), endpoint });
  }
  if (described.length > 0 && !isOfCurve(variant))
    records.push(
      ...describeEndpoints(variant.id, described, { derived: from.tables!, patients, imaging: variant.imaging! }),
    );
  return { data, records: isOfCurve(variant) ? [] : records };
}

/** An endpoint in the words of a variant: taken anew, or as a variant with the same patients has it. */
async function takeOnce(
  variant: PlanVariant,
  name: string,
  endpoint: Endpoint,
  patients: PatientFrame,
  from: TakingFrom,
): Promise<TakenEndpoint> {
  const derived = isDerived(endpoint);
  const key = canonicalJson({ name, endpoint: withoutLabels(endpoint), imaging: derived ? variant.imaging : null });
  const known = from.taken.get(key);
  if (known !== undefined) return known;
  if (!derived) from.count("endpoints taken as given");
  const taken = derived
    ? takeDerived(variant, name, endpoint, from.tables!)
    : await inVariant(variant, () => deriveCollected(variant.id, name, endpoint, patients, from.source.store));
  const observed = await observe(variant, name, endpoint, patients, taken, from.source.store);
  from.taken.set(key, observed);
  return observed;
}

/** A time with what its endpoint says of when observation begins and ends. */
async function observe(
  variant: PlanVariant,
  name: string,
  endpoint: Endpoint,
  patients: PatientFrame,
  taken: TakenEndpoint,
  store: Store,
): Promise<TakenEndpoint> {
  if (taken.data.kind !== "survival") return taken;
  const entry = "entry" in endpoint ? endpoint.entry : undefined;
  const ends = "ends" in endpoint ? endpoint.ends : undefined;
  const place = { variant: variant.id, stage: "endpoints", population: "eligible", variable: name } as const;
  let data: SurvivalData = taken.data;
  const records = [...taken.records];
  if (entry !== undefined) {
    const delayed = await delayEntry(place, data, { patients, entry, store });
    data = delayed.data;
    records.push(...delayed.records);
  }
  if (ends !== undefined) {
    const cut = await inVariant(variant, () => endFollowUp(place, data, { patients, ends, store }));
    data = cut.data;
    records.push(...cut.records);
  }
  return { data, records };
}

function takeDerived(
  variant: PlanVariant,
  name: string,
  endpoint: DerivedEndpoint,
  { tables, unsourced }: DerivedEndpoints,
): TakenEndpoint {
  const key = keyOf(endpoint, variant);
  const place = { variant: variant.id, stage: "endpoints", population: "eligible", variable: name } as const;
  const records = [...(unsourced.get(key) ?? [])].map((dataset) => {
    const message = `${endpoint.label} does not exist in dataset ${dataset}, which has no rows of ${sourceTableOf({ endpoint })}: no contrast can be made of it`;
    return makeWarning(place, "endpoint_without_source", message);
  });
  return { data: toOutcomeData(name, tables.get(key)!), records };
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
