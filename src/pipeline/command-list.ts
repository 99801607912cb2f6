import type { Command } from "./command.js";

/** Options that only some commands take. */
export type CommandOption = "out" | "reason" | "as-of" | "options" | "patient" | "dates" | "suggest" | "memory";

export interface CommandEntry {
  readonly name: string;
  /** What it is pointed at, with its article; null where it takes nothing. */
  readonly target: string | null;
  readonly summary: string;
  readonly options: readonly CommandOption[];
  /** Where it writes without `--out`. */
  readonly out?: string;
  /** Codes it may end with beside those of any command: 3 data, 4 lock mismatch, 5 design gate. */
  readonly codes: readonly (3 | 4 | 5)[];
  /** What code 1 means beside a bug. */
  readonly failure?: string;
  readonly run: Command;
}

/** Every command, in the order a study uses them. A command's code loads when it is called: help and refusals wait for no database or renderer. */
export const commands: readonly CommandEntry[] = [
  {
    name: "init",
    target: "a folder",
    summary: "makes a new analysis with public data to start from",
    options: [],
    codes: [],
    run: async (input) => (await import("./init.js")).init(input),
  },
  {
    name: "ingest",
    target: "a folder or ingest.json",
    summary: "SDTM, ADaM, OMOP, CSV or Parquet → the tables of the data contract, with lineage",
    options: ["out", "suggest"],
    out: "rwid.duckdb beside the configuration; --suggest: ingest.draft.json",
    codes: [3],
    run: async (input) => (await import("./ingest.js")).ingest(input),
  },
  {
    name: "check",
    target: "an analysis",
    summary: "the analysis file against its schema, the data against the data contract",
    options: ["memory"],
    codes: [3],
    run: async (input) => (await import("./check.js")).check(input),
  },
  {
    name: "plan",
    target: "an analysis",
    summary: "the resolved analysis, the SQL of each step, the hashes",
    options: [],
    codes: [],
    run: async (input) => (await import("./plan.js")).plan(input),
  },
  {
    name: "cohort",
    target: "an analysis",
    summary: "attrition of both arms; sees no outcome",
    options: ["memory"],
    codes: [3],
    run: async (input) => (await import("./cohort.js")).cohort(input),
  },
  {
    name: "fitness",
    target: "an analysis",
    summary: "whether the data fit the question, before any design is made, as a report of its own; sees no outcome",
    options: ["out", "as-of", "memory"],
    out: "reports/<id>-fitness",
    codes: [3],
    run: async (input) => (await import("./fitness.js")).fitness(input),
  },
  {
    name: "design",
    target: "an analysis",
    summary: "propensity, matching, weighting, balance; locks the design; sees no outcome",
    options: ["reason", "memory"],
    codes: [3, 4],
    run: async (input) => (await import("./design.js")).design(input),
  },
  {
    name: "analyze",
    target: "an analysis",
    summary: "results.json of a locked design",
    options: ["out", "memory"],
    out: "reports/<id>",
    codes: [3, 4, 5],
    run: async (input) => (await import("./analyze.js")).analyze(input),
  },
  {
    name: "report",
    target: "an analysis or results.json",
    summary: "the report from results.json alone",
    options: ["out", "as-of"],
    out: "beside results.json",
    codes: [3],
    run: async (input) => (await import("./report.js")).report(input),
  },
  {
    name: "run",
    target: "an analysis",
    summary: "all of it",
    options: ["out", "as-of", "memory"],
    out: "reports/<id>",
    codes: [3, 4, 5],
    run: async (input) => (await import("./run.js")).run(input),
  },
  {
    name: "adam",
    target: "an analysis",
    summary:
      "patients and endpoints of a locked design as ADSL, ADRS, ADTTE, ADTR (CSV, Parquet); patient-level; shows outcomes",
    options: ["out", "memory"],
    out: "reports/<id>-adam",
    codes: [3, 4, 5],
    run: async (input) => (await import("./adam.js")).adam(input),
  },
  {
    name: "compare",
    target: "an analysis",
    summary: "charts against scans of a locked design, as a report of its own; shows outcomes",
    options: ["out", "as-of", "memory"],
    out: "reports/<id>-comparison",
    codes: [3, 4, 5],
    run: async (input) => (await import("./compare.js")).compare(input),
  },
  {
    name: "bias",
    target: "an analysis",
    summary: "the bias panel of a locked design, with the standard sensitivity analyses nobody wrote; shows outcomes",
    options: ["out", "as-of", "memory"],
    out: "reports/<id>-bias",
    codes: [3, 4, 5],
    run: async (input) => (await import("./bias-panel-command.js")).bias(input),
  },
  {
    name: "audit",
    target: "an analysis",
    summary: "one patient's scans, lesions, sums, rules and endpoints (--patient); prints patient data",
    options: ["patient", "dates", "out", "memory"],
    out: "none: the page is printed only",
    codes: [3],
    run: async (input) => (await import("./audit.js")).audit(input),
  },
  {
    name: "derive",
    target: "a folder",
    summary: "lesions or assessments → ADRS, ADTTE and ADTR as CSV; endpoints only (--options)",
    options: ["options", "out", "memory"],
    out: "derived",
    codes: [3],
    run: async (input) => (await import("./derive.js")).derive(input),
  },
  {
    name: "simulate",
    target: "a world",
    summary: "a synthetic world from its settings (world.json): data, and beside them the truth",
    options: ["out"],
    out: "beside the file of settings",
    codes: [3],
    run: async (input) => (await import("./simulate.js")).simulate(input),
  },
  {
    name: "validate",
    target: null,
    summary: "this installation against its reference numbers: a qualification report (HTML, PDF, JSON)",
    options: ["out", "as-of"],
    out: "qualification",
    codes: [],
    failure: "a number is not as it should be",
    run: async (input) => (await import("./validate.js")).validate(input),
  },
];
