import type { DesignLock, LockedDesign, LockedVariant } from "./lock-file.js";

/** Relative difference of two weights that the last printed digit and another processor explain. */
const weightTolerance = 2e-9;

/** A difference from what was locked, as it is recorded and as it is told. */
export interface LockDifference {
  readonly what: string;
  readonly line: string;
}

/** Why `now` is not the design that was `locked`: none when they agree. Estimates and endpoints do not count here. */
export function compareLocks(locked: DesignLock, now: DesignLock): LockDifference[] {
  if (locked.designHash !== now.designHash)
    return [
      {
        what: "design",
        line: "the design sections of the analysis file (source, cohort, covariates, designs, seed) were changed",
      },
    ];
  return inputDifferences(locked, now).map((line) => ({ what: "design inputs", line }));
}

function inputDifferences(locked: DesignLock, now: DesignLock): string[] {
  return locked.variants.flatMap((before) => {
    const after = now.variants.find((candidate) => candidate.variant === before.variant);
    // A sensitivity analysis that was dropped or changed is a deviation, told elsewhere.
    if (
      after === undefined ||
      (before.variant !== "main" && locked.sensitivity[before.variant] !== now.sensitivity[before.variant])
    )
      return [];
    return compareVariants(before, after);
  });
}

function compareVariants(before: LockedVariant, after: LockedVariant): string[] {
  const name = before.variant === "main" ? "the main analysis" : `sensitivity analysis "${before.variant}"`;
  if (before.inputs !== after.inputs) {
    const counts = `locked ${before.patients.trial} + ${before.patients.control} patients, now ${after.patients.trial} + ${after.patients.control}`;
    return [
      `the eligible patients, their index dates or covariates in ${name} are not those that were locked (${counts})`,
    ];
  }
  return before.designs.flatMap((design) => {
    const same = after.designs.find((candidate) => candidate.design === design.design);
    return same === undefined || sameDesign(design, same)
      ? []
      : [`the weights of design "${design.design}" in ${name} are not those that were locked`];
  });
}

function sameDesign(a: LockedDesign, b: LockedDesign): boolean {
  return (
    sameNumbers(a.weights, b.weights) &&
    sameNumbers(a.pairs, b.pairs) &&
    sameSize(a, b) &&
    sameImputations(a.imputations ?? [], b.imputations ?? []) &&
    (a.failure === null) === (b.failure === null)
  );
}

/** Where a lock keeps no weights (combinations of a curve) what they amount to stands for them. */
function sameSize(a: LockedDesign, b: LockedDesign): boolean {
  const sizes = (design: LockedDesign) =>
    design.weights === null ? [design.effectiveSampleSize ?? 0, design.largestSmd ?? 0] : [];
  const [before, now] = [sizes(a), sizes(b)];
  return (
    before.length === now.length && before.every((value, k) => Math.abs(value - now[k]!) <= 1e-7 * Math.max(1, value))
  );
}

type LockedImputations = NonNullable<LockedDesign["imputations"]>;

function sameImputations(a: LockedImputations, b: LockedImputations): boolean {
  const sizes = (all: LockedImputations) =>
    all.flatMap((each) => [each.trialEffectiveSampleSize, each.controlEffectiveSampleSize]);
  return sameNumbers(sizes(a), sizes(b)) && a.every(({ pairs }, k) => pairs === b[k]?.pairs);
}

function sameNumbers(a: readonly number[] | null, b: readonly number[] | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.length === b.length &&
    a.every((value, i) => Math.abs(value - b[i]!) <= weightTolerance * Math.max(Math.abs(value), Math.abs(b[i]!)))
  );
}
