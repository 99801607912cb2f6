import { code, paragraph, text } from "../report/document/inlines.js";
import type { Block, KeyValues, ReportDocument, Row, Table } from "../report/document/model.js";
import { numberSections } from "../report/document/number-sections.js";
import { formatCount } from "../report/format.js";
import { roundSignificant } from "../report/round-decimal.js";
import type { AgreementMeasure } from "../validation/agreement.js";
import type { OracleOutcome } from "../validation/run-oracle.js";
import type { Qualification } from "./qualify.js";

const measureWords: Readonly<Record<AgreementMeasure, string>> = {
  relative: "relative",
  absolute: "absolute",
  exact: "digit for digit",
};

/** The qualification report as the document that the renderers draw. */
export function writeQualification(found: Qualification): ReportDocument {
  const { outcomes, passes, installation, date } = found;
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
                    `${formatCount(outcomes.length - failed.length)} of ${formatCount(outcomes.length)} methods passed; ${formatCount(compared)} numbers were compared. ${
                      failed.length === 0 ? "" : `Not passed: ${failed.map(({ method }) => method).join("; ")}.`
                    }`.trim(),
                  ),
                ],
              ],
            },
          ],
        },
        { id: "methods", heading: "Methods and references", blocks: [methodTable(found), agreementTable(outcomes)] },
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

function methodTable({ outcomes, references }: Qualification): Table {
  const versions = (names: readonly string[]): string =>
    names.map((name) => `${name} ${references[name] ?? "(version not on record)"}`).join(", ");
  return table(
    "1",
    "Methods tested",
    "methods-tested",
    ["Method", "Reference", "Version", "Cases", "Result"],
    [3, 3, 2, 1, 1],
    outcomes.map((each) => [
      each.method,
      each.reference,
      versions(each.packages),
      formatCount(each.cases),
      each.passes ? "pass" : "FAIL",
    ]),
  );
}

function agreementTable(outcomes: readonly OracleOutcome[]): Table {
  const rows = outcomes.flatMap(({ method, lines }) =>
    lines.map((line) => [
      method,
      measureWords[line.measure],
      formatCount(line.compared),
      printSize(line.largest),
      line.tolerance === 0 ? "none allowed" : printSize(line.tolerance),
      line.passes ? "pass" : "FAIL",
    ]),
  );
  const heads = ["Method", "Difference", "Numbers", "Largest", "Tolerance", "Result"];
  return table("2", "Agreement with the reference", "agreement", heads, [3, 1, 1, 1, 1, 1], rows);
}

function describeFailures(outcomes: readonly OracleOutcome[]): Block[] {
  const problems = outcomes.flatMap(({ method, problem }) =>
    problem === null ? [] : [[text(`${method}: ${problem}`)]],
  );
  const rows = outcomes.flatMap(({ method, failures }) =>
    failures.map((each) => [
      method,
      each.case,
      each.what,
      each.largest === null ? "missing, or not a number" : `${printSize(each.largest)} (${measureWords[each.measure]})`,
      each.tolerance === 0 ? "none allowed" : printSize(each.tolerance),
    ]),
  );
  const blocks: Block[] = [];
  if (problems.length > 0) blocks.push({ kind: "list", items: problems });
  if (rows.length > 0)
    blocks.push(
      table(
        "3",
        "Differences beyond the tolerance",
        "differences",
        ["Method", "Case", "Number", "Difference", "Tolerance"],
        [2, 2, 2, 2, 1],
        rows,
      ),
    );
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

const digestTable = (outcomes: readonly OracleOutcome[]): Table =>
  table(
    "4",
    "Digests (SHA-256, first 16 digits)",
    "digests",
    ["Method", "Fixture", "Numbers computed"],
    [3, 2, 2],
    outcomes.map(({ method, fixture, digest }) => [method, short(fixture), short(digest)]),
  );

const short = (hash: string | null): string => hash?.slice(0, 16) ?? "–";

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

const packageTable = ({ installation }: Qualification): Table =>
  table(
    "5",
    "Packages",
    "packages",
    ["Package", "Version installed"],
    [3, 1],
    installation.packages.map(({ name, version }) => [name, version ?? "not found"]),
  );

function describeNotRun({ notRun }: Qualification): Block[] {
  if (notRun.length === 0) return [paragraph("Every fixture of the installation was run.")];
  return [
    paragraph(
      "The installation holds further fixtures that this command does not run; they are tested by the test suite alone: ",
      ...notRun.flatMap((name, i) => (i === 0 ? [code(name)] : [", ", code(name)])),
      ".",
    ),
  ];
}

/** A difference to two significant digits. */
const printSize = (value: number): string => (value === 0 ? "0" : String(roundSignificant(value, 2)));

function table(
  number: string,
  title: string,
  file: string,
  headings: readonly string[],
  widths: readonly number[],
  lines: readonly (readonly string[])[],
): Table {
  return {
    kind: "table",
    id: `q${number}`,
    number,
    title,
    population: "This installation",
    columns: headings.map((heading, i) => ({ heading: [heading], align: "left", width: widths[i]! })),
    rows: lines.map((cells): Row => ({ kind: "body", cells: cells.map((each) => ({ text: each })) })),
    footnotes: [],
    file: `q${number}-${file}`,
  };
}
