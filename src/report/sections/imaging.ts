import { link, paragraph } from "../document/inlines.js";
import type { Block } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { renderScanHistogram } from "../figures/scan-histogram.js";
import { renderScanInterval } from "../figures/scan-interval.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { ReportInput } from "../records/read-results.js";
import { renderBreachesTable, renderRowFatesTable } from "../tables/lesion-rows.js";
import { renderScanScheduleTable } from "../tables/scan-schedule.js";
import { describeCriteria, describeReaders } from "./imaging-text.js";

/** How both arms were scanned and read: absent where no endpoint is derived from scans. */
export function writeImaging(input: ReportInput, fonts: Fonts): readonly Draft[] {
  const { imaging } = input.plan.analysis;
  const schedule = renderScanScheduleTable(input);
  if (imaging === undefined || schedule === null) return [];
  const rest = [renderRowFatesTable(input), renderBreachesTable(input)].filter((table) => table !== null);
  const histogram = renderScanHistogram(input, fonts);
  // Where bins may not be shown, quantiles may.
  const boxes = histogram.length > 0 ? null : renderScanInterval(input, fonts);
  const blocks: readonly Block[] = [
    paragraph(
      `Responses are derived here from lesion measurements by ${describeCriteria(imaging)}. ${describeReaders(imaging)} Every choice stands in `,
      link("imaging-charter", "the imaging charter"),
      ".",
    ),
    schedule,
    ...histogram,
    ...(boxes === null ? [] : [boxes]),
    ...rest,
  ];
  return [{ id: "imaging", heading: "Scan schedule and imaging quality", blocks }];
}
