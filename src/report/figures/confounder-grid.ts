import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatPlain, formatRatio } from "../format.js";
import type { PanelLine } from "../records/panel-lines.js";
import type { ReportInput } from "../records/read-results.js";
import { type HeatCell, layOutHeatGrid } from "./heat-grid.js";

/** How far from 1, on the log scale, a field is at its darkest. */
const darkestLog = Math.log(2);

/** F14.2.5: the effect corrected for a confounder nobody recorded, by its prevalence in either arm and its effect. Null where no grid was made. */
export function renderConfounderGrid(
  input: ReportInput,
  fonts: Fonts,
  line: PanelLine,
  counter: OutputCounter,
): Figure | null {
  const series = input.records.findSeries(line.place, "confounder_grid");
  if (series === null) return null;
  const column = (name: string): readonly (number | null)[] => series.columns[name]?.values ?? [];
  const grid = column("estimate").flatMap((estimate, i) => {
    const of = (name: string): number => column(name)[i] ?? Number.NaN;
    if (estimate === null) return [];
    const [trial, control, effect] = [of("prevalence_trial"), of("prevalence_control"), of("confounder_effect")];
    return [{ trial, control, effect, estimate, lower: of("lower"), upper: of("upper") }];
  });
  const unique = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);
  const [trials, controls] = [unique(grid.map(({ trial }) => trial)), unique(grid.map(({ control }) => control))];
  const label = input.plan.analysis.estimates[line.estimate]?.label ?? line.estimate;
  const measure = String(series.params.measure ?? "ratio").replaceAll("-", " ");
  return {
    kind: "figure",
    ...counter.figure(`confounder-grid-${line.estimate}`),
    title: `The effect, had an unmeasured confounder been adjusted for: ${label}`,
    population: `${measure} of the estimate's analysis set`,
    ...layOutHeatGrid(fonts, {
      panels: unique(grid.map(({ effect }) => effect)).map((effect) => ({
        title: `Confounder's effect ${formatPlain(effect)}`,
        cells: grid
          .filter((cell) => cell.effect === effect)
          .map(
            ({ trial, control, estimate, lower, upper }): HeatCell => ({
              row: trials.indexOf(trial),
              column: controls.indexOf(control),
              lines: [formatRatio(estimate)],
              share: Math.abs(Math.log(estimate)) / darkestLog,
              side: estimate < 1 ? "trial" : "control",
              outlined: lower > 1 || upper < 1,
            }),
          ),
      })),
      rows: trials.map(formatPlain),
      columns: controls.map(formatPlain),
      rowTitle: "In the trial",
      columnTitle: "Share of the control arm that has the confounder",
    }),
    alt: `Grid of corrected effects. ${grid
      .map(
        ({ trial, control, effect, estimate }) =>
          `Shares ${formatPlain(trial)} and ${formatPlain(control)}, effect ${formatPlain(effect)}: ${formatRatio(estimate)}`,
      )
      .join("; ")}.`,
    footnotes: writeFootnotes(input, {
      definitions: [
        "Rows: share of the trial arm that has the confounder. Its effect: ratio of the outcome with it against without. Blue: below 1; orange: above 1; darker: further from 1. Outlined and bold: the interval does not hold 1.",
        `${series.method ?? ""}.`,
      ],
      source: `sensitivity / ${line.variable} / confounder_grid`,
    }),
  };
}
