import { figuresOf, tablesOf } from "../document/blocks-of.js";
import type { Figure, ReportDocument, Table } from "../document/model.js";
import type { ArsDisplaySection, ArsOutput } from "./model.js";
import { fileTypeOf } from "./terms.js";

/** Every numbered table and figure of the report with its titles, footnotes and file. */
export function describeOutputs(document: ReportDocument): ArsOutput[] {
  return [
    ...tablesOf(document.sections).map((table) => describeOutput(table, "Table", "csv", `tables/${table.file}.csv`)),
    ...figuresOf(document.sections).map((figure) =>
      describeOutput(figure, "Figure", "svg", `figures/${figure.file}.svg`),
    ),
  ];
}

function describeOutput(output: Table | Figure, word: string, ending: "csv" | "svg", location: string): ArsOutput {
  const { id, number, title, population, footnotes } = output;
  const name = `${word} ${number}`;
  return {
    id,
    name,
    fileSpecifications: [{ name: output.file, fileType: fileTypeOf(ending), location }],
    displays: [
      {
        order: 1,
        display: {
          id: `${id}/display`,
          name,
          displayTitle: title,
          displaySections: [
            describeSection("Title", id, [name, title, population]),
            ...(footnotes.length === 0 ? [] : [describeSection("Footnote", id, footnotes)]),
          ],
        },
      },
    ],
  };
}

const describeSection = (
  sectionType: ArsDisplaySection["sectionType"],
  id: string,
  texts: readonly string[],
): ArsDisplaySection => ({
  sectionType,
  orderedSubSections: texts.map((text, i) => ({
    order: i + 1,
    subSection: { id: `${id}/${sectionType.toLowerCase()}-${i + 1}`, text },
  })),
});
