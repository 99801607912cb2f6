import type { DesignLock } from "./lock-file.js";

export interface LockDeviations {
  /** Endpoints, estimates and sensitivity analyses that were locked and are now other or gone. */
  readonly deviations: readonly { readonly what: string; readonly kind: "changed" | "dropped" }[];
  /** Estimates (`estimates.x`) and sensitivity analyses (`sensitivity.x`) that were not there when the design was locked, or were changed since. */
  readonly dataDriven: readonly string[];
}

/** What was changed after the lock in the sections that a lock watches without refusing. */
export function deriveDeviations(
  locked: DesignLock,
  now: Pick<DesignLock, "endpoints" | "estimates" | "sensitivity">,
): LockDeviations {
  const deviations: { what: string; kind: "changed" | "dropped" }[] = [];
  const dataDriven: string[] = [];
  for (const section of ["endpoints", "estimates", "sensitivity"] as const) {
    const before = locked[section];
    const after = now[section];
    for (const [name, hash] of Object.entries(before)) {
      if (after[name] === hash) continue;
      deviations.push({ what: `${section}.${name}`, kind: name in after ? "changed" : "dropped" });
    }
    for (const [name, hash] of Object.entries(after)) if (before[name] !== hash) dataDriven.push(`${section}.${name}`);
  }
  return { deviations, dataDriven };
}
