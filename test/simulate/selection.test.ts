import { describe, expect, it } from "vitest";
import { isMeasurable } from "../../src/simulate/lesions.js";
import { isEligible, participation } from "../../src/simulate/participation.js";
import type { Person } from "../../src/simulate/person.js";
import { measuredRisk } from "../../src/simulate/prognosis.js";
import { type Population, recruit } from "../../src/simulate/recruit.js";
import { resolveWorld, type World } from "../../src/simulate/world.js";

const n = 4000;

/** The first eligible patients with measurable disease of a population. */
function people(confounding: World["confounding"], population: Population): Person[] {
  const world = resolveWorld({ confounding });
  const found: Person[] = [];
  for (let number = 1; found.length < n; number += 1) {
    const { person, lesions } = recruit(world, population, number);
    if (isEligible(person) && isMeasurable(lesions)) found.push(person);
  }
  return found;
}

/** Weighted difference of means in its standard errors. */
function z(
  trial: readonly Person[],
  care: readonly Person[],
  of: (person: Person) => number,
  weight = (_: Person) => 1,
): number {
  const [a, b] = [moments(trial, of, () => 1), moments(care, of, weight)];
  return (a.mean - b.mean) / Math.sqrt(a.variance + b.variance);
}

function moments(all: readonly Person[], of: (person: Person) => number, weight: (person: Person) => number) {
  let sum = 0;
  let total = 0;
  for (const person of all) {
    sum += weight(person) * of(person);
    total += weight(person);
  }
  const mean = sum / total;
  let variance = 0;
  for (const person of all) variance += (weight(person) * (of(person) - mean)) ** 2;
  return { mean, variance: variance / total ** 2 };
}

const facts: Record<string, (person: Person) => number> = {
  risk: measuredRisk,
  unmeasured: ({ unmeasured }) => unmeasured,
  age: ({ ageYears }) => ageYears,
  ecog: ({ ecog }) => ecog,
  ldh: ({ ldh }) => Math.log(ldh),
  albumin: ({ albumin }) => albumin,
  squamous: ({ isSquamous }) => Number(isSquamous),
};

/** Limits: 4.5 standard errors of 4,000 patients an arm for what must not differ, 10 for what must. */
describe("who is in the trial", () => {
  it("is chance alone without confounding", () => {
    const trial = people("none", "trial");
    const care = people("none", "care");
    for (const [name, of] of Object.entries(facts)) expect(Math.abs(z(trial, care, of)), name).toBeLessThan(4.5);
  });

  it("follows measured prognosis, and nothing else once that is weighted by the true odds", () => {
    const trial = people("measured", "trial");
    const care = people("measured", "care");
    expect(z(trial, care, measuredRisk)).toBeLessThan(-10);
    expect(Math.abs(z(trial, care, ({ unmeasured }) => unmeasured))).toBeLessThan(4.5);
    const odds = (person: Person) => participation(person, "measured") / (1 - participation(person, "measured"));
    for (const [name, of] of Object.entries(facts)) expect(Math.abs(z(trial, care, of, odds)), name).toBeLessThan(4.5);
  });

  it("follows the unmeasured prognosis too where the world says so", () => {
    const trial = people("unmeasured", "trial");
    const care = people("unmeasured", "care");
    expect(z(trial, care, ({ unmeasured }) => unmeasured)).toBeLessThan(-10);
  });

  it("never includes who could not join", () => {
    const all = Array.from({ length: 500 }, (_, i) => recruit(resolveWorld({}), "trial", i + 1));
    expect(all.filter(({ person }) => person.ecog > 1 || person.egfr || person.alk || person.albumin < 30)).toEqual([]);
    expect(all.every(({ lesions }) => isMeasurable(lesions))).toBe(true);
  });
});
