import { countFigures } from "./document/blocks-of.js";
import type { ReportDocument } from "./document/model.js";
import { numberSections } from "./document/number-sections.js";
import type { Fonts } from "./fonts/load-fonts.js";
import { frameDocument } from "./frame-document.js";
import { selectEstimates } from "./records/estimate-results.js";
import type { ReportInput } from "./records/read-results.js";
import { writeAllEstimates } from "./sections/all-estimates.js";
import { writeAppendices } from "./sections/appendices.js";
import { writeBalance } from "./sections/balance.js";
import { writeBiasPanel } from "./sections/bias-panel.js";
import { writeCharts } from "./sections/charts.js";
import { writeCohort } from "./sections/cohort.js";
import { writeCurves } from "./sections/curves.js";
import { writeDataSources } from "./sections/data-sources.js";
import { writeDesignLock } from "./sections/design-lock.js";
import { writeEstimands } from "./sections/estimand.js";
import { writeFitness } from "./sections/fitness.js";
import { writeImaging } from "./sections/imaging.js";
import { writeLimitations } from "./sections/limitations.js";
import { writeOutcomes } from "./sections/outcomes.js";
import { writeSubgroups } from "./sections/subgroups.js";
import { writeSynopsis } from "./sections/synopsis.js";

/** The whole report as data, from results alone. `asOf`: ISO date to print in place of the data cut-off. */
export function writeDocument(input: ReportInput, fonts: Fonts, asOf: string | null): ReportDocument {
  const estimates = selectEstimates(input);
  const all = writeAllEstimates(input, fonts, estimates);
  return frameDocument(
    input,
    asOf,
    "External control arm report",
    numberSections(
      [
        writeSynopsis(input, estimates),
        writeEstimands(input, estimates, fonts),
        writeDataSources(input),
        ...writeFitness(input),
        writeCohort(input, fonts),
        writeBalance(input, fonts),
        ...writeImaging(input, fonts),
        writeOutcomes(input, fonts, estimates),
        ...writeCharts(input, fonts),
        all,
        ...writeBiasPanel(input, fonts, estimates, countFigures(all)),
        ...writeSubgroups(input, fonts, estimates),
        ...writeCurves(input, fonts, estimates),
        writeLimitations(input, estimates),
        writeDesignLock(input),
      ],
      writeAppendices(input),
    ),
  );
}
