import type { Indicator, Listing } from "../../results/records.js";
import type { Fitness } from "../../spec/fitness.js";
import { writeFootnotes } from "../document/footnotes.js";
import { armLabel } from "../tables/columns.js";
import { listingColumn } from "./datasets.js";
import type { ReportInput } from "./read-results.js";

/** What the tables of fitness for purpose are made from: of a whole report, or of records before any design. */
export interface FitnessView {
  readonly indicators: readonly Indicator[];
  readonly queries: readonly Listing[];
  readonly frameworks: Listing;
  readonly fitness: Fitness;
  readonly armLabels: Readonly<Record<"trial" | "control", string>>;
  readonly designLabels: Readonly<Record<string, string>>;
  readonly footnotes: (definitions: readonly (string | null)[], source: string) => readonly string[];
}

/** The view of a results file; null where the analysis has no section fitness. */
export function selectFitness(input: ReportInput): FitnessView | null {
  const { analysis } = input.plan;
  if (analysis.fitness === undefined) return null;
  const { designs } = analysis;
  return {
    indicators: input.records.indicators.filter(({ stage }) => stage === "fitness"),
    queries: input.records.listings.filter(({ listing }) => listing === "fitness_sql"),
    frameworks: input.records.getListing({ variant: "main", population: "analysis" }, "fitness_frameworks"),
    fitness: analysis.fitness,
    armLabels: { trial: armLabel(input, "main", "trial"), control: armLabel(input, "main", "control") },
    designLabels: Object.fromEntries(Object.entries(designs).map(([name, { label }]) => [name, label])),
    footnotes: (definitions, source) =>
      writeFootnotes(input, {
        definitions: [...definitions, roundedShares(analysis.disclosure.smallCellLimit)],
        source,
      }),
  };
}

/** How figures of real-world patients are shown under the small-cell rule; null where there is none. */
export const roundedShares = (limit: number): string | null =>
  limit === 0
    ? null
    : `Of real-world patients no counts and no intervals are shown, and shares in steps that keep counts below ${limit} from showing.`;

/** One figure, or one part of an indicator, in every set and arm it was made for. */
export interface FitnessPart {
  readonly indicator: string;
  readonly variable: string | null;
  readonly label: string;
  readonly records: readonly Indicator[];
}

const worst = ["not met", "caution", "met", "not assessable"] as const;

/** The parts of the indicators in their order: by requirement, number, then as they were made. Criteria of candidate sources are none. */
export function fitnessParts({ indicators, frameworks }: FitnessView): readonly FitnessPart[] {
  const order = listingColumn(frameworks, "indicator").map(String);
  const parts = new Map<string, Indicator[]>();
  for (const record of indicators) {
    if (record.indicator === "spifd") continue;
    const key = JSON.stringify([record.indicator, record.variable]);
    parts.set(key, [...(parts.get(key) ?? []), record]);
  }
  const found = [...parts.values()].map((records) => {
    const { indicator, variable, label } = records[0]!;
    return { indicator, variable, label, records };
  });
  return order.flatMap((id) => found.filter(({ indicator }) => indicator === id));
}

/** The worst that was found of a part among the patients of the analysis; of the whole database only where there is nothing else. */
export function worstStatus({ records }: FitnessPart): Indicator["status"] {
  const inCohort = records.filter(({ population }) => population !== "database");
  const own = inCohort.length > 0 ? inCohort : records;
  return worst.find((status) => own.some((record) => record.status === status)) ?? "not assessable";
}
