import { DataError } from "../../errors.js";
import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { wrapLabel } from "../fonts/measure-text.js";
import { drawn, formatDifference, formatPlain } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { isWeighted } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { armLabel } from "../tables/columns.js";
import { label, labelColumns } from "./layers.js";
import { figureWidth, fontSize } from "./palette.js";
import { keyLayers, panel } from "./propensity-overlap-layers.js";

const panels = [
  { side: "before", title: "Before adjustment" },
  { side: "after", title: "After adjustment" },
] as const;
const keyY = 7;
const keyLine = 14;
const keyMargin = 80;

/** Whether some bin of each arm's histogram may be shown. */
export const hasPropensityOverlap = (input: ReportInput, design: string): boolean => {
  const { trialBefore, controlBefore } = readBins(input, design);
  return [trialBefore, controlBefore].every((counts) => counts.some((count) => count !== 0));
};

/** F14.1.3: the propensity score of both arms as mirrored histograms, before and after one design. */
export function renderPropensityOverlap(
  input: ReportInput,
  fonts: Fonts,
  design: string,
  position: { readonly index: number; readonly of: number },
): Figure {
  const chosen = input.plan.analysis.designs[design];
  const name = chosen?.label ?? design;
  const weighted = isWeighted(input, "main", design);
  const place = { variant: "main", population: design };
  const labels = [
    `${armLabel(input, "main", "trial")} (upwards)`,
    `${armLabel(input, "main", "control")} (downwards)`,
  ] as const;
  const key = layOutKey(fonts, labels);
  const bins = readBins(input, design);
  const c = printStatistic(input.records.findStatistic(place, "c_statistic"), formatDifference);
  const caliper = input.records.findStatistic(place, "caliper");
  return {
    kind: "figure",
    ...catalogueEntry("figure", "14.1.3", `propensity-overlap-${design}`, position),
    title: `Propensity score before and after adjustment: ${name}`,
    population: `Eligible patients with a propensity score, and the analysis set: ${name}`,
    data: { bins, keys: key.squares, texts: labelColumns(key.labels) },
    spec: {
      vconcat: [
        { width: figureWidth - keyMargin, height: key.height, layer: keyLayers(key.labels) },
        {
          hconcat: panels.map(({ side, title }) =>
            panel(side, { title, yTitle: side === "after" && weighted ? "Sum of weights" : "Patients", bins }),
          ),
          spacing: 26,
        },
      ],
      spacing: 12,
    },
    hover: [],
    alt: `Mirrored histograms of the propensity score, trial arm upwards and control arm downwards, before and after adjustment. c-statistic of the propensity model ${c}.`,
    footnotes: writeFootnotes(input, {
      definitions: [
        `Filled: ${labels[0]}; lighter and outlined: ${labels[1]}. Propensity score: the probability of being in the trial arm given the covariates of the model.`,
        `c-statistic of the model ${c}.`,
        hasGaps(input, design) ? "Bins whose count is suppressed (small-cell rule) are not drawn." : null,
        caliper === null
          ? null
          : `Caliper ${printStatistic(caliper, formatPlain)} on the logit of the propensity score.`,
      ],
      source: `design / ${design} / propensity_histogram`,
    }),
  };
}

/** Whether the small-cell rule took bins out of the histogram. */
function hasGaps(input: ReportInput, design: string): boolean {
  const { columns } = input.records.getSeries({ variant: "main", population: design }, "propensity_histogram");
  return Object.values(columns).some(({ values }) => values.includes(null));
}

function readBins(input: ReportInput, design: string) {
  const series = input.records.getSeries({ variant: "main", population: design }, "propensity_histogram");
  const column = (name: string): readonly number[] => {
    const found = series.columns[name];
    if (found === undefined)
      throw new DataError(`results.json lacks column ${name} of series propensity_histogram: run analyze again`);
    return found.values.map((value) => drawn(value ?? 0));
  };
  return {
    lower: column("lower"),
    upper: column("upper"),
    trialBefore: column("trial"),
    controlBefore: column("control").map((count) => 0 - count),
    trialAfter: column("trial_weighted"),
    controlAfter: column("control_weighted").map((count) => 0 - count),
  };
}

/** A square of each arm's colour with the arm's name, in two columns above both panels. */
function layOutKey(fonts: Fonts, names: readonly string[]) {
  const column = (figureWidth - keyMargin) / 2;
  const lines = names.map((name) => wrapLabel(fonts.regular, name, fontSize, column - 34));
  const labels = lines.flatMap((wrapped, i) =>
    wrapped.map((line, k) => label(i * column + 18, keyY + k * keyLine, line)),
  );
  const x = names.map((_, i) => i * column);
  return {
    labels,
    height: keyLine * Math.max(...lines.map(({ length }) => length)),
    squares: {
      x,
      x2: x.map((left) => left + 11),
      y: names.map(() => keyY - 6),
      y2: names.map(() => keyY + 5),
      arm: ["trial", "control"],
    },
  };
}
