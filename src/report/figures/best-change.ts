import { readCrossLevel } from "../../results/cross-level.js";
import type { CatalogueEntry } from "../catalogue.js";
import { endpointLabel, endpointNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Figure } from "../document/model.js";
import { spellResponses } from "../endpoint-words.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { drawn, formatCount, formatCountOf } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { selectLevels } from "../records/endpoint-counts.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { confirmationNote } from "../tables/best-response.js";
import { armLabel } from "../tables/columns.js";
import { describeBestChange, readBestChange } from "./best-change-counts.js";
import { ordered } from "./palette.js";
import { layOutStackedPanels } from "./stacked-panels.js";

/** Colours of best responses, from complete response to progression. */
export const responseColours: Readonly<Record<string, string>> = {
  CR: ordered.best,
  iCR: ordered.best,
  PR: ordered.good,
  iPR: ordered.good,
  SD: ordered.plain,
  iSD: ordered.plain,
  "NON-CR/NON-PD": ordered.faded,
  "NON-iCR/NON-iUPD": ordered.faded,
  PD: ordered.bad,
  iUPD: ordered.bad,
  iCPD: ordered.worst,
};

/** F14.2.7.1 without single patients: the best change of the target sum of each arm by bands, worst to best, coloured by best response. None where nothing may be shown. */
export function renderBestChange(
  input: ReportInput,
  fonts: Fonts,
  endpoint: string,
  entry: () => CatalogueEntry,
): readonly Figure[] {
  const spec = input.plan.analysis.endpoints[endpoint];
  if (spec === undefined) throw new Error(`plan has no endpoint ${endpoint}`);
  const arms = groups.map((group) => ({ group, ...readBestChange(input, endpoint, group) }));
  const shown = arms.filter(({ plotted, cells }) => plotted > 0 && cells.length > 0);
  if (shown.length === 0) return [];
  const levels = selectLevels(input, `${endpoint}.best_change`).flatMap(
    ({ level }) => readCrossLevel(level)?.[1] ?? [],
  );
  const order = selectLevels(input, `${endpoint}.best_response`).map(({ level }) => level);
  const responses = order.filter(
    (level) => levels.includes(level) && shown.some(({ cells }) => cells.some((c) => c.response === level)),
  );
  const bands = shown[0]?.bands ?? [];
  const at = (start: string): number => bands.findIndex((band) => band.startsWith(start));
  const lines = [
    { slot: at("+10%"), text: "+20%" },
    { slot: at("−30%"), text: "−30%" },
  ].filter(({ slot }) => slot > 0);
  return [
    {
      kind: "figure",
      ...entry(),
      title: `Best change of the target lesions from baseline, by bands: ${endpointLabel(input, endpoint, spec.label)}`,
      population: "Eligible patients with a complete sum of target diameters at baseline and after it, unweighted",
      ...layOutStackedPanels(fonts, {
        panels: shown.map(({ group, cells, plotted }) => ({
          title: `${armLabel(input, "main", group)}: % of the ${formatCount(plotted)} plotted of N=${printTotal(input, group)}`,
          bars: bands.map((band, slot) => ({
            slot,
            name: armLabel(input, "main", group),
            parts: responses.flatMap((response, category) => {
              const n = cells.find((cell) => cell.band === band && cell.response === response)?.n ?? 0;
              const hover = `${band}, ${response}: ${formatCountOf(n, plotted)}`;
              return n === 0 ? [] : [{ category, percent: drawn((100 * n) / plotted), hover }];
            }),
          })),
        })),
        categories: responses.map((response) => ({
          name: response,
          colour: responseColours[response] ?? ordered.unknown,
        })),
        slots: bands,
        lines,
        xTitle: "Best change of the sum of target diameters: growth at the left, shrinkage at the right",
        barShare: 0.86,
      }),
      alt: `Bars of the best change of the sum of target diameters from baseline, from growth to disappearance, by best response. ${shown
        .map(({ group }) => describeBestChange(input, endpoint, group))
        .join(" ")}`,
      footnotes: writeFootnotes(input, {
        definitions: [
          "Best change: the largest shrinkage, or least growth, of a complete sum until progression or new therapy. Dashed: +20% and −30%. Colour: best overall response.",
          spellResponses(responses),
          groups.map((group) => describeBestChange(input, endpoint, group)).join(" "),
          "Shrinkage by 30% is no response until it is confirmed and nothing else has progressed: bars at or below −30% overstate the response rate.",
          `${spec.label}: ${endSentence(spec.definition)}`,
          confirmationNote(input, endpoint),
          endpointNote(input, endpoint),
          shown.some(({ isCut }) => isCut) ? "Bars lack the patients whose number is suppressed." : null,
        ],
        source: `endpoints / eligible / ${endpoint}.best_change`,
      }),
    },
  ];
}

const printTotal = (input: ReportInput, group: Group): string =>
  printStatistic(input.records.findStatistic({ variant: "main", population: "eligible", group }, "n"), formatCount);
