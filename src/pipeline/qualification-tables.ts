import type { Row, Table } from "../report/document/model.js";
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

/** What was tested, against what, in which version. */
export function methodTable({ outcomes, references }: Qualification): Table {
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

/** How many numbers agree how closely. */
export function agreementTable(outcomes: readonly OracleOutcome[]): Table {
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

/** Why a tolerance is no tighter. */
export function causeTable(outcomes: readonly OracleOutcome[]): Table {
  const rows = outcomes.flatMap(({ method, lines }) =>
    lines.flatMap(({ measure, tolerance, causes }) =>
      causes.map((cause) => [method, `${printSize(tolerance)} (${measureWords[measure]})`, cause]),
    ),
  );
  const heads = ["Method", "Tolerance", "Cause"];
  return table("3", "What keeps a tolerance from being tighter", "causes", heads, [2, 1, 3], rows);
}

/** What lies beyond its tolerance, number by number. */
export function failureTable(outcomes: readonly OracleOutcome[]): Table {
  const rows = outcomes.flatMap(({ method, failures }) =>
    failures.map((each) => [
      method,
      each.case,
      each.what,
      each.largest === null ? "missing, or not a number" : `${printSize(each.largest)} (${measureWords[each.measure]})`,
      each.tolerance === 0 ? "none allowed" : printSize(each.tolerance),
    ]),
  );
  const heads = ["Method", "Case", "Number", "Difference", "Tolerance"];
  return table("4", "Differences beyond the tolerance", "differences", heads, [2, 2, 2, 2, 1], rows);
}

/** What was read and what was computed, to be compared between runs. */
export const digestTable = (outcomes: readonly OracleOutcome[]): Table =>
  table(
    "5",
    "Digests (SHA-256, first 16 digits)",
    "digests",
    ["Method", "Fixture", "Numbers computed"],
    [3, 2, 2],
    outcomes.map(({ method, fixture, digest }) => [method, short(fixture), short(digest)]),
  );

const short = (hash: string | null): string => hash?.slice(0, 16) ?? "–";

/** The installed dependencies. */
export const packageTable = ({ installation }: Qualification): Table =>
  table(
    "6",
    "Packages",
    "packages",
    ["Package", "Version installed"],
    [3, 1],
    installation.packages.map(({ name, version }) => [name, version ?? "not found"]),
  );

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
