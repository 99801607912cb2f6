import { createHash } from "node:crypto";
import { canonicalJson } from "../spec/canonical-json.js";
import type { CoverageMethod } from "./coverage-method.js";
import type { CoverageSummary } from "./coverage-summary.js";

/** A row of the study as it is kept: what was found, of which definition of the method. */
export interface CoverageRow extends CoverageSummary {
  readonly definition: string;
}

/** Tells a method's setting, truth and estimate from any other's: its name and what is said of its outcome have no part in it. */
export function definitionOf({ name: _, limit: _limit, misses: _misses, ...method }: CoverageMethod): string {
  return createHash("sha256").update(canonicalJson(method)).digest("hex").slice(0, 16);
}

/** The rows that stand, in the order of the methods: those made now, else those recorded of the same name and definition. */
export function mergeCoverage(
  methods: readonly CoverageMethod[],
  recorded: readonly CoverageRow[],
  made: readonly CoverageRow[],
): CoverageRow[] {
  return methods.flatMap((method) => {
    const definition = definitionOf(method);
    const isOfMethod = (row: CoverageRow) => row.name === method.name && row.definition === definition;
    const row = made.find(isOfMethod) ?? recorded.find(isOfMethod);
    return row === undefined ? [] : [row];
  });
}
