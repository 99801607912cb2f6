import { deriveCourse } from "./course.js";
import { drawChance, drawExponential, drawWhole } from "./draw.js";
import { drawFate } from "./fate.js";
import { drawFollowUp, drawIndexDay, yearsSince2018 } from "./follow-up.js";
import type { Patient } from "./patient.js";
import { centralReaders } from "./reader.js";
import { openReading, type Reading } from "./reading.js";
import { type Population, type Recruit, recruit } from "./recruit.js";
import type { Scan } from "./scan.js";
import type { Treatment } from "./treatment.js";
import { visitCare } from "./visit-care.js";
import { visitTrial } from "./visit-trial.js";
import type { World } from "./world.js";

/** Treatment each population receives. */
export const received = {
  trial: "experimental",
  truth: "experimental",
  care: "chemotherapy",
} as const satisfies Record<Population, Treatment>;

/** The latent courses of a patient: everything that would happen under either treatment. */
export function deriveCourses(world: World, patient: Recruit) {
  const fate = drawFate(patient.streamOf("course"), patient.lesions.organ.length);
  const indexDay = drawIndexDay(patient);
  const under = (treatment: Treatment) =>
    deriveCourse(world, patient, fate, { treatment, yearsSince2018: yearsSince2018(indexDay) });
  return { indexDay, under };
}

/**
 * Patient `number` of the trial or of routine care, as the data will hold them: the course under the treatment received,
 * observed by scans, readers and charts. The same for any size of the samples.
 */
export function simulatePatient(world: World, population: "trial" | "care", number: number): Patient {
  for (let attempt = 0; ; attempt += 1) {
    const candidate = recruit(world, population, number, attempt);
    const { indexDay, under } = deriveCourses(world, candidate);
    const course = under(received[population]);
    const enteredDay = drawEntry(world, candidate);
    if (enteredDay > 0 && course.deathDay <= enteredDay + 1) continue;
    return observe(world, { recruit: candidate, course, indexEpochDay: indexDay, enteredDay });
  }
}

/**
 * Day of entry. In the trial enrolment, a few days before the start. In routine care the diagnosis brings patients into the
 * database; with delayed entry 60 % enter only when a genomic test is linked, on average 100 days after the start.
 */
function drawEntry(world: World, { population, person, streamOf }: Recruit): number {
  const stream = streamOf("entry");
  if (population !== "care") return -drawWhole(stream, 0, 7);
  const isLate = drawChance(stream, 0.6) && world.delayedEntry;
  const delay = Math.min(365, 1 + Math.floor(drawExponential(stream, 100)));
  return isLate ? delay : -Math.round(30.4 * person.monthsSinceAdvanced);
}

function observe(world: World, start: Pick<Patient, "recruit" | "course" | "indexEpochDay" | "enteredDay">): Patient {
  const { recruit: person, course, indexEpochDay } = start;
  const drawn = drawFollowUp(world, person, { course, indexDay: indexEpochDay });
  // Loss cannot come before entry: who is lost by then was not in the database.
  const end =
    drawn.lastDay > start.enteredDay ? drawn : { followUpEnd: "lost" as const, lastDay: start.enteredDay + 1 };
  if (person.population === "care") {
    const visits = visitCare(world, person, course, end.lastDay);
    const readings = readCentrally(start, visits.scans);
    return { ...start, ...end, ...visits, readings, assessments: [] };
  }
  const { reading, ...visits } = visitTrial(person, course, end.lastDay);
  const readings = [...readCentrally(start, visits.scans), reading];
  return { ...start, ...end, ...visits, readings, chart: [] };
}

function readCentrally(
  { recruit: person, course }: Pick<Patient, "recruit" | "course">,
  scans: readonly Scan[],
): Reading[] {
  return centralReaders.map((profile) => {
    const work = openReading(profile, person, course);
    for (const scan of scans) work.read(scan);
    return work.reading;
  });
}
