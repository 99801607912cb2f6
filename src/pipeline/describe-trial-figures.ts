import type { World } from "../simulate/world.js";
import { describePeople } from "./describe-people.js";
import type { ReadingResponse } from "./respond.js";
import { percent, quartiles, share, type WorldFigure } from "./world-figure.js";
import { intervals, readPatients } from "./world-reads.js";

/** Readers, scans and patients of the trial beside publications, from its first `count` patients. */
export function describeTrialFigures(world: World, count: number): WorldFigure[] {
  const reads = readPatients(world, "trial", count);
  const group = "Two central readers, trial patients";
  const doubleReads = "1,724 lung patients, double reads (Beaumont & Iannessi 2023)";
  const disagree = (of: (read: ReadingResponse) => unknown) =>
    share(reads, ({ first, second }) => of(first) !== of(second));
  const responders = reads.filter(({ first, second }) => first.responseDay !== null || second.responseDay !== null);
  const baseline = "1,720 lung patients, double reads (Iannessi & Beaumont 2023)";
  const targets = reads.reduce((sum, { first }) => sum + first.targetCount, 0) / reads.length;
  const measured = reads.flatMap(({ first }) => (first.targetCount > 0 ? [first.baselineSumMm ?? 0] : []));
  const sums = measured.reduce((sum, value) => sum + value, 0) / measured.length;
  return [
    {
      group,
      name: "one declares progression, the other not",
      simulated: percent(disagree((read) => read.progressionDay !== null)),
      published: "21.0 %",
      source: doubleReads,
    },
    {
      group,
      name: "other date of progression, or one only",
      simulated: percent(disagree((read) => read.progressionDay)),
      published: "41.0 %",
      source: doubleReads,
    },
    {
      group,
      name: "other best overall response",
      simulated: percent(disagree((read) => read.bestUnconfirmed)),
      published: "28.8 %",
      source: doubleReads,
    },
    {
      group,
      name: "other date of first response, of those with one",
      simulated: percent(share(responders, ({ first, second }) => first.responseDay !== second.responseDay)),
      published: "48.8 %",
      source: doubleReads,
    },
    { group, name: "targets per patient", simulated: targets.toFixed(1), published: "1.9 to 3.0", source: baseline },
    {
      group,
      name: "mean sum of diameters",
      simulated: `${sums.toFixed(0)} mm`,
      published: "84 mm; 57 to 92 between trials",
      source: baseline,
    },
    {
      group: "Scans",
      name: "days between scans of the trial, quartiles",
      simulated: quartiles(reads.flatMap(({ patient }) => intervals(patient))),
      published: "42 / 44 / 56",
      source: "the project's target for a trial with scans every 6, then 9 weeks",
    },
    ...describePeople(
      "Baseline, trial",
      reads.map(({ patient }) => patient),
      { age: "64", men: "61 %", ecog0: "37 %", ecog2: "0 %", squamous: "26 %", source: "OAK (Rittmeyer 2017)" },
    ),
  ];
}
