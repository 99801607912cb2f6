import { paragraph } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { openOutputCounter } from "../document/output-counter.js";
import { renderBestChange } from "../figures/best-change.js";
import { renderChangeWindows } from "../figures/change-windows.js";
import { renderResponseStates } from "../figures/response-states.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { ReportInput } from "../records/read-results.js";
import { selectResponseCourse } from "../records/response-courses.js";

/** F14.2.7: how target lesions changed and where patients stand, for responses by scans; absent where the results tell of none. */
export function writeTumourChange(input: ReportInput, fonts: Fonts, names: readonly string[]): readonly Draft[] {
  const counter = openOutputCounter("14.2.7", { tables: 0, figures: 0 });
  const told = names.filter((name) => selectResponseCourse(input, name)?.companions.endpoint.by === "imaging");
  const blocks: Block[] = [];
  for (const [i, name] of told.entries()) {
    blocks.push(
      ...renderBestChange(input, fonts, name, () => counter.figure(`waterfall-bands-${name}`)),
      ...(i === 0 ? renderChangeWindows(input, fonts, () => counter.figure("spider-windows")) : []),
      ...renderResponseStates(input, fonts, name, () => counter.figure(`swimmer-states-${name}`)),
    );
  }
  if (blocks.length === 0) return [];
  const lead = paragraph(
    "Waterfall, spider and swimmer plots show patients one by one; here the same is told of numbers of patients, so that nobody can be known again.",
  );
  return [
    { id: "tumour-change", heading: "Change of target lesions and course of patients", blocks: [lead, ...blocks] },
  ];
}
