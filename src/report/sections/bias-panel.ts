import { link, paragraph } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { openOutputCounter } from "../document/output-counter.js";
import { renderBiasPanelForests } from "../figures/bias-panel-forest.js";
import { renderConfounderGrid } from "../figures/confounder-grid.js";
import { renderNegativeControls } from "../figures/negative-controls.js";
import { renderNotEvaluableGrid } from "../figures/not-evaluable-grid.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { EstimateResult } from "../records/estimate-results.js";
import { selectPanelLines } from "../records/panel-lines.js";
import type { ReportInput } from "../records/read-results.js";
import { renderRosenbaumTable, renderTippingTable } from "../tables/bias-bounds.js";
import { renderBiasPanelTable } from "../tables/bias-panel.js";

/** The sensitivity and bias panel of a report: absent where the plan has no section `bias`. */
export const writeBiasPanel = (
  input: ReportInput,
  fonts: Fonts,
  estimates: readonly EstimateResult[],
  forests: number,
): readonly Draft[] => (selectPanelLines(input).length === 0 ? [] : [draftBiasPanel(input, fonts, estimates, forests)]);

/**
 * The panel: one table and one forest of every line, then what the lines need to be read by. forests: figures of family 14.2.5 already
 * given out.
 */
export function draftBiasPanel(
  input: ReportInput,
  fonts: Fonts,
  estimates: readonly EstimateResult[],
  forests: number,
): Draft {
  const lines = selectPanelLines(input);
  const counter = openOutputCounter("14.2.5", { tables: 1, figures: forests });
  const blocks: readonly (Block | null)[] = [
    paragraph(
      "What would it take to change the conclusion? Each line varies one thing and names it, and says why. Designs side by side, patches of the plan and suppositions about what was not recorded stand in one table and one forest; what was added after the lock is marked DATA DRIVEN. ",
      "Where a bias has a source of its own, such as charts in place of scans, its corrections stand there. All estimates with their counts: ",
      link("t14-2-5-1", "Table 14.2.5.1"),
      ".",
    ),
    renderBiasPanelTable(input, estimates, lines, counter),
    ...renderBiasPanelForests(input, fonts, estimates, lines, counter),
    ...lines.map((line) => renderConfounderGrid(input, fonts, line, counter)),
    renderTippingTable(input, lines, counter),
    renderRosenbaumTable(input, lines, counter),
    ...lines.map((line) => renderNotEvaluableGrid(input, fonts, line, counter)),
    ...lines.map((line) => renderNegativeControls(input, line, counter)),
  ];
  return { id: "bias-panel", heading: "Sensitivity and bias panel", blocks: blocks.filter((block) => block !== null) };
}
