import { code, inlines, paragraph, strong, text } from "../document/inlines.js";
import type { Block, Inlines } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { pValueRule } from "../estimate-text.js";
import { daysPerMonth, formatCount, formatPlain } from "../format.js";
import { listingColumn } from "../records/datasets.js";
import { adjustedDesigns, hasPropensity } from "../records/designs.js";
import { selectFitness } from "../records/fitness.js";
import type { ReportInput } from "../records/read-results.js";
import { renderPropensityModelTable } from "../tables/propensity-model.js";
import { writeFitnessQueries } from "./fitness.js";
import { writeHarper } from "./harper.js";
import { writeImagingCharter } from "./imaging-charter.js";
import { writeMethodsText } from "./methods-text.js";
import { writePlanText } from "./plan-text.js";
import { writeTargetChecklist } from "./target-checklist.js";

/** Appendices: plan, queries, propensity models, methods, protocol tables, imaging charter, checklist, fingerprints. */
export const writeAppendices = (input: ReportInput): readonly Draft[] => [
  {
    id: "resolved-plan",
    heading: "Resolved plan",
    blocks: writePlanText(input),
  },
  { id: "cohort-queries", heading: "Queries of the cohort steps", blocks: writeQueries(input) },
  ...writeIndicatorQueries(input),
  ...writePropensityModels(input),
  { id: "methods", heading: "Statistical methods", blocks: [...writeMethodsText(input), ...writeMethods(input)] },
  writeHarper(input),
  ...writeImagingCharter(input),
  writeTargetChecklist(input),
  { id: "fingerprints", heading: "Fingerprints of the data", blocks: writeFingerprints(input) },
];

/** The queries of each variant, each query once: a step that asks what an earlier one asked is only named. */
function writeQueries(input: ReportInput): readonly Block[] {
  const printed = new Set<string>();
  return input.plan.variants.flatMap(({ id, label }): readonly Block[] => {
    const listing = input.records.findListing({ variant: id, population: "attrition" }, "cohort_sql");
    if (listing === null) return [];
    const [arms = [], steps = [], labels = [], queries = [], values = []] = queryColumns.map((column) =>
      listingColumn(listing, column),
    );
    const name = id === "main" ? "Main analysis" : label;
    const repeated: string[] = [];
    const blocks = queries.flatMap((query, i): readonly Block[] => {
      const text = `${String(query)}\n-- values: ${String(values[i])}`;
      if (printed.has(text)) {
        repeated.push(`${arms[i]} arm step ${steps[i]} (${labels[i]})`);
        return [];
      }
      printed.add(text);
      return [{ kind: "code", label: `${name}, ${arms[i]} arm, step ${steps[i]}: ${labels[i]}`, text }];
    });
    if (repeated.length === 0) return blocks;
    const whole = blocks.length === 0 ? "every query is printed above" : `printed above: ${repeated.join("; ")}`;
    return [...blocks, paragraph(strong(`${name}: `), `${whole}.`)];
  });
}

const queryColumns = ["arm", "step", "label", "sql", "values"];

function writeIndicatorQueries(input: ReportInput): readonly Draft[] {
  const view = selectFitness(input);
  if (view === null) return [];
  return [
    { id: "fitness-queries", heading: "Queries of the indicators of fitness", blocks: writeFitnessQueries(view) },
  ];
}

function writePropensityModels(input: ReportInput): readonly Draft[] {
  const main = input.plan.variants[0];
  const designs =
    main === undefined ? [] : adjustedDesigns(input, main).filter((design) => hasPropensity(input, design));
  if (designs.length === 0) return [];
  return [
    {
      id: "propensity-models",
      heading: "Propensity models",
      blocks: designs.map((design, index) => renderPropensityModelTable(input, design, { index, of: designs.length })),
    },
  ];
}

/** Methods as the records state them, each with the statistics that name it, then the conventions of the print. */
function writeMethods(input: ReportInput): readonly Block[] {
  const methods = new Map<string, Set<string>>();
  for (const { method, statistic } of input.records.statistics) {
    if (method !== null) methods.set(method, (methods.get(method) ?? new Set()).add(statistic));
  }
  const variances = new Set(
    input.records.statistics.flatMap(({ statistic, params }) =>
      statistic === "hazard_ratio" && typeof params.variance === "string"
        ? [`${params.design}: ${params.variance}`]
        : [],
    ),
  );
  const { engine, specVersion, contractVersion, resultsVersion } = input.results;
  return [
    {
      kind: "key-values",
      label: "Versions",
      entries: [
        ["Engine", `${engine.name} ${engine.version}`],
        ["Analysis file", `specVersion ${specVersion}`],
        ["Data contract", `contractVersion ${contractVersion}`],
        ["Results", `resultsVersion ${resultsVersion}`],
        ["Seed", String(input.plan.analysis.seed)],
      ].map(([key = "", value = ""]) => ({ key, value: [text(value)] })),
    },
    paragraph("Methods as recorded with the statistics:"),
    { kind: "list", items: [...methods].map(([method, names]) => inlines(`${method}: `, ...namesOf([...names]))) },
    ...(variances.size === 0
      ? []
      : [
          paragraph("Variance of the log hazard ratio by design:"),
          { kind: "list", items: [...variances].map((line) => inlines(line)) } as const,
        ]),
    paragraph(
      `Conventions of this print: numbers are rounded here only, half away from zero on their decimal text; months have ${formatPlain(daysPerMonth)} days; p-values have four decimals; ${pValueRule}; positive differences mean more in the trial arm, hazard ratios above 1 more events there.`,
    ),
  ];
}

const namesOf = (names: readonly string[]): Inlines =>
  names.flatMap((name, i) => [text(i === 0 ? "" : ", "), code(name)]);

function writeFingerprints(input: ReportInput): readonly Block[] {
  return [
    paragraph(
      "Rows and an order-free fingerprint of each table that was read; the fingerprint of the data is the SHA-256 over them.",
    ),
    {
      kind: "key-values",
      label: "Tables",
      entries: input.results.data.tables.map(({ table, rows, fingerprint }) => ({
        key: table,
        value: inlines(`${formatCount(rows)} rows, `, code(fingerprint)),
      })),
    },
  ];
}
