import { joinWords, paragraph } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { openOutputCounter } from "../document/output-counter.js";
import { renderBestChange } from "../figures/best-change.js";
import { renderChangeWindows } from "../figures/change-windows.js";
import { renderResponseStates } from "../figures/response-states.js";
import { renderSpider } from "../figures/spider.js";
import { renderSwimmer } from "../figures/swimmer.js";
import { renderWaterfall } from "../figures/waterfall.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { selectResponseCourse } from "../records/response-courses.js";
import { armLabel } from "../tables/columns.js";

/** F14.2.7: how target lesions changed and where patients stand, for responses by scans; absent where the results tell of none. */
export function writeTumourChange(input: ReportInput, fonts: Fonts, names: readonly string[]): readonly Draft[] {
  const counter = openOutputCounter("14.2.7", { tables: 0, figures: 0 });
  const told = names.filter((name) => selectResponseCourse(input, name)?.companions.endpoint.by === "imaging");
  const drawn = input.plan.analysis.report.patientFigures ?? [];
  const blocks: Block[] = [];
  for (const [i, name] of told.entries()) {
    blocks.push(
      ...renderBestChange(input, fonts, name, () => counter.figure(`waterfall-bands-${name}`)),
      ...(i === 0 ? renderChangeWindows(input, fonts, () => counter.figure("spider-windows")) : []),
      ...renderResponseStates(input, fonts, name, () => counter.figure(`swimmer-states-${name}`)),
      ...drawn.flatMap((group) => {
        const place = { endpoint: name, group };
        return [
          ...renderWaterfall(input, fonts, place, () => counter.figure(`waterfall-${group}-${name}`)),
          ...renderSpider(input, fonts, place, () => counter.figure(`spider-${group}-${name}`)),
          ...renderSwimmer(input, place, () => counter.figure(`swimmer-${group}-${name}`)),
        ];
      }),
    );
  }
  if (blocks.length === 0) return [];
  const lead = paragraph(
    "Waterfall, spider and swimmer plots show patients one by one; here the same is told of numbers of patients, so that nobody can be known again.",
    ...(drawn.length === 0 ? [] : [` ${describeDrawn(input, drawn)}`]),
  );
  return [
    { id: "tumour-change", heading: "Change of target lesions and course of patients", blocks: [lead, ...blocks] },
  ];
}

/** Whose patients the plan asks to be drawn one by one, and of which of them none may be. */
function describeDrawn(input: ReportInput, drawn: readonly Group[]): string {
  const held = drawn.filter((group) =>
    input.records.listings.some(
      (listing) => listing.listing === "waterfall" && listing.group === group && listing.rows.length === 0,
    ),
  );
  const name = (group: Group): string => armLabel(input, "main", group);
  const asked = `The plan asks for the patients of ${joinWords(drawn.map(name))} one by one as well, without identifiers.`;
  if (held.length === 0) return asked;
  return `${asked} Of ${joinWords(held.map(name))} none are drawn: the small-cell rule protects these patients, or none has a complete sum.`;
}
