import { ORGANS } from "../simulate/organs.js";
import type { Patient } from "../simulate/patient.js";
import { simulatePatient } from "../simulate/simulate-patient.js";
import type { World } from "../simulate/world.js";
import { openResponder, type ReadingResponse } from "./respond.js";

/** A patient with what RECIST 1.1 makes of the readings of the two central readers. */
export interface Reads {
  readonly patient: Patient;
  readonly first: ReadingResponse;
  readonly second: ReadingResponse;
}

/** The first `count` patients of a dataset, read and judged. */
export function readPatients(world: World, population: "trial" | "care", count: number): Reads[] {
  const responder = openResponder();
  const judge = ({ readings, scans }: Patient, reader: number): ReadingResponse => {
    const { marks, lesions } = readings[reader]!;
    for (const { scan, lesion, state, diameterMm, certainty } of marks) {
      const { role, organ } = lesions[lesion]!;
      const { day, sliceMm } = scans[scan]!;
      responder.note({
        day,
        lesion,
        role,
        organ,
        isNode: ORGANS[organ]!.isNode,
        state,
        diameterMm,
        certainty,
        sliceMm,
      });
    }
    return responder.judge();
  };
  return Array.from({ length: count }, (_, i) => {
    const patient = simulatePatient(world, population, i + 1);
    return { patient, first: judge(patient, 0), second: judge(patient, 1) };
  });
}

/** Days between follow-up scans; the one from baseline to the first is left out. */
export function intervals({ scans }: Patient): number[] {
  const days = scans.filter(({ day }) => day > 21).map(({ day }) => day);
  return days.slice(1).map((day, i) => day - days[i]!);
}
