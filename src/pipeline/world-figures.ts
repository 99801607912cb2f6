import { quantileOfSorted } from "../math/quantile.js";
import { RESPONSE } from "../recist/response.js";
import { ORGANS } from "../simulate/organs.js";
import { isEligible } from "../simulate/participation.js";
import type { Patient } from "../simulate/patient.js";
import { simulatePatient } from "../simulate/simulate-patient.js";
import type { World } from "../simulate/world.js";
import { openResponder, type ReadingResponse } from "./respond.js";
import { deriveTruth } from "./world-truth.js";

/** One figure of the world beside its published counterpart. */
export interface WorldFigure {
  readonly group: string;
  readonly name: string;
  readonly simulated: string;
  readonly published: string;
  readonly source: string;
}

/** Patients each part of the comparison is measured on. They are the first ones of the world, so the figures do not hang on the sample's size. */
const MEASURED = { outcomes: 20000, trial: 6000, care: 6000 } as const;

/**
 * Measures the world against publications: outcomes of chemotherapy in patients who could join a trial (no selection among them,
 * trial's scans, error-free reader), baseline margins of routine care and trial, intervals of scans, disagreement of the two
 * central readers by the engine's own RECIST 1.1, charts against central reads.
 */
export function measureWorld(world: World): readonly WorldFigure[] {
  const standard: World = { ...world, trialPatients: MEASURED.trial, carePatients: MEASURED.care };
  return [...describeOutcomes(standard), ...describeTrial(standard), ...describeCare(standard)];
}

const monthDays = 30.4375;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const months = (days: number | null): string =>
  days === null ? "not reached" : `${(days / monthDays).toFixed(1)} months`;

function describeOutcomes(world: World): WorldFigure[] {
  const truth = deriveTruth({ ...world, confounding: "none", truthPatients: MEASURED.outcomes }, () => undefined);
  const group = "Chemotherapy, second and third line, eligible patients";
  const source = "OAK, docetaxel arm (Rittmeyer 2017)";
  const { scheduledPfs, os, response } = truth;
  return [
    {
      group,
      name: "median PFS, trial's scans",
      simulated: months(scheduledPfs.median.chemotherapy),
      published: "4.0 months",
      source,
    },
    {
      group,
      name: "confirmed objective response",
      simulated: percent(response.confirmed.chemotherapy),
      published: "13 %",
      source,
    },
    {
      group,
      name: "median overall survival",
      simulated: months(os.median.chemotherapy),
      published: "9.6 months; 8 to 10 across trials",
      source,
    },
  ];
}

interface Reads {
  readonly patient: Patient;
  readonly first: ReadingResponse;
  readonly second: ReadingResponse;
}

function readPatients(world: World, population: "trial" | "care", count: number): Reads[] {
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

function describeTrial(world: World): WorldFigure[] {
  const reads = readPatients(world, "trial", MEASURED.trial);
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

function describeCare(world: World): WorldFigure[] {
  const reads = readPatients(world, "care", MEASURED.care);
  const eligible = reads.filter(({ patient }) => isEligible(patient.recruit.person));
  const called = (response: string) => (patient: Patient) => patient.chart.some((entry) => entry.response === response);
  const isResponse = (code: number) => code === RESPONSE.cr || code === RESPONSE.pr;
  const group = "Charts against central reads, routine care, eligible patients";
  return [
    {
      group: "Scans",
      name: "days between scans of routine care, quartiles",
      simulated: quartiles(reads.flatMap(({ patient }) => intervals(patient))),
      published: "6 to 9 weeks by the clinician's judgement",
      source: "the project's target",
    },
    {
      group,
      name: "progression in the chart, none by central RECIST",
      simulated: percent(
        share(eligible, ({ patient, first }) => called("PD")(patient) && first.progressionDay === null),
      ),
      published: "32 % over-called (routine reads)",
      source: "Siegel 2023",
    },
    {
      group,
      name: "complete response in the chart",
      simulated: percent(share(eligible, ({ patient }) => called("CR")(patient))),
      published: "12.3 %, of which 4.8 % by RECIST (other disease and line)",
      source: "Feinberg 2021",
    },
    {
      group,
      name: "response in the chart; unconfirmed by the first central reader",
      simulated: `${percent(share(eligible, ({ patient }) => called("CR")(patient) || called("PR")(patient)))}; ${percent(share(eligible, ({ first }) => isResponse(first.bestUnconfirmed)))}`,
      published: "charts above reads",
      source: "Feinberg 2021",
    },
    ...describePeople(
      "Baseline, routine care",
      reads.map(({ patient }) => patient),
      {
        age: "68 to 69",
        men: "54 %",
        ecog0: "not given",
        ecog2: "24 %",
        squamous: "31 %",
        source: "Flatiron second line, n 4,224; US practice, n 2,175; UK practice, n 1,003",
      },
    ),
  ];
}

function describePeople(
  group: string,
  patients: readonly Patient[],
  published: Readonly<Record<"age" | "men" | "ecog0" | "ecog2" | "squamous" | "source", string>>,
): WorldFigure[] {
  const people = patients.map(({ recruit }) => recruit.person);
  const ages = people.map(({ ageYears }) => ageYears).sort((a, b) => a - b);
  const { source } = published;
  const of = (name: string, is: (person: (typeof people)[number]) => boolean, known: string): WorldFigure => ({
    group,
    name,
    simulated: percent(share(people, is)),
    published: known,
    source,
  });
  return [
    {
      group,
      name: "median age, years",
      simulated: quantileOfSorted(ages, 0.5).toFixed(0),
      published: published.age,
      source,
    },
    of("men", ({ isFemale }) => !isFemale, published.men),
    of("ECOG 0", ({ ecog }) => ecog === 0, published.ecog0),
    of("ECOG 2 and above", ({ ecog }) => ecog >= 2, published.ecog2),
    of("squamous", ({ isSquamous }) => isSquamous, published.squamous),
    {
      ...of("bone / brain / liver metastases", () => true, "34 % / 28 % / 13 %"),
      simulated: [
        share(people, ({ bone }) => bone),
        share(people, ({ brain }) => brain),
        share(people, ({ liver }) => liver),
      ]
        .map(percent)
        .join(" / "),
      source: "metastatic lung cancer (Riihimäki 2014); trials take fewer",
    },
  ];
}

/** Days between follow-up scans; the one from baseline to the first is left out. */
function intervals({ scans }: Patient): number[] {
  const days = scans.filter(({ day }) => day > 21).map(({ day }) => day);
  return days.slice(1).map((day, i) => day - days[i]!);
}

function quartiles(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((p) => quantileOfSorted(sorted, p).toFixed(0)).join(" / ");
}

function share<T>(all: readonly T[], is: (one: T) => boolean): number {
  return all.filter(is).length / all.length;
}
