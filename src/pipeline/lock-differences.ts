import { compareLocks } from "../design/compare-locks.js";
import { changesOfSections } from "../design/lock-deviations.js";
import type { DesignLock } from "../design/lock-file.js";
import type { LockChange } from "../results/lock-history.js";
import { describeUnreadable, type Ledger } from "./ledger.js";
import { compareSeals, type DataSeal, type FoundLock } from "./lock-files.js";
import type { OutcomeEvidence } from "./outcome-evidence.js";

/** One thing that sets the lock of now apart from the one that stands, or that is missing of it. */
export interface LockedDifference {
  /** As the new lock records it; null where nothing was lost or changed. */
  readonly change: LockChange | null;
  /** The rule broken, what was seen, and what to do. */
  readonly line: string;
  /** Whether a new lock takes a reason even where no outcome was read. */
  readonly needsReason: boolean;
}

/** What stands in an analysis folder before it is locked. */
export interface Standing {
  /** The lock folder, as it is told. */
  readonly place: string;
  readonly found: FoundLock | null;
  readonly ledger: Ledger;
  readonly evidence: OutcomeEvidence;
}

export const howToLockAnew = 'lock anew with: scanarm design <analysis> --reason "..."';
export const orLockAnew = `restore it, or, where that cannot be, ${howToLockAnew}`;

/** Everything that sets a lock made now, over the data sealed now, apart from what stands. None: nothing stands and nothing is on record, or all agrees. */
export function findLockDifferences(standing: Standing, fresh: DesignLock, seal: DataSeal): LockedDifference[] {
  const { found, ledger } = standing;
  const lost = ledger.unreadable.map(
    (line): LockedDifference => ({
      change: { what: `ledger line ${line}`, kind: "unreadable" },
      line: `${describeUnreadable(ledger.unreadable)}: ${orLockAnew}`,
      needsReason: true,
    }),
  );
  return [
    ...lost,
    ...(found === null ? missingLock(standing) : [...ofLock(standing, found, fresh), ...ofSeal(found, seal)]),
  ];
}

/** Nothing is missing where nothing was: before any outcome was read, or where a patient's were shown before there was a design. */
function missingLock({ place, evidence }: Standing): LockedDifference[] {
  if (evidence.places.length === 0) return [];
  const gone = `there is no design lock in ${place}`;
  return evidence.wasLocked
    ? [{ change: { what: "design lock", kind: "missing" }, line: `${gone}: ${orLockAnew}`, needsReason: true }]
    : [{ change: null, line: `${gone} yet: ${howToLockAnew}`, needsReason: true }];
}

function ofLock({ place }: Standing, { lock, problem }: FoundLock, fresh: DesignLock): LockedDifference[] {
  if (lock === null)
    return [
      { change: { what: "design lock", kind: "unreadable" }, line: `${problem}: ${orLockAnew}`, needsReason: true },
    ];
  const other: LockedDifference[] =
    lock.analysis === fresh.analysis
      ? []
      : [
          {
            change: { what: "analysis id", kind: "changed" },
            line: describeOtherAnalysis(place, lock.analysis, fresh.analysis),
            needsReason: true,
          },
        ];
  return [
    ...other,
    ...compareLocks(lock, fresh).map(({ what, line }) => differing({ what, kind: "changed" }, line)),
    ...changesOfSections(lock, fresh).map((change) => differing(change, `${change.what} was ${change.kind}`)),
  ];
}

function ofSeal({ seal: sealed, problem }: FoundLock, seal: DataSeal): LockedDifference[] {
  if (sealed === null)
    return [
      { change: { what: "data seal", kind: "unreadable" }, line: `${problem}: ${orLockAnew}`, needsReason: true },
    ];
  return compareSeals(sealed, seal).map(({ what, line }) => differing({ what, kind: "changed" }, line));
}

const differing = (change: LockChange, line: string): LockedDifference => ({
  change,
  line: `${line}; if this is meant, ${howToLockAnew}`,
  needsReason: false,
});

/** A folder is one analysis's: its lock and ledger would otherwise speak for another. */
export const describeOtherAnalysis = (place: string, locked: string, now: string): string =>
  `the lock in ${place} is of analysis "${locked}"; this one is "${now}". Lock and ledger belong to the folder: give each analysis a folder of its own, or, where this one was renamed, ${howToLockAnew}`;
