import { inlines, paragraph, strong } from "../document/inlines.js";
import type { Block, Inlines } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { openOutputCounter } from "../document/output-counter.js";
import { listingColumn } from "../records/datasets.js";
import { type FitnessView, fitnessParts, selectFitness, worstStatus } from "../records/fitness.js";
import type { ReportInput } from "../records/read-results.js";
import { renderFitnessSummary, renderFitnessTable } from "../tables/fitness.js";
import { renderFitnessFrameworks } from "../tables/fitness-frameworks.js";
import { renderFitnessSources } from "../tables/fitness-sources.js";

/** Whether the data fit the question: absent where the analysis has no section fitness. */
export function writeFitness(input: ReportInput): readonly Draft[] {
  const view = selectFitness(input);
  return view === null ? [] : [draftFitness(view)];
}

/** The section, of a whole report or of a report before any design. */
export function draftFitness(view: FitnessView): Draft {
  const counter = openOutputCounter("14.1.6", { tables: 0, figures: 0 });
  const { decision, category } = view.fitness.context ?? {};
  const use =
    decision === undefined || category === undefined
      ? "The analysis file states no context of use. "
      : `Context of use: ${decision}; the primary endpoint is a ${category} (BEST). `;
  const blocks: readonly (Block | null)[] = [
    paragraph(
      use,
      "Each indicator is counted by a query or taken from the analysis file, and held against a threshold whose basis is printed. Thresholds are published figures or proposals; none of them was set by a regulator.",
    ),
    renderFitnessSummary(view, counter),
    ...describeReasons(view),
    renderFitnessTable(view, counter),
    ...describeGaps(view),
    renderFitnessSources(view, counter),
    renderFitnessFrameworks(view, counter),
  ];
  return { id: "fitness", heading: "Fitness for purpose", blocks: blocks.filter((block) => block !== null) };
}

/** Critical indicators that fall short, and every reason that was written for going on. */
function describeReasons(view: FitnessView): readonly Block[] {
  const items = fitnessParts(view).flatMap((part): readonly Inlines[] => {
    const short = part.records.filter(({ status }) => status !== "met");
    const reasons = [...new Set(short.flatMap(({ reason }) => (reason === null ? [] : [reason])))];
    const isCritical = short.some(({ critical }) => critical === true);
    const status = worstStatus(part);
    if (status === "met" || (reasons.length === 0 && !isCritical)) return [];
    const why = reasons.length === 0 ? "no reason is written" : reasons.join("; ");
    return [
      inlines(strong(`${part.indicator} ${part.label}`), ` (${status}${isCritical ? ", critical" : ""}): ${why}`),
    ];
  });
  return items.length === 0
    ? []
    : [paragraph("Where the data fall short, and the reasons recorded for going on:"), { kind: "list", items }];
}

/** What could not be assessed, each reason once with the indicators it holds for. */
function describeGaps(view: FitnessView): readonly Block[] {
  const reasons = new Map<string, Set<string>>();
  for (const { indicator, records, label } of fitnessParts(view))
    for (const { status, value, note } of records)
      if (status === "not assessable" && value === null && note !== undefined)
        reasons.set(note, (reasons.get(note) ?? new Set()).add(`${indicator} (${label})`));
  const made = new Set(view.indicators.map(({ indicator }) => indicator));
  const ids = listingColumn(view.frameworks, "indicator").map(String);
  const later = ids.filter((id) => !made.has(id));
  const items: Inlines[] = [...reasons].map(([note, parts]) => inlines(`${note}: `, [...parts].join("; ")));
  if (later.length > 0)
    items.push(inlines("read from designs or outcomes, once the design is locked: ", later.join(", ")));
  return items.length === 0 ? [] : [paragraph("Not assessable, and why:"), { kind: "list", items }];
}

/** The queries behind the indicators, each once. */
export function writeFitnessQueries(view: FitnessView): readonly Block[] {
  return view.queries.flatMap((listing) => {
    const [ids = [], parts = [], queries = [], values = []] = ["indicator", "part", "sql", "values"].map((name) =>
      listingColumn(listing, name),
    );
    return queries.map((query, i): Block => {
      const part = parts[i] === null ? "" : `, ${String(parts[i])}`;
      return { kind: "code", label: `${ids[i]}${part}`, text: `${String(query)}\n-- values: ${String(values[i])}` };
    });
  });
}
