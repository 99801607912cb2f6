import { DataError } from "../errors.js";
import { countFigures } from "./document/blocks-of.js";
import type { ReportDocument } from "./document/model.js";
import { numberSections } from "./document/number-sections.js";
import type { Fonts } from "./fonts/load-fonts.js";
import { frameDocument } from "./frame-document.js";
import { selectEstimates } from "./records/estimate-results.js";
import type { ReportInput } from "./records/read-results.js";
import { writeAllEstimates } from "./sections/all-estimates.js";
import { draftBiasPanel } from "./sections/bias-panel.js";
import { writeChartsAgainstScans } from "./sections/charts-against-scans.js";
import { writeDataSources } from "./sections/data-sources.js";
import { writeDesignLock } from "./sections/design-lock.js";
import { writeLimitations } from "./sections/limitations.js";

/** Charts against scans as a report of its own, of results that hold nothing beyond the comparison. DataError where they hold none. */
export function writeComparisonDocument(input: ReportInput, fonts: Fonts, asOf: string | null): ReportDocument {
  const comparison = writeChartsAgainstScans(input, fonts, 0);
  if (comparison.length === 0)
    throw new DataError(
      "the results hold no comparison of charts with scans; make them with: scanarm compare <analysis>",
    );
  return frameDocument(
    input,
    asOf,
    "Charts against scans",
    numberSections([...comparison, writeDataSources(input), writeLimitations(input, []), writeDesignLock(input)], []),
  );
}

/** The sensitivity and bias panel as a report of its own, with every estimate it starts from. */
export function writeBiasDocument(input: ReportInput, fonts: Fonts, asOf: string | null): ReportDocument {
  const estimates = selectEstimates(input);
  const all = writeAllEstimates(input, fonts, estimates);
  return frameDocument(
    input,
    asOf,
    "Sensitivity and bias panel",
    numberSections(
      [
        draftBiasPanel(input, fonts, estimates, countFigures(all)),
        all,
        writeLimitations(input, estimates),
        writeDesignLock(input),
      ],
      [],
    ),
  );
}
