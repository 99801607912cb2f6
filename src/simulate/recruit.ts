import { type Stream, stream } from "../math/stream.js";
import { drawChance } from "./draw.js";
import { type BaselineLesions, drawLesions, isMeasurable } from "./lesions.js";
import { participation } from "./participation.js";
import { drawPerson, type Person } from "./person.js";
import type { World } from "./world.js";

/**
 * Which patients: those of the trial, those of routine care, or further patients of the trial's population who only serve to
 * compute the truth.
 */
export type Population = "trial" | "care" | "truth";

/** A patient at the start of treatment. */
export interface Recruit {
  readonly population: Population;
  /** Number within the population, from 1. */
  readonly number: number;
  readonly person: Person;
  readonly lesions: BaselineLesions;
  /** The patient's own stream of random numbers for one purpose. Nothing another patient or purpose draws moves it. */
  readonly streamOf: (purpose: string) => Stream;
}

/**
 * Patient `number` of a population: the first of a row of candidates from the source population whom chance, weighted by
 * `participation`, puts there. So the trial's population is the source population weighted by the propensity score, routine
 * care by its complement, and a patient is the same whatever the sizes of the samples. `attempt` counts from 0 and gives
 * another patient of the same number (who entered late replaces one who died before).
 */
export function recruit(world: World, population: Population, number: number, attempt = 0): Recruit {
  const name = attempt === 0 ? `${population}/${number}` : `${population}/${number}+${attempt}`;
  const streamOf = (purpose: string) => stream(world.seed, `${name}/${purpose}`);
  const candidates = streamOf("person");
  for (;;) {
    const person = drawPerson(candidates);
    const joins = drawChance(candidates, participation(person, world.confounding));
    if (joins === (population === "care")) continue;
    const lesions = drawLesions(candidates, person);
    if (population !== "care" && !isMeasurable(lesions)) continue;
    return { population, number, person, lesions, streamOf };
  }
}
