import { scales } from "./bias-study-result.js";
import type { BiasScenarioId } from "./bias-study-settings.js";

/** An estimate a correction starts from, and the corrections made for that world, as the replicates name them. */
export interface BiasStudyBlock {
  readonly scenario: BiasScenarioId;
  readonly scale: (typeof scales)[keyof typeof scales];
  readonly from: StudyLineName;
  readonly corrections: readonly StudyLineName[];
}

/** A line of the study: its name in the replicates and in the tables. */
export interface StudyLineName {
  readonly name: string;
  readonly label: string;
}

const line = (name: string, label = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`): StudyLineName => ({
  name,
  label,
});

const charts = line("charts of controls", "Trial by scans, controls by charts");
const scans = line("scans", "By scans in both arms");
const response = [
  line(
    "charts corrected by sensitivity and specificity",
    "Charts corrected by sensitivity and specificity (Rogan–Gladen)",
  ),
  line("charts corrected by category", "Charts corrected by category (matrix)"),
];
const progression = [line("charts calibrated by survival regression", "Charts calibrated by survival regression")];
const ofCharts = (scenario: BiasScenarioId): readonly BiasStudyBlock[] => [
  { scenario, scale: scales.difference, from: charts, corrections: [...response, scans] },
  { scenario, scale: scales.ratio, from: charts, corrections: [...progression, scans] },
];

/** Every block of the tables, in their order. */
export const biasStudyBlocks: readonly BiasStudyBlock[] = [
  ...ofCharts("charts"),
  ...ofCharts("faithfulCharts"),
  {
    scenario: "scans",
    scale: scales.ratio,
    from: scans,
    corrections: [
      line("scanAlignment, both arms on routine scans", "Both arms on the routine rhythm"),
      line("scanAlignment, both arms on the trial's scans", "Both arms on the trial's scans"),
      line("scans as intervals", "Progression between two scans (interval-censored Weibull)"),
    ],
  },
  {
    scenario: "scans",
    scale: scales.difference,
    from: scans,
    corrections: [
      line("notEvaluable, not evaluable like the evaluable", "Not evaluable like the evaluable"),
      line(
        "notEvaluable, evaluable only, inverse-probability weighted",
        "Evaluable only, inverse-probability weighted",
      ),
    ],
  },
  {
    scenario: "unmeasured",
    scale: scales.ratio,
    from: scans,
    corrections: [
      line("confounder told", "Unmeasured-confounder formula, told its true shift and effect"),
      line("negativeControls", "Calibrated by 24 negative controls"),
      line("referenceStudies", "Less the published average bias (0.907)"),
    ],
  },
];
