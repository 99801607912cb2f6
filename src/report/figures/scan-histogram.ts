import type { Statistic } from "../../results/records.js";
import { catalogueEntry } from "../catalogue.js";
import { writeFootnotes } from "../document/footnotes.js";
import type { Figure } from "../document/model.js";
import type { Fonts } from "../fonts/load-fonts.js";
import { drawn, formatCount, formatCountOf, formatDecimals, formatPlain } from "../format.js";
import { printStatistic } from "../print-statistic.js";
import type { ReportInput } from "../records/read-results.js";
import { type Group, groups } from "../records/record-index.js";
import { describeSchedule } from "../sections/imaging-text.js";
import { armLabel } from "../tables/columns.js";
import { controlColour, trialColour } from "./palette.js";
import { layOutStackedPanels } from "./stacked-panels.js";

interface ArmBins {
  readonly group: Group;
  readonly all: Statistic | null;
  readonly bins: readonly { readonly level: string; readonly count: number | null }[];
}

/** F14.1.5: intervals between assessments of each arm by whole weeks, with the planned ones. None where an arm's may not be shown. */
export function renderScanHistogram(input: ReportInput, fonts: Fonts): readonly Figure[] {
  const arms = groups.map((group) => readBins(input, group));
  if (arms.some(({ bins, all }) => all?.value == null || bins.every(({ count }) => count === null))) return [];
  const levels = arms[0]?.bins.map(({ level }) => level) ?? [];
  const schedule = input.plan.analysis.imaging?.schedule;
  const planned = [...new Set((schedule?.segments ?? []).map(({ everyDays }) => everyDays))];
  const name = (group: Group): string => armLabel(input, "main", group);
  return [
    {
      kind: "figure",
      ...catalogueEntry("figure", "14.1.5", "scan-intervals"),
      title: "Weeks from one assessment to the next, by arm",
      population: "Eligible patients, unweighted",
      ...layOutStackedPanels(fonts, {
        panels: arms.map(({ group, all, bins }, category) => ({
          title: `${name(group)}: % of ${printStatistic(all, formatCount)} intervals`,
          bars: bins.flatMap(({ level, count }, slot) => {
            if (count === null || count === 0) return [];
            const percent = drawn((100 * count) / (all?.value ?? 1));
            const hover = `${level} weeks: ${formatCountOf(count, all?.value ?? 0)} of the intervals`;
            return [{ slot, name: name(group), parts: [{ category, percent, hover }] }];
          }),
        })),
        categories: groups.map((group) => ({
          name: name(group),
          colour: group === "trial" ? trialColour : controlColour,
        })),
        slots: levels.map((level, week) => (week % 2 === 0 && !level.startsWith("above") ? level : "")),
        // The middle of a bar stands for its week.
        lines: planned
          .map((days) => ({ slot: drawn(days / 7 + 0.5), text: `${formatPlain(days)} days` }))
          .filter(({ slot }) => slot < levels.length),
        xTitle: `Weeks between assessments${levels.at(-1)?.startsWith("above") === true ? ` (last bar: ${levels.at(-1)})` : ""}`,
        barShare: 0.9,
      }),
      alt: `Histograms of the intervals between assessments in weeks. ${arms.map(({ group }) => describe(input, group)).join(" ")} Planned: ${describeSchedule(schedule)}`,
      footnotes: writeFootnotes(input, {
        definitions: [
          `An interval counts for the week that lies nearest. Dashed: planned. Planned: ${describeSchedule(schedule)}`,
          arms.map(({ group }) => describe(input, group)).join(" "),
          arms.some(({ bins }) => bins.some(({ count }) => count === null))
            ? "Weeks whose number is suppressed are not drawn."
            : null,
        ],
        source: "endpoints / eligible / imaging.scan_interval_weeks",
      }),
    },
  ];
}

function readBins(input: ReportInput, group: Group): ArmBins {
  const all = input.records.findStatistic(
    { variant: "main", population: "eligible", group, variable: "imaging.scan_interval" },
    "intervals",
  );
  const bins = input.records
    .statisticsOf("main", "eligible", group)
    .flatMap(({ variable, level, value }) =>
      variable === "imaging.scan_interval_weeks" && level !== null ? [{ level, count: value }] : [],
    );
  return { group, all, bins };
}

/** Median, quartiles and outer percentiles of an arm, in days. */
function describe(input: ReportInput, group: Group): string {
  const place = { variant: "main", population: "eligible", group, variable: "imaging.scan_interval" };
  const days = (statistic: string): string =>
    printStatistic(input.records.findStatistic(place, statistic), (value) => formatDecimals(value, 1));
  return `${armLabel(input, "main", group)}: median ${days("median")} days, middle half ${days("q1")} to ${days("q3")}, 10th to 90th percentile ${days("p10")} to ${days("p90")}.`;
}
