import type { LockChange } from "./lock-history.js";
import type { ResultsFile } from "./results-file.js";

/** Why something is DATA DRIVEN: a part of the plan it rests on was not as first locked, before outcomes were read. */
export interface DataDrivenCause {
  /** As the lock names it: `estimates.x`, `endpoints.x`, `sensitivity.x`, `design`, `design lock`. */
  readonly what: string;
  readonly how: "added" | "changed" | "missing";
}

/** The parts of a plan that decide an estimate of a variant, as a lock names them: `endpoints` are all it is made from. A variant that changes one of them names its own. */
export function partsOfEstimate(variant: string, name: string, endpoints: readonly string[]): string[] {
  return [
    `estimates.${name}`,
    ...endpoints.map((endpoint) => `endpoints.${endpoint}`),
    ...(variant === "main" ? [] : [`sensitivity.${variant}`]),
  ];
}

/** Why what rests on these parts of the plan is DATA DRIVEN, in their order; empty where all of them were locked first. A design chosen late makes all of it so. */
export function dataDrivenCauses(lock: ResultsFile["lock"], parts: readonly string[]): DataDrivenCause[] {
  return ["design lock", "design", ...parts]
    .filter((what) => lock.dataDriven.includes(what))
    .map((what) => ({ what, how: howOf(what, lock.deviations) }));
}

/** What is data driven and no deviation from a lock was never locked: it was added. */
function howOf(what: string, deviations: readonly LockChange[]): DataDrivenCause["how"] {
  const kinds = deviations.flatMap((deviation) => (deviation.what === what ? [deviation.kind] : []));
  if (what === "design lock") return "missing";
  return kinds.includes("changed") ? "changed" : "added";
}

/** What a label calls the part of the plan, by the section the lock names. */
const subjects: Readonly<Record<string, string>> = {
  design: "design",
  endpoints: "endpoint",
  estimates: "estimate",
  sensitivity: "variant",
};

/**
 * The label that stands wherever such an estimate is shown: `DATA DRIVEN: added` where the estimate or variant itself is the one cause, else
 * `DATA DRIVEN: estimate added, endpoint changed`. Null where there is no cause.
 */
export function dataDrivenMark(causes: readonly DataDrivenCause[]): string | null {
  const [first] = causes;
  if (first === undefined) return null;
  const isItself = causes.length === 1 && /^(estimates|sensitivity)\./.test(first.what);
  const words = causes.map(({ what, how }) =>
    what === "design lock" ? "no lock from before" : `${subjects[what.split(".")[0] ?? ""] ?? what} ${how}`,
  );
  return `DATA DRIVEN: ${isItself ? first.how : words.join(", ")}`;
}

/** What a column says of a part that was planned before the lock. */
export const beforeLock = "before the lock";

/** When what rests on these parts of the plan was planned, as a column says it: `before the lock`, or its mark. */
export const plannedWhen = (lock: ResultsFile["lock"], parts: readonly string[]): string =>
  dataDrivenMark(dataDrivenCauses(lock, parts)) ?? beforeLock;
