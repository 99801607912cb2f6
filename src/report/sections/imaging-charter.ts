import { recistOptionsSchema } from "../../spec/recist-options.js";
import { paragraph, text } from "../document/inlines.js";
import type { KeyValues } from "../document/model.js";
import type { Draft } from "../document/number-sections.js";
import { sentenceCase } from "../estimate-text.js";
import type { ReportInput } from "../records/read-results.js";
import { renderPlanTable } from "../tables/plan-table.js";
import { describeCriteria, describeReaders, describeSchedule } from "./imaging-text.js";

/** How the scans were to be read and turned into responses, from the plan: absent where nothing is derived from scans or charts. */
export function writeImagingCharter(input: ReportInput): readonly Draft[] {
  const { imaging, endpoints } = input.plan.analysis;
  if (imaging === undefined) return [];
  const { newTherapy, options } = imaging;
  const derived = Object.values(endpoints).flatMap((endpoint) =>
    "by" in endpoint && endpoint.by === "imaging" ? [endpoint.label] : [],
  );
  const facts: KeyValues = {
    kind: "key-values",
    label: "Reading of the scans",
    entries: [
      ["Response criteria", `${describeCriteria(imaging)}.`],
      ["Endpoints derived from scans", derived.length === 0 ? "none" : derived.join("; ")],
      ["Readers", describeReaders(imaging)],
      ["Planned assessments", sentenceCase(describeSchedule(imaging.schedule))],
      [
        "New anticancer therapy",
        `The line of therapy nearest to index, at most ${newTherapy.indexLineDays} days away, is the index line; the first that starts after it is new. Local therapy after index ${newTherapy.localTherapy === "count" ? "counts" : "does not count"} as new therapy.`,
      ],
      [
        "Not in the plan",
        "Acquisition protocol, training and blinding of readers, and adjudication were settled where the scans were made and read; this analysis takes the readings as the data contract holds them.",
      ],
    ].map(([key = "", value = ""]) => ({ key, value: [text(value)] })),
  };
  const shape = recistOptionsSchema.shape;
  const rows = (Object.keys(shape) as (keyof typeof shape)[]).map((name) => [
    shape[name].description ?? name,
    name,
    String(options[name]),
  ]);
  return [
    {
      id: "imaging-charter",
      heading: "Retrospective imaging charter",
      blocks: [
        paragraph(
          "Written after the scans were made: it records by which rules existing scans and readings were turned into responses, for both arms alike.",
        ),
        facts,
        renderPlanTable(input, {
          number: "I1",
          name: "imaging-options",
          title: "What the response criteria leave open, and the choice made",
          columns: [
            ["Question and rule", 4.4],
            ["Option", 1.9],
            ["Choice", 1.2],
          ],
          rows,
          definitions: ["Letters and numbers in brackets are the rules' names in the documentation."],
        }),
      ],
    },
  ];
}
