import type { Fonts } from "../fonts/load-fonts.js";
import { wrapLabel, wrapText } from "../fonts/measure-text.js";
import { formatCount, formatWeightedCount } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { printRemaining, selectAttrition } from "../records/attrition.js";
import { adjustedDesigns } from "../records/designs.js";
import { isWeightedArm } from "../records/estimate-results.js";
import { printN } from "../records/line-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { armLabel } from "../tables/columns.js";
import { type Label, label } from "./layers.js";
import { controlColour, fontSize, softInk, trialColour } from "./palette.js";

export interface ArmFlow {
  readonly boxes: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly arrows: readonly { readonly x: number; readonly y: number; readonly y2: number }[];
  readonly labels: readonly Label[];
  readonly height: number;
}

const lineHeight = 14;
const padding = 7;
const arrowLength = 36;
const headingGap = 12;

/** One arm's boxes from top to bottom, each with its number and the criterion that led to it; beside each arrow who was removed. */
export function layOutArmFlow(input: ReportInput, fonts: Fonts, group: Group, left: number, width: number): ArmFlow {
  const steps = selectAttrition(input, "main", group);
  const boxes: { x: number; y: number; width: number; height: number }[] = [];
  const arrows: { x: number; y: number; y2: number }[] = [];
  const colour = group === "trial" ? trialColour : controlColour;
  const headings = groups.map((each) => wrapLabel(fonts.bold, armLabel(input, "main", each), fontSize, width));
  const labels: Label[] = (headings[groups.indexOf(group)] ?? []).map((line, k) =>
    label(left, 8 + k * lineHeight, line, { bold: true, colour }),
  );
  const centre = left + width / 2;
  // Both arms start at one height, below the longer of their names.
  let y = headingGap + lineHeight * Math.max(...headings.map(({ length }) => length));
  const addBox = (bold: string, lines: readonly string[]): void => {
    const wrapped = lines.flatMap((line) => wrapText(fonts.regular, line, fontSize, width - 2 * padding));
    const height = (1 + wrapped.length) * lineHeight + 2 * padding;
    boxes.push({ x: left, y, width, height });
    const first = y + padding + lineHeight / 2;
    labels.push(label(centre, first, bold, { align: "center", bold: true }));
    for (const [k, line] of wrapped.entries())
      labels.push(label(centre, first + (k + 1) * lineHeight, line, { align: "center" }));
    y += height;
  };
  const addArrow = (...lines: readonly string[]): void => {
    arrows.push({ x: centre, y, y2: y + arrowLength });
    const middle = y + arrowLength / 2 - 1;
    for (const [k, line] of lines.entries())
      labels.push(label(centre + 12, middle + (k - (lines.length - 1) / 2) * 13, line, { colour: softInk }));
    y += arrowLength;
  };
  for (const [i, step] of steps.entries()) {
    if (i > 0) {
      const removed = printStatistic(step.removed, formatCount);
      const undocumented = step.undocumented?.value ?? 0;
      const without = `${printStatistic(step.undocumented, formatCount)} of them without a record`;
      addArrow(`${removed}${step.patients === null ? "" : " lines"} removed`, ...(undocumented > 0 ? [without] : []));
    }
    const note = step.postIndex ? " (reads data after index)" : "";
    addBox(`N = ${printRemaining(step)}`, [`${step.label}${note}`]);
  }
  const sets = describeAnalysisSets(input, group);
  if (sets.length > 0) {
    addArrow("adjustment");
    addBox("Analysis sets", sets);
  }
  return { boxes, arrows, labels, height: y };
}

/** “ATT weights: N = 1207, ESS 271.2” for each design that adjusts. */
function describeAnalysisSets(input: ReportInput, group: Group): readonly string[] {
  const main = input.plan.variants[0];
  if (main === undefined) throw new Error("a plan has a main analysis");
  return adjustedDesigns(input, main).map((design) => {
    const place = { variant: "main", population: design, group };
    const n = printN(input, place, input.records.getStatistic(place, "n"));
    const name = main.designs[design]?.label ?? design;
    if (!isWeightedArm(input, "main", design, group)) return `${name}: N = ${n}`;
    const ess = printStatistic(input.records.getStatistic(place, "effective_sample_size"), formatWeightedCount);
    return `${name}: N = ${n}, ESS = ${ess}`;
  });
}
