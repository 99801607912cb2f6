import { code, text } from "./document/inlines.js";
import type { KeyValues, ReportDocument } from "./document/model.js";
import { numberSections } from "./document/number-sections.js";
import type { Fonts } from "./fonts/load-fonts.js";
import { dataCutoffs, latestCutoff } from "./records/datasets.js";
import { selectEstimates } from "./records/estimate-results.js";
import type { ReportInput } from "./records/read-results.js";
import { writeAllEstimates } from "./sections/all-estimates.js";
import { writeAppendices } from "./sections/appendices.js";
import { writeBalance } from "./sections/balance.js";
import { writeBiasPanel } from "./sections/bias-panel.js";
import { writeCharts } from "./sections/charts.js";
import { writeCohort } from "./sections/cohort.js";
import { writeDataSources } from "./sections/data-sources.js";
import { describeLock, writeDesignLock } from "./sections/design-lock.js";
import { writeEstimands } from "./sections/estimand.js";
import { writeImaging } from "./sections/imaging.js";
import { writeLimitations } from "./sections/limitations.js";
import { writeOutcomes } from "./sections/outcomes.js";
import { writeSubgroups } from "./sections/subgroups.js";
import { writeSynopsis } from "./sections/synopsis.js";

/** The whole report as data, from results alone. `asOf`: ISO date to print in place of the data cut-off. */
export function writeDocument(input: ReportInput, fonts: Fonts, asOf: string | null): ReportDocument {
  const estimates = selectEstimates(input);
  const { title, report } = input.plan.analysis;
  const { planHash, data, engine } = input.results;
  const date = asOf ?? latestCutoff(input);
  const all = writeAllEstimates(input, fonts, estimates);
  const forests = all.blocks.filter(({ kind }) => kind === "figure").length;
  return {
    title,
    subtitle: "External control arm report",
    facts: titleFacts(input, asOf),
    notice:
      "The arms were not randomised. Formatted to the numbering of ICH E3; no claim of compliance with any guideline is made. Every number is read from results.json.",
    sections: numberSections(
      [
        writeSynopsis(input, estimates),
        writeEstimands(input, estimates, fonts),
        writeDataSources(input),
        writeCohort(input, fonts),
        writeBalance(input, fonts),
        ...writeImaging(input, fonts),
        writeOutcomes(input, fonts, estimates),
        ...writeCharts(input, fonts),
        all,
        ...writeBiasPanel(input, fonts, estimates, forests),
        ...writeSubgroups(input, fonts, estimates),
        writeLimitations(input, estimates),
        writeDesignLock(input),
      ],
      writeAppendices(input),
    ),
    paper: report.paper,
    date,
    footer: `plan ${planHash.slice(0, 12)} · data ${data.fingerprint.slice(0, 12)} · ${engine.name} ${engine.version}`,
    producer: `${engine.name} ${engine.version}`,
  };
}

function titleFacts(input: ReportInput, asOf: string | null): KeyValues {
  const { results, plan } = input;
  const cutoff = dataCutoffs(input).replace(/^Data cut-off: /, "");
  return {
    kind: "key-values",
    label: "Identity of this report",
    entries: [
      { key: "Analysis", value: [code(plan.analysis.id)] },
      { key: "Plan (SHA-256)", value: [code(results.planHash)] },
      { key: "Data fingerprint", value: [code(results.data.fingerprint)] },
      { key: "Design lock", value: [text(describeLock(input))] },
      { key: "Engine", value: [text(`${results.engine.name} ${results.engine.version}`)] },
      { key: "Data cut-off", value: [text(cutoff)] },
      ...(asOf === null ? [] : [{ key: "As of", value: [text(asOf)] }]),
    ],
  };
}
