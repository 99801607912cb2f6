import { paragraph } from "../document/inlines.js";
import type { Draft } from "../document/number-sections.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { ReportInput } from "../records/read-results.js";
import { renderSourcesTable, sourcePairs } from "../tables/ehr-beside-imaging.js";
import { writeChartsAgainstScans } from "./charts-against-scans.js";

/**
 * Endpoints as charts have them beside the same endpoints as scans confirm them, then the comparisons of the plan; absent where it has
 * neither.
 */
export function writeCharts(input: ReportInput, fonts: Fonts): readonly Draft[] {
  const tables = sourcePairs(input.plan.analysis.endpoints).flatMap((pair, i) => {
    const table = renderSourcesTable(input, pair, `14.2.6.${i + 1}`);
    return table === null ? [] : [table];
  });
  const comparisons = writeChartsAgainstScans(input, fonts, tables.length);
  if (tables.length === 0) return comparisons;
  return [
    {
      id: "charts-beside-scans",
      heading: "Health records beside confirmed imaging",
      blocks: [
        paragraph(
          "What clinicians and radiology reports put into the charts, beside what measurement of the scans confirms, for the same patients. Patients who are not evaluable or have no assessment stay in the table.",
        ),
        ...tables,
      ],
    },
    ...comparisons,
  ];
}
