import { RESPONSE } from "../recist/response.js";
import { isEligible } from "../simulate/participation.js";
import type { Patient } from "../simulate/patient.js";
import type { World } from "../simulate/world.js";
import { describePeople } from "./describe-people.js";
import { percent, quartiles, share, type WorldFigure } from "./world-figure.js";
import { intervals, readPatients } from "./world-reads.js";

/** Scans, charts and patients of routine care beside publications, from its first `count` patients. */
export function describeCareFigures(world: World, count: number): WorldFigure[] {
  const reads = readPatients(world, "care", count);
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
