import type { PatientFrame } from "../frame/patient-frame.js";
import { RECIST11 } from "../recist/recist11.js";
import { canonicalJson } from "../spec/canonical-json.js";
import type { TableEndpoint } from "../spec/derive-options.js";
import type { Imaging } from "../spec/imaging.js";
import type { Course } from "./course.js";
import { type EhrSource, openEhrCounts } from "./ehr-course.js";
import { type EndpointFiller, openEndpoint } from "./endpoint-filler.js";
import { createFollowUp, type FollowUp } from "./follow-up.js";
import { type Reading, readingOf } from "./reading.js";
import { createReadingSummary, type ReadingSummary } from "./reading-summary.js";

/** An endpoint to derive, under the imaging section of its variant. */
export interface EndpointRequest {
  /** Names it among all that share the pass. */
  readonly key: string;
  /** Names it in messages. */
  readonly shown: string;
  readonly endpoint: TableEndpoint;
  readonly imaging: Imaging;
}

export interface ReadingWork {
  readonly reading: Reading;
  readonly summary: ReadingSummary;
  readonly fillers: EndpointFiller[];
  /** Of the first imaging section that asked for the reading: dates the depth of response. */
  readonly followUp: FollowUp;
}

/** Endpoints being filled, by what they are derived from: what several share is done once. */
export interface Work {
  readonly readings: ReadingWork[];
  readonly records: (EhrSource & { readonly fillers: EndpointFiller[] })[];
  /** Endpoints of neither scans nor records. */
  readonly others: EndpointFiller[];
  readonly fillers: Map<string, EndpointFiller>;
  readonly followUps: Map<string, { readonly rule: Imaging["newTherapy"]; readonly followUp: FollowUp }>;
  /** The frame's row of each patient of the slice. */
  rows: Int32Array;
}

/** Sorts the requests by what they are derived from, and opens a table for each. */
export function openWork(
  patients: PatientFrame,
  requests: readonly EndpointRequest[],
  alsoRead: readonly Imaging[],
): Work {
  const work: Work = {
    readings: [],
    records: [],
    others: [],
    fillers: new Map(),
    followUps: new Map(),
    rows: new Int32Array(0),
  };
  for (const imaging of alsoRead) readingWork(work, patients.n, imaging);
  for (const { key, endpoint, imaging } of requests) {
    const reading = readingOf(imaging);
    const isByScans = "by" in endpoint && endpoint.by === "imaging";
    const filler = openEndpoint(key, patients.n, endpoint, {
      criteria: isByScans ? reading.criteria : RECIST11,
      options: imaging.options,
      schedule: imaging.schedule,
      followUp: followUpOf(work, patients.n, imaging),
    });
    work.fillers.set(key, filler);
    if (!("by" in endpoint)) work.others.push(filler);
    else if (endpoint.by === "imaging") readingWork(work, patients.n, imaging).fillers.push(filler);
    else recordWork(work, endpoint.anchors).fillers.push(filler);
  }
  return work;
}

function followUpOf(work: Work, n: number, { newTherapy: rule }: Imaging): FollowUp {
  const key = canonicalJson(rule);
  const known = work.followUps.get(key);
  if (known !== undefined) return known.followUp;
  const followUp = createFollowUp(n);
  work.followUps.set(key, { rule, followUp });
  return followUp;
}

function readingWork(work: Work, n: number, imaging: Imaging): ReadingWork {
  const reading = readingOf(imaging);
  const known = work.readings.find((other) => other.reading.key === reading.key);
  if (known !== undefined) return known;
  const followUp = followUpOf(work, n, imaging);
  const fresh = { reading, summary: createReadingSummary(n), fillers: [], followUp };
  work.readings.push(fresh);
  return fresh;
}

function recordWork(work: Work, anchors: EhrSource["anchors"]): Work["records"][number] {
  const key = canonicalJson(anchors);
  const known = work.records.find((other) => canonicalJson(other.anchors) === key);
  if (known !== undefined) return known;
  const fillers: EndpointFiller[] = [];
  const fresh = {
    anchors,
    counts: openEhrCounts(),
    fillers,
    take: (course: Course) => {
      for (const filler of fillers) filler.take(course);
    },
  };
  work.records.push(fresh);
  return fresh;
}
