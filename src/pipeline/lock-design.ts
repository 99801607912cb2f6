import { dirname } from "node:path";
import { compareLocks } from "../design/compare-locks.js";
import { deriveDeviations } from "../design/lock-deviations.js";
import type { DesignLock } from "../design/lock-file.js";
import { LockError } from "../errors.js";
import type { ReplacedLock } from "../results/lock-history.js";
import type { ResultsFile } from "../results/results-file.js";
import { appendLedger, describeUnreadable, type LedgerEntry, readLedger } from "./ledger.js";
import { describeOtherAnalysis, findLockDifferences, howToLockAnew, orLockAnew } from "./lock-differences.js";
import { compareSeals, type DataSeal, findLock, lockFolder, writeLock } from "./lock-files.js";
import { makeLock } from "./make-lock.js";
import type { Study } from "./open-study.js";
import { findEvidence } from "./outcome-evidence.js";
import type { VariantDesign } from "./run-designs.js";
import { engineVersion } from "./version.js";

type LockState = ResultsFile["lock"];

/**
 * Locks the design as it is now. Where a lock of another design or other data stands, it is replaced: freely while nothing says that outcomes
 * of this analysis were read, and only for a `reason` afterwards. A `reason` is needed as well where outcomes were read and no lock stands, and
 * where the lock cannot be read or is another analysis's. Reason and changes are kept in the new lock and printed in the report.
 */
export function lockDesign(
  study: Study,
  designs: readonly VariantDesign[],
  seal: DataSeal,
  reason: string | null,
): LockState {
  const { folder } = study.loaded;
  const ledger = readLedger(folder);
  const found = findLock(folder);
  const evidence = findEvidence(study, ledger, found?.lock ?? null);
  const afterResults = evidence.places.length > 0;
  const fresh = makeLock(study, designs, { resultsExisted: afterResults, replaced: [] });
  const standing = { place: shownFolder(study), found, ledger, evidence };
  const differences = findLockDifferences(standing, fresh, seal);
  if (found?.lock && differences.length === 0) return stateOf(found.lock, found.lockHash, fresh);
  const given = reason?.trim() || null;
  const refusal = given === null ? differences.find(({ needsReason }) => needsReason || afterResults) : undefined;
  if (refusal !== undefined) {
    const read = afterResults ? `outcomes of this analysis were read (${evidence.places.join("; ")}), and ` : "";
    throw new LockError(`${read}${refusal.line}`);
  }
  const replaced: ReplacedLock = {
    designHash: found?.lock?.designHash ?? null,
    reason: given ?? "replaced before any outcome was read",
    afterResults,
    changes: differences.flatMap(({ change }) => (change === null ? [] : [change])),
  };
  const isFirst = found === null && differences.length === 0;
  const lock: DesignLock = { ...fresh, replaced: [...(found?.lock?.replaced ?? []), ...(isFirst ? [] : [replaced])] };
  const lockHash = writeLock(folder, lock, seal);
  note(study, isFirst ? "design-locked" : "design-replaced", given);
  return stateOf(lock, lockHash, lock);
}

/** Holds the designs and data of now against the lock. Throws LockError where they are not those that were locked; changed endpoints and estimates are recorded, not refused. */
export function checkLock(study: Study, designs: readonly VariantDesign[], seal: DataSeal): LockState {
  const { folder, place } = study.loaded;
  const found = findLock(folder);
  if (found === null)
    throw new LockError(`there is no design lock beside ${place}; make one with: scanarm design <analysis>`);
  const ledger = readLedger(folder);
  if (ledger.unreadable.length > 0) throw new LockError(`${describeUnreadable(ledger.unreadable)}: ${orLockAnew}`);
  if (found.lock === null || found.seal === null) throw new LockError(`${found.problem}: ${orLockAnew}`);
  if (found.lock.analysis !== study.plan.analysis.id)
    throw new LockError(describeOtherAnalysis(shownFolder(study), found.lock.analysis, study.plan.analysis.id));
  const fresh = makeLock(study, designs, { resultsExisted: false, replaced: [] });
  const differences = [...compareLocks(found.lock, fresh), ...compareSeals(found.seal, seal)];
  if (differences.length > 0) {
    throw new LockError(
      `the analysis is not the one that was locked (${place}):\n${differences.map(({ line }) => `  - ${line}`).join("\n")}\nif this is meant, ${howToLockAnew}`,
    );
  }
  return stateOf(found.lock, found.lockHash, fresh);
}

/** Writes into the ledger that results of this plan exist. */
export function noteResults(study: Study): void {
  note(study, "results-written", null);
}

/** The lock folder as the user would name it. */
const shownFolder = ({ loaded }: Study): string => lockFolder(dirname(loaded.place));

function note(study: Study, event: LedgerEntry["event"], reason: string | null): void {
  appendLedger(study.loaded.folder, {
    at: new Date(study.effects.now()).toISOString(),
    event,
    planHash: study.plan.hash,
    designHash: study.hashes.design,
    engine: engineVersion,
    reason,
  });
}

function stateOf(lock: DesignLock, lockHash: string, now: DesignLock): LockState {
  const { deviations, dataDriven } = deriveDeviations(lock, now);
  const { designHash, resultsExisted, replaced } = lock;
  return { designHash, lockHash, resultsExisted, replaced, deviations: [...deviations], dataDriven: [...dataDriven] };
}
