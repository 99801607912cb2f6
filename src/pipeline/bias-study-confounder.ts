import type { PatientFrame } from "../frame/patient-frame.js";
import { unmeasuredWeight } from "../simulate/prognosis.js";
import { recruit } from "../simulate/recruit.js";
import type { World } from "../simulate/world.js";
import { normalConfounderBias } from "../stats/unmeasured-confounder.js";

/**
 * Log bias of a hazard ratio by the prognosis nobody recorded, as the formula for a normal confounder has it when it is told how that
 * prognosis differs between the trial and the weighted controls of this sample, and its log hazard per standard deviation.
 */
export function confounderTold(world: World, patients: PatientFrame, weight: Float64Array): number {
  return Math.log(normalConfounderBias(meanShift(world, patients, weight), Math.exp(unmeasuredWeight)));
}

/** Difference of the unmeasured prognosis between trial and weighted controls, in standard deviations. */
function meanShift(world: World, { patientId, trial, n }: PatientFrame, weight: Float64Array): number {
  const sums = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < n; i += 1) {
    if (!(weight[i]! > 0)) continue;
    const { person } = recruit(world, trial[i] === 1 ? "trial" : "care", numberOf(patientId[i]!));
    const side = sums[trial[i]!]!;
    side[0]! += weight[i]! * person.unmeasured;
    side[1]! += weight[i]!;
  }
  return sums[1]![0]! / sums[1]![1]! - sums[0]![0]! / sums[0]![1]!;
}

/** The simulator numbers its patients; the number stands in the id. */
const numberOf = (id: string): number => Number(id.replace(/\D/g, ""));
