import { compareLocks } from "../design/compare-locks.js";
import { deriveDeviations } from "../design/lock-deviations.js";
import type { DesignLock } from "../design/lock-file.js";
import { LockError } from "../errors.js";
import type { ResultsFile } from "../results/results-file.js";
import { appendLedger, readLedger, resultsExisted } from "./ledger.js";
import { compareSeals, type DataSeal, readLock, writeLock } from "./lock-files.js";
import { makeLock } from "./make-lock.js";
import type { Study } from "./open-study.js";
import type { VariantDesign } from "./run-designs.js";
import { engineVersion } from "./version.js";

type LockState = ResultsFile["lock"];

const howToLockAnew = 'if this is meant, lock anew with: scanarm design <analysis> --reason "..."';

/**
 * Locks the design as it is now. Where a lock of another design or other data stands, it is replaced: freely while the engine has written no results of this
 * analysis, and only for a `reason` afterwards; the reason is kept in the new lock and printed in the report.
 */
export function lockDesign(
  study: Study,
  designs: readonly VariantDesign[],
  seal: DataSeal,
  reason: string | null,
): LockState {
  const { folder } = study.loaded;
  const ledger = readLedger(folder);
  const standing = readLock(folder);
  const fresh = makeLock(study, designs, { resultsExisted: resultsExisted(ledger), replaced: [] });
  if (standing !== null) {
    const differences = [
      ...compareSeals(standing.seal, seal),
      ...compareLocks(standing.lock, fresh),
      ...sectionChanges(standing.lock, fresh),
    ];
    if (differences.length === 0) return stateOf(standing.lock, standing.lockHash, fresh);
    if (reason === null && resultsExisted(ledger)) {
      throw new LockError(
        `the design is locked and results have been written since; ${differences[0]}: ${howToLockAnew}`,
      );
    }
  }
  const replaced =
    standing === null
      ? []
      : [
          ...standing.lock.replaced,
          { designHash: standing.lock.designHash, reason: reason ?? "replaced before any results were written" },
        ];
  const lock: DesignLock = { ...fresh, replaced };
  const lockHash = writeLock(folder, lock, seal);
  note(study, standing === null ? "design-locked" : "design-replaced", reason);
  return stateOf(lock, lockHash, lock);
}

/** Holds the designs and data of now against the lock. Throws LockError where they are not those that were locked; changed estimates are recorded, not refused. */
export function checkLock(study: Study, designs: readonly VariantDesign[], seal: DataSeal): LockState {
  const standing = readLock(study.loaded.folder);
  if (standing === null)
    throw new LockError(
      `there is no design lock beside ${study.loaded.place}; make one with: scanarm design <analysis>`,
    );
  const fresh = makeLock(study, designs, { resultsExisted: false, replaced: [] });
  const differences = [
    ...compareLocks(standing.lock, fresh),
    ...compareSeals(standing.seal, seal).map((line) => `the data are not those that were sealed: ${line}`),
  ];
  if (differences.length > 0) {
    throw new LockError(
      `the analysis is not the one that was locked (${study.loaded.place}):\n${differences.map((line) => `  - ${line}`).join("\n")}\n${howToLockAnew}`,
    );
  }
  return stateOf(standing.lock, standing.lockHash, fresh);
}

/** Writes into the ledger that results of this plan exist. */
export function noteResults(study: Study): void {
  note(study, "results-written", null);
}

function note(
  study: Study,
  event: "design-locked" | "design-replaced" | "results-written",
  reason: string | null,
): void {
  const at = new Date(study.effects.now()).toISOString();
  appendLedger(study.loaded.folder, {
    at,
    event,
    planHash: study.plan.hash,
    designHash: study.hashes.design,
    engine: engineVersion,
    reason,
  });
}

function sectionChanges(locked: DesignLock, now: DesignLock): string[] {
  return deriveDeviations(locked, now).deviations.map(({ what, kind }) => `${what} was ${kind}`);
}

function stateOf(lock: DesignLock, lockHash: string, now: DesignLock): LockState {
  const { deviations, dataDriven } = deriveDeviations(lock, now);
  const { designHash, resultsExisted: existed, replaced } = lock;
  return {
    designHash,
    lockHash,
    resultsExisted: existed,
    replaced,
    deviations: [...deviations],
    dataDriven: [...dataDriven],
  };
}
