import { code, paragraph, text } from "../report/document/inlines.js";
import type { Block, KeyValues, ReportDocument, Table } from "../report/document/model.js";
import { numberSections } from "../report/document/number-sections.js";
import { formatCount } from "../report/format.js";
import type { OracleOutcome } from "../validation/run-oracle.js";
import {
  agreementTable,
  causeTable,
  digestTable,
  failureTable,
  methodTable,
  packageTable,
} from "./qualification-tables.js";
import type { Qualification } from "./qualify.js";

/** The qualification report as the document that the renderers draw. */
export function writeQualification(found: Qualification): ReportDocument {
  const { outcomes, notRun, passes, installation, date } = found;
  const compared = outcomes.flatMap(({ lines }) => lines).reduce((sum, line) => sum + line.compared, 0);
  const failed = outcomes.filter((outcome) => !outcome.passes);
  return {
    title: "Qualification of this installation",
    subtitle: "Software validation report",
    facts: {
      kind: "key-values",
      label: "Identity of this report",
      entries: [
        { key: "Result", value: [text(passes ? "passed" : "FAILED")] },
        { key: "Engine", value: [text(`scanarm ${installation.version}`)] },
        { key: "Compiled files (SHA-256)", value: [code(installation.sha256)] },
        { key: "Date", value: [text(date)] },
      ],
    },
    notice:
      "Numbers of this installed copy held against numbers that R computed beforehand. It shows that this copy computes as it was built to; it is no claim of compliance with any regulation, and no statement on the fitness of a study's data or design.",
    sections: numberSections(
      [
        {
          id: "result",
          heading: "Result",
          blocks: [
            {
              kind: "callout",
              tone: passes ? "key" : "warning",
              title: passes
                ? "Every method tested agrees with its reference"
                : "Not every method agrees with its reference",
              content: [
                [
                  text(
                    [
                      `${formatCount(outcomes.length - failed.length)} of ${formatCount(outcomes.length)} methods passed; ${formatCount(compared)} numbers were compared.`,
                      ...(failed.length === 0 ? [] : [`Not passed: ${failed.map(({ method }) => method).join("; ")}.`]),
                      ...(notRun.length === 0 ? [] : [`Not tested here: ${notRun.map(({ id }) => id).join(", ")}.`]),
                    ].join(" "),
                  ),
                ],
              ],
            },
          ],
        },
        { id: "reading", heading: "How to read this report", blocks: [howToRead] },
        {
          id: "methods",
          heading: "Methods and references",
          blocks: [methodTable(found), agreementTable(outcomes)].map(orNone),
        },
        { id: "tolerances", heading: "Tolerances and their causes", blocks: [orNone(causeTable(outcomes))] },
        { id: "differences", heading: "Differences beyond the tolerance", blocks: describeFailures(outcomes) },
        { id: "repetition", heading: "Repetition", blocks: [repetition(outcomes), digestTable(outcomes)] },
        { id: "environment", heading: "Environment", blocks: [environment(found), packageTable(found)] },
        { id: "not-run", heading: "What was not tested here", blocks: describeNotRun(found) },
      ],
      [],
    ),
    paper: "a4",
    date,
    footer: `scanarm ${installation.version} · ${installation.sha256.slice(0, 12)}`,
    producer: `scanarm ${installation.version}`,
  };
}

/** A table of no rows is nothing to draw. */
const orNone = (table: Table): Block => (table.rows.length > 0 ? table : paragraph(`${table.title}: none.`));

const howToRead: Block = {
  kind: "list",
  items: [
    [
      text(
        "A fixture is a file of data and of the numbers that R, or a script in R written from the publication, made of them. The scripts lie beside the fixtures (",
      ),
      code("oracles/<method>/oracle.R"),
      text("), so that anybody with R can make the numbers again; the versions used are in "),
      code("oracles/SESSION.txt"),
      text("."),
    ],
    [
      text(
        "This copy computes the same numbers from the same data. A relative difference is taken over the reference's size, an absolute one is plain, and “digit for digit” allows none; the largest of all numbers is shown.",
      ),
    ],
    [
      text(
        "Formulas in closed form are held to about 1e-12, fits by iteration to 1e-8. Where a tolerance is looser, its cause is told: nearly always the accuracy of the reference.",
      ),
    ],
    [
      text(
        "A method passes where every number is within its tolerance and a second run gives the same numbers bit for bit. A number that is missing, one too many or not a number never passes.",
      ),
    ],
  ],
};

function describeFailures(outcomes: readonly OracleOutcome[]): Block[] {
  const problems = outcomes.flatMap(({ method, problem }) =>
    problem === null ? [] : [[text(`${method}: ${problem}`)]],
  );
  const blocks: Block[] = [];
  if (problems.length > 0) blocks.push({ kind: "list", items: problems });
  if (outcomes.some(({ failures }) => failures.length > 0)) blocks.push(failureTable(outcomes));
  return blocks.length > 0 ? blocks : [paragraph("None.")];
}

function repetition(outcomes: readonly OracleOutcome[]): Block {
  const differing = outcomes.filter(({ repeats, problem }) => !repeats && problem === null);
  return paragraph(
    differing.length === 0
      ? "Each method that could be run was run twice and gave the same numbers bit for bit. The digest is over every number computed; on another processor or Node version the last digit of a number, and with it the digest, may differ."
      : `A second run gave other numbers: ${differing.map(({ method }) => method).join("; ")}.`,
  );
}

function environment({ host, installation }: Qualification): KeyValues {
  return {
    kind: "key-values",
    label: "Environment",
    entries: [
      ...Object.entries(host).map(([key, value]) => ({ key, value: [text(value)] })),
      { key: "Compiled files", value: [text(formatCount(installation.files))] },
      { key: "SHA-256 over them", value: [code(installation.sha256)] },
    ],
  };
}

function describeNotRun({ notRun }: Qualification): Block[] {
  if (notRun.length === 0) return [paragraph("Nothing: every fixture of the installation was run.")];
  return [
    paragraph("Of these fixtures nothing is said above, neither that they pass nor that they fail:"),
    { kind: "list", items: notRun.map(({ id, why }) => [code(id), text(`: ${why}`)]) },
  ];
}
