import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { OutputCounter } from "../document/output-counter.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { formatDifference, formatPercent } from "../format.js";
import type { PanelLine } from "../records/panel-lines.js";
import type { ReportInput } from "../records/read-results.js";
import { type HeatCell, layOutHeatGrid } from "./heat-grid.js";

/** F14.2.5: the difference of response rates by the share of each arm's patients not evaluable who are taken to have responded. Null where no grid was made. */
export function renderNotEvaluableGrid(
  input: ReportInput,
  fonts: Fonts,
  line: PanelLine,
  counter: OutputCounter,
): Figure | null {
  const series = input.records.findSeries(line.place, "not_evaluable_grid");
  if (series === null) return null;
  const column = (name: string): readonly (number | null)[] => series.columns[name]?.values ?? [];
  const grid = column("risk_difference").flatMap((difference, i) => {
    const of = (name: string): number => column(name)[i] ?? Number.NaN;
    if (difference === null) return [];
    return [
      { trial: of("trial_share"), control: of("control_share"), difference, lower: of("lower"), upper: of("upper") },
    ];
  });
  if (grid.length === 0) return null;
  const unique = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);
  const [trials, controls] = [unique(grid.map(({ trial }) => trial)), unique(grid.map(({ control }) => control))];
  const most = Math.max(...grid.map(({ difference }) => Math.abs(difference)), 1e-9);
  const label = input.plan.analysis.estimates[line.estimate]?.label ?? line.estimate;
  const percent = (share: number): string => `${formatPercent(share)}%`;
  return {
    kind: "figure",
    ...counter.figure(`not-evaluable-grid-${line.estimate}`),
    title: `The difference of response rates by what patients not evaluable are taken to have done: ${label}`,
    population: "The estimate's analysis set",
    ...layOutHeatGrid(fonts, {
      panels: [
        {
          title: "Risk difference",
          cells: grid.map(
            ({ trial, control, difference, lower, upper }): HeatCell => ({
              row: trials.indexOf(trial),
              column: controls.indexOf(control),
              lines: [formatDifference(difference)],
              share: Math.abs(difference) / most,
              side: difference > 0 ? "trial" : "control",
              outlined: lower > 0 || upper < 0,
            }),
          ),
        },
      ],
      rows: trials.map(percent),
      columns: controls.map(percent),
      rowTitle: "Trial",
      columnTitle: "Share of the controls not evaluable who are taken to have responded",
    }),
    alt: `Grid of risk differences. ${grid
      .map(
        ({ trial, control, difference }) =>
          `Trial ${percent(trial)}, controls ${percent(control)}: ${formatDifference(difference)}`,
      )
      .join("; ")}.`,
    footnotes: writeFootnotes(input, {
      definitions: [
        "Rows: share of the trial's patients not evaluable who are taken to have responded. Blue: favours the trial; orange: favours the controls; darker: a larger difference. Outlined and bold: the interval does not hold 0. First row and column: the convention, non-responders.",
      ],
      source: `sensitivity / ${line.variable} / not_evaluable_grid`,
    }),
  };
}
