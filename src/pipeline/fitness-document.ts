import { code, text } from "../report/document/inlines.js";
import type { ReportDocument } from "../report/document/model.js";
import { numberSections } from "../report/document/number-sections.js";
import { type FitnessView, roundedShares } from "../report/records/fitness.js";
import { draftFitness, writeFitnessQueries } from "../report/sections/fitness.js";
import type { Indicator, Listing, ResultRecord } from "../results/records.js";
import type { Dataset } from "../source/datasets.js";
import type { Plan } from "../spec/plan.js";
import { fitnessOf } from "./fitness-stage.js";
import { engineVersion } from "./version.js";

export interface Feasibility {
  readonly plan: Plan;
  readonly records: readonly ResultRecord[];
  readonly datasets: readonly Dataset[];
  /** SHA-256 over the tables' fingerprints. */
  readonly fingerprint: string;
  /** Critical indicators that fall short without a reason: one line each. */
  readonly blocking: readonly string[];
  readonly asOf: string | null;
}

/** Fitness for purpose as a document of its own, before any design is made: no outcome was read. */
export function writeFeasibility(found: Feasibility): ReportDocument {
  const { plan, fingerprint, datasets, blocking, asOf } = found;
  const { title, id, report } = plan.analysis;
  const view = viewOf(found);
  const cutoffs = datasets.flatMap(({ dataCutoff }) => (dataCutoff === null ? [] : [dataCutoff])).sort();
  const draft = draftFitness(view);
  const producer = `scanarm ${engineVersion}`;
  return {
    title,
    subtitle: "Feasibility: fitness for purpose before any design",
    facts: {
      kind: "key-values",
      label: "Identity of this report",
      entries: [
        { key: "Analysis", value: [code(id)] },
        { key: "Plan (SHA-256)", value: [code(plan.hash)] },
        { key: "Data fingerprint", value: [code(fingerprint)] },
        { key: "Engine", value: [text(producer)] },
        {
          key: "Outcomes",
          value: [text("none was read; indicators that need them are made after the design is locked")],
        },
      ],
    },
    notice:
      "No verdict is given on the data as a whole, and no claim of compliance with any guideline is made. What falls short is named, with its threshold and the basis of it.",
    sections: numberSections(
      [{ ...draft, blocks: [...draft.blocks.slice(0, 1), ...blockingBlocks(blocking), ...draft.blocks.slice(1)] }],
      [{ id: "fitness-queries", heading: "Queries of the indicators", blocks: writeFitnessQueries(view) }],
    ),
    paper: report.paper,
    date: asOf ?? cutoffs.at(-1) ?? null,
    footer: `plan ${plan.hash.slice(0, 12)} · data ${fingerprint.slice(0, 12)} · ${producer}`,
    producer,
  };
}

function blockingBlocks(blocking: readonly string[]): ReportDocument["sections"][number]["blocks"] {
  if (blocking.length === 0) return [];
  return [
    {
      kind: "callout",
      tone: "warning",
      title: "Critical, without a written reason: analyze will refuse",
      content: blocking.map((line) => [text(line)]),
    },
  ];
}

function viewOf({ plan, records, datasets, fingerprint }: Feasibility): FitnessView {
  const { cohort, disclosure } = plan.analysis;
  const limit = disclosure.smallCellLimit;
  const cutoffs = datasets.map(({ datasetId, dataCutoff }) => `${datasetId} ${dataCutoff ?? "no calendar dates"}`);
  const listings = records.filter((record): record is Listing => record.kind === "listing");
  const frameworks = listings.find(({ listing }) => listing === "fitness_frameworks");
  if (frameworks === undefined) throw new Error("fitness lists the frameworks of its indicators");
  return {
    indicators: records.filter((record): record is Indicator => record.kind === "indicator"),
    queries: listings.filter(({ listing }) => listing === "fitness_sql"),
    frameworks,
    fitness: fitnessOf(plan.analysis),
    armLabels: { trial: cohort.trial.label, control: cohort.control.label },
    designLabels: {},
    footnotes: (definitions, source) => [
      ...definitions.filter((line) => line !== null),
      ...[roundedShares(limit)].filter((line) => line !== null),
      `Data cut-off: ${cutoffs.join("; ")}.`,
      `Source: fitness.json, ${source}; plan ${plan.hash.slice(0, 12)}; data ${fingerprint.slice(0, 12)}.`,
    ],
  };
}
