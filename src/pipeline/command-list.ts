import { adam } from "./adam.js";
import { analyze } from "./analyze.js";
import { audit } from "./audit.js";
import { bias } from "./bias-panel-command.js";
import { check } from "./check.js";
import { cohort } from "./cohort.js";
import type { Command } from "./command.js";
import { compare } from "./compare.js";
import { derive } from "./derive.js";
import { design } from "./design.js";
import { ingest } from "./ingest.js";
import { init } from "./init.js";
import { plan } from "./plan.js";
import { report } from "./report.js";
import { run } from "./run.js";
import { simulate } from "./simulate.js";
import { validate } from "./validate.js";

export interface CommandEntry {
  readonly name: string;
  /** What it is pointed at, with its article; null where it takes nothing. */
  readonly target: string | null;
  readonly summary: string;
  readonly run: Command;
}

/** Every command, in the order a study uses them. */
export const commands: readonly CommandEntry[] = [
  { name: "init", target: "a folder", summary: "makes a new analysis with public data to start from", run: init },
  {
    name: "ingest",
    target: "a folder or ingest.json",
    summary: "SDTM, ADaM, OMOP, CSV or Parquet → the tables of the data contract, with lineage",
    run: ingest,
  },
  {
    name: "check",
    target: "an analysis",
    summary: "the analysis file against its schema, the data against the data contract",
    run: check,
  },
  {
    name: "plan",
    target: "an analysis",
    summary: "the resolved analysis, the SQL of each step, the hashes",
    run: plan,
  },
  { name: "cohort", target: "an analysis", summary: "attrition of both arms; sees no outcome", run: cohort },
  {
    name: "design",
    target: "an analysis",
    summary: "propensity, matching, weighting, balance; locks the design; sees no outcome",
    run: design,
  },
  { name: "analyze", target: "an analysis", summary: "results.json of a locked design", run: analyze },
  { name: "report", target: "an analysis or results.json", summary: "the report from results.json alone", run: report },
  { name: "run", target: "an analysis", summary: "all of it", run },
  {
    name: "adam",
    target: "an analysis",
    summary:
      "patients and endpoints of a locked design as ADSL, ADRS, ADTTE, ADTR (CSV, Parquet); patient-level; shows outcomes",
    run: adam,
  },
  {
    name: "compare",
    target: "an analysis",
    summary: "charts against scans of a locked design, as a report of its own; shows outcomes",
    run: compare,
  },
  {
    name: "bias",
    target: "an analysis",
    summary: "the bias panel of a locked design, with the standard sensitivity analyses nobody wrote; shows outcomes",
    run: bias,
  },
  {
    name: "audit",
    target: "an analysis",
    summary: "one patient's scans, lesions, sums, rules and endpoints (--patient); prints patient data",
    run: audit,
  },
  {
    name: "derive",
    target: "a folder",
    summary: "lesions or assessments → ADRS, ADTTE and ADTR as CSV; endpoints only (--options)",
    run: derive,
  },
  {
    name: "simulate",
    target: "a world",
    summary: "a synthetic world from its settings (world.json): data, and beside them the truth",
    run: simulate,
  },
  {
    name: "validate",
    target: null,
    summary: "this installation against its reference numbers: a qualification report (HTML, PDF, JSON)",
    run: validate,
  },
];
