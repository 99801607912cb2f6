import { measures } from "../../spec/measures.js";
import { emphasis, endSentence, inlines, paragraph, strong } from "../document/inlines.js";
import type { Block, Inlines } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { formatEffect } from "../estimate-text.js";
import { renderCurveFigure } from "../figures/curve-figure.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { type CurveResult, selectCurves } from "../records/curve-results.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { renderCurveTable } from "../tables/curve-table.js";

/** The specification curves of a plan: what was chosen otherwise, what came of it, figure and table. Absent where the plan has none. */
export function writeCurves(input: ReportInput, fonts: Fonts, estimates: readonly EstimateResult[]): readonly Draft[] {
  const curves = selectCurves(input, estimates);
  if (curves.length === 0) return [];
  return [
    {
      id: "curves",
      heading: curves.length === 1 ? "Specification curve" : "Specification curves",
      blocks: [
        paragraph(
          "One estimate under every combination of choices that the plan names beforehand. It shows how much hangs on choices that could have been made otherwise; it does not average them, and shows nothing about what none of them sees.",
        ),
        ...curves.flatMap((curve, index) => [
          ...describeCurve(input, curve),
          renderCurveFigure(input, fonts, curve, index),
          renderCurveTable(input, curve, index),
        ]),
      ],
    },
  ];
}

function describeCurve(input: ReportInput, { curve, main, place }: CurveResult): readonly Block[] {
  const find = (name: string) => input.records.getStatistic(place, name);
  const count = (name: string): string => printStatistic(find(name), formatCount);
  const effect = (name: string): string => printStatistic(find(name), formatEffect(main));
  const { long, kind } = measures[main.estimate.measure];
  const none = kind === "ratio" ? "1" : "0";
  const choices: Inlines[] = Object.values(curve.choices).map(({ label, options }) =>
    inlines(
      strong(`${label}: `),
      endSentence(
        Object.values(options)
          .map((option) => option.label)
          .join("; "),
      ),
    ),
  );
  const left = curve.without ?? [];
  return [
    paragraph(
      strong(`${curve.label}. `),
      emphasis("Estimate: "),
      `${endSentence(main.label)} `,
      emphasis("Why: "),
      endSentence(curve.why),
    ),
    {
      kind: "list",
      items: [
        ...choices,
        ...(left.length === 0
          ? []
          : [
              inlines(
                strong("Left out: "),
                endSentence(left.map((options) => describeLeftOut(curve, options)).join("; ")),
              ),
            ]),
      ],
    },
    paragraph(
      `Of ${count("combinations")} combinations ${count("combinations_estimated")} give an estimate. The ${long} is from ${effect("smallest_effect")} to ${effect("largest_effect")}, in the middle ${effect("median_effect")}; ${count("effects_below_reference")} are below ${none}. The interval lies below ${none} in ${count("intervals_below_reference")} and above it in ${count("intervals_above_reference")}.`,
    ),
  ];
}

const describeLeftOut = ({ choices }: CurveResult["curve"], options: Readonly<Record<string, string>>): string =>
  Object.entries(options)
    .map(([choice, option]) => choices[choice]?.options[option]?.label ?? option)
    .join(" with ");
