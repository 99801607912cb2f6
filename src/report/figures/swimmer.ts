import type { CatalogueEntry } from "../catalogue.js";
import { endpointLabel, endpointNote } from "../data-driven-text.js";
import { writeFootnotes } from "../document/footnotes.js";
import { endSentence } from "../document/inlines.js";
import type { Figure } from "../document/model.js";
import { drawn, drawnMonths, formatCount, formatMonths } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import { readPatientRows } from "../records/patient-rows.js";
import type { ReportInput } from "../records/read-results.js";
import type { Group } from "../records/record-index.js";
import { confirmationNote } from "../tables/best-response.js";
import { armLabel } from "../tables/columns.js";
import { columnsOf } from "./columns-of.js";
import { label, labelColumns, labelLayers } from "./layers.js";
import { figureWidth } from "./palette.js";
import { swimmerLayers } from "./swimmer-layers.js";
import { thinRows } from "./thin-rows.js";

/** More patients than this and responders alone are drawn; more rows than fit are thinned out. */
const [mostOfAll, mostRows, plotHeight] = [80, 140, 560];
const names = ["last_day", "died", "best_response", "responder", "baseline_day", "cr_day", "pr_day", "pd_day"] as const;

/** Marks of a bar, by the column of their day, in the order of the legend. */
const marks = [
  { column: "baseline_day", kind: "baseline", name: "baseline scan" },
  { column: "pr_day", kind: "pr", name: "first PR" },
  { column: "cr_day", kind: "cr", name: "first CR" },
  { column: "pd_day", kind: "pd", name: "progression" },
] as const;

/** F14.2.7 of one arm, patient by patient: a bar from time zero to death or last contact, with its responses. None where the plan does not ask. */
export function renderSwimmer(
  input: ReportInput,
  { endpoint, group }: { readonly endpoint: string; readonly group: Group },
  entry: () => CatalogueEntry,
): readonly Figure[] {
  const all = readPatientRows(input, endpoint, group, "swimmer", names);
  const spec = input.plan.analysis.endpoints[endpoint];
  const responders = all.filter(({ responder }) => responder === true);
  const isWhole = all.length <= mostOfAll || responders.length === 0;
  const chosen = isWhole ? all : responders;
  if (chosen.length === 0 || spec === undefined) return [];
  const rows = thinRows(chosen, mostRows);
  const height = Math.min(plotHeight, rows.length * 11);
  const slot = height / rows.length;
  const bars = rows.map(({ last_day: last, died, best_response: best, responder }, i) => ({
    from: 0,
    to: drawnMonths(Number(last)),
    top: drawn((i + 0.14) * slot),
    foot: drawn((i + 0.86) * slot),
    middle: drawn((i + 0.5) * slot),
    responder: responder === true,
    end: died === true ? "death" : "alive",
    text: `row ${i + 1}: best response ${best}, ${died === true ? "died" : "last known alive"} at month ${formatMonths(Number(last))}`,
  }));
  const events = rows.flatMap((row, i) =>
    marks.flatMap(({ column, kind }) => {
      const day = row[column];
      return day === null ? [] : [{ at: drawnMonths(Number(day)), middle: drawn((i + 0.5) * slot), kind }];
    }),
  );
  const last = Math.max(...bars.map(({ to }) => to));
  const first = Math.min(0, ...events.map(({ at }) => at));
  const arm = armLabel(input, "main", group);
  const width = figureWidth - 30;
  const legend = legendOf(width);
  const n = printStatistic(
    input.records.findStatistic({ variant: "main", population: "eligible", group }, "n"),
    formatCount,
  );
  const whom = `${isWhole ? "All patients" : "Responders alone"}${rows.length < chosen.length ? `, ${formatCount(rows.length)} of ${formatCount(chosen.length)} evenly spread over the order` : `, ${formatCount(rows.length)}`} of N=${n} eligible`;
  return [
    {
      kind: "figure",
      ...entry(),
      title: `Swimmer: course of patients, ${arm}: ${endpointLabel(input, endpoint, spec.label)}`,
      population: whom,
      data: {
        bars: columnsOf(bars, ["from", "to", "top", "foot", "middle", "responder", "end", "text"]),
        events: columnsOf(events, ["at", "middle", "kind"]),
        keys: columnsOf(legend.keys, ["x", "y", "kind"]),
        texts: labelColumns(legend.labels),
      },
      spec: {
        width,
        height,
        layer: [
          ...swimmerLayers({ domain: [drawn(first * 1.05 - 0.01 * last), drawn(1.03 * last)], slot }),
          ...labelLayers("texts", legend.labels),
        ],
      },
      hover: [
        {
          data: { name: "bars" },
          mark: { type: "rect", opacity: 0 },
          encoding: {
            x: { value: 0 },
            x2: { value: width },
            y: { field: "top", type: "quantitative", scale: null, axis: null },
            y2: { field: "foot" },
            tooltip: [{ field: "text", type: "nominal", title: "Patient" }],
          },
        },
      ],
      alt: `Swimmer plot: a bar a patient from index to death or last contact, longest on top, with first responses and progression marked. ${whom}.`,
      footnotes: writeFootnotes(input, {
        definitions: [
          "A bar is a patient, numbered anew in this figure, from index to death or last contact; filled: responders. Arrow: alive at last contact. Tick before index: baseline scan. Responses are the first of their kind, confirmed or not.",
          `${spec.label}: ${endSentence(spec.definition)}`,
          confirmationNote(input, endpoint),
          endpointNote(input, endpoint),
        ],
        source: `endpoints / eligible / ${endpoint} / swimmer`,
      }),
    },
  ];

  function legendOf(room: number) {
    const keyed = [...marks, { kind: "death", name: "death" }, { kind: "alive", name: "alive at last contact" }];
    const step = room / keyed.length;
    return {
      keys: keyed.map(({ kind }, i) => ({ x: drawn(i * step + 6), y: -16, kind })),
      labels: keyed.map(({ name }, i) => label(i * step + 16, -16, name)),
    };
  }
}
