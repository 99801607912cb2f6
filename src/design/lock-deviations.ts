import type { LockChange } from "../results/lock-history.js";
import type { DesignLock } from "./lock-file.js";

export interface LockDeviations {
  /** What was locked and is now other or gone, and what an earlier lock held that was replaced after outcomes had been read. */
  readonly deviations: readonly LockChange[];
  /**
   * What was chosen with outcomes at hand: endpoints, estimates and sensitivity analyses (`estimates.x`) added or changed after the lock, or
   * after outcomes had been read and locked later; `design` and `design lock` where the whole design was.
   */
  readonly dataDriven: readonly string[];
}

type Sections = Pick<DesignLock, (typeof watched)[number]>;

/** The sections that a lock watches without refusing. */
const watched = ["endpoints", "estimates", "sensitivity"] as const;

/** The deviations of a plan from its lock. Those that a later lock took in after outcomes had been read stay deviations, and stay data driven. */
export function deriveDeviations(locked: Sections & Pick<DesignLock, "replaced">, now: Sections): LockDeviations {
  const carried = locked.replaced.flatMap(({ afterResults, changes }) => (afterResults ? changes : []));
  const all = [...carried, ...changesOfSections(locked, now)];
  const dataDriven = all.flatMap(({ what, kind }) => (isChoice(what, kind) && isThere(what, now) ? [what] : []));
  return { deviations: unique(all.filter(({ kind }) => kind !== "added")), dataDriven: [...new Set(dataDriven)] };
}

/** What of the watched sections is other than it was locked: changed or dropped ones first, then added ones, section by section. */
export function changesOfSections(locked: Sections, now: Sections): LockChange[] {
  return watched.flatMap((section): LockChange[] => {
    const [before, after] = [locked[section], now[section]];
    const changed = Object.entries(before).flatMap(([name, hash]): LockChange[] => {
      if (after[name] === hash) return [];
      return [{ what: `${section}.${name}`, kind: name in after ? "changed" : "dropped" }];
    });
    const added = Object.keys(after).flatMap((name): LockChange[] =>
      name in before ? [] : [{ what: `${section}.${name}`, kind: "added" }],
    );
    return [...changed, ...added];
  });
}

/** Other data under the same plan are a deviation, but nobody's choice of an estimate. */
function isChoice(what: string, kind: LockChange["kind"]): boolean {
  if (what === "design lock") return kind === "missing" || kind === "unreadable";
  if (what === "design") return kind === "changed";
  return /^(endpoints|estimates|sensitivity)\./.test(what) && (kind === "changed" || kind === "added");
}

function isThere(what: string, now: Sections): boolean {
  const section = watched.find((name) => what.startsWith(`${name}.`));
  return section === undefined || what.slice(section.length + 1) in now[section];
}

function unique(changes: readonly LockChange[]): LockChange[] {
  const seen = new Map(changes.map((change) => [JSON.stringify([change.what, change.kind]), change]));
  return [...seen.values()];
}
