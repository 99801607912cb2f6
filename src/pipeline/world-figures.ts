import type { World } from "../simulate/world.js";
import { describeCareFigures } from "./describe-care-figures.js";
import { describeTrialFigures } from "./describe-trial-figures.js";
import { percent, type WorldFigure } from "./world-figure.js";
import { deriveTruth } from "./world-truth.js";

/** Patients each part of the comparison is measured on. They are the first ones of the world, so the figures do not hang on the sample's size. */
const MEASURED = { outcomes: 20000, trial: 6000, care: 6000 } as const;

/**
 * Measures the world against publications: outcomes of chemotherapy in patients who could join a trial (no selection among them,
 * trial's scans, error-free reader), baseline margins of routine care and trial, intervals of scans, disagreement of the two
 * central readers by the engine's own RECIST 1.1, charts against central reads.
 */
export function measureWorld(world: World): readonly WorldFigure[] {
  const standard: World = { ...world, trialPatients: MEASURED.trial, carePatients: MEASURED.care };
  return [
    ...describeOutcomes(standard),
    ...describeTrialFigures(standard, MEASURED.trial),
    ...describeCareFigures(standard, MEASURED.care),
  ];
}

const monthDays = 30.4375;
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
