import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { ArsReportingEvent } from "../../src/report/ars/model.js";
import { writeReportingEvent } from "../../src/report/ars/write-reporting-event.js";
import type { Statistic } from "../../src/results/records.js";
import { arsSchema } from "./support/ars-schema.js";
import { makeResults } from "./support/make-results.js";
import { documentOf } from "./support/report-input.js";

const results = makeResults();
const { input, document, tables, figures } = documentOf(results);
const event: ArsReportingEvent = writeReportingEvent(input, document);
const statistics = results.records.filter((record): record is Statistic => record.kind === "statistic");
const isValid = new Ajv({ allErrors: true, strict: false }).compile(arsSchema);

/** The value of a result that stands in exactly one place of the file. */
function resultOf(variant: string, variable: string, statistic: string): string | undefined {
  const found = event.analyses
    .filter((each) => each.variable === variable)
    .filter(({ programmingCode }) =>
      programmingCode.parameters.some((p) => p.name === "variant" && p.value[0] === variant),
    )
    .flatMap((each) => each.results.filter(({ operationId }) => operationId === `${each.methodId}/${statistic}`));
  if (found.length !== 1) throw new Error(`${found.length} results of ${statistic}`);
  return found[0]!.rawValue;
}

describe("results as a CDISC ARS reporting event", () => {
  it("have the form of the standard's classes", () => {
    isValid(event);
    expect(isValid.errors ?? []).toEqual([]);
  });

  it("would be refused with a slot too many, a slot too few or a term that is none", () => {
    const [first, ...others] = event.analyses;
    expect(isValid({ ...event, author: "x" })).toBe(false);
    expect(isValid({ ...event, name: undefined, analyses: [{ ...first, methodId: undefined }, ...others] })).toBe(
      false,
    );
    expect(isValid({ ...event, analyses: [{ ...first, reason: { controlledTerm: "PLANNED" } }] })).toBe(false);
  });

  it("hold every statistic once, unrounded, under distinct operation and groups", () => {
    const all = event.analyses.flatMap((each) => each.results);
    expect(all.length).toBe(statistics.length);
    const values = (list: readonly (string | undefined)[]): (string | undefined)[] => [...list].sort();
    expect(values(all.map(({ rawValue }) => rawValue))).toEqual(
      values(statistics.map(({ value }) => (value === null ? undefined : String(value)))),
    );
    for (const { results: own } of event.analyses) {
      const keys = own.map(({ operationId, resultGroups }) => JSON.stringify([operationId, resultGroups]));
      expect(new Set(keys).size).toBe(keys.length);
    }
    const hazardRatio = statistics.find((each) => each.statistic === "hazard_ratio" && each.variable === "rfsMatched");
    expect(resultOf("main", "rfsMatched", "hazard_ratio")).toBe(String(hazardRatio?.value));
  });

  it("say what is not estimable instead of a number, with its reason", () => {
    const failed = statistics.filter(({ status }) => status === "not_estimable");
    const marked = event.analyses
      .flatMap((each) => each.results)
      .filter(({ formattedValue }) => formattedValue === "NE");
    expect(failed.length).toBeGreaterThan(0);
    expect(marked.length).toBe(failed.length);
    const descriptions = event.analyses.map(({ description }) => description ?? "").join("\n");
    for (const { note } of failed) expect(descriptions).toContain(note);
  });

  it("refer to nothing that is not defined", () => {
    const ids = (list: readonly { readonly id: string }[]): Set<string> => new Set(list.map(({ id }) => id));
    const [sets, subsets, methods] = [ids(event.analysisSets), ids(event.dataSubsets), ids(event.methods)];
    const operations = ids(event.methods.flatMap((method) => method.operations));
    const groups = ids(event.analysisGroupings.flatMap((grouping) => grouping.groups ?? []));
    const groupings = ids([...event.analysisGroupings, ...event.dataGroupings]);
    const terms = ids(event.terminologyExtensions.flatMap(({ sponsorTerms }) => sponsorTerms));
    for (const each of event.analyses) {
      expect(sets.has(each.analysisSetId) && methods.has(each.methodId)).toBe(true);
      if (each.dataSubsetId !== undefined) expect(subsets).toContain(each.dataSubsetId);
      if ("sponsorTermId" in each.purpose) expect(terms).toContain(each.purpose.sponsorTermId);
      for (const { operationId, resultGroups = [] } of each.results) {
        expect(operations).toContain(operationId);
        for (const { groupingId, groupId } of resultGroups) {
          expect(groupings).toContain(groupingId);
          if (groupId !== undefined) expect(groups).toContain(groupId);
        }
      }
    }
  });

  it("call an estimate changed after the lock data driven, and the others specified", () => {
    const terms = (variable: string): unknown[] => [
      ...new Set(
        event.analyses
          .filter((each) => each.variable === variable && each.dataSubsetId !== undefined)
          .map(({ reason }) => JSON.stringify(reason)),
      ),
    ];
    expect(terms("rfsCrude")).toEqual([JSON.stringify({ controlledTerm: "DATA DRIVEN" })]);
    expect(terms("rfsMatched")).toEqual([JSON.stringify({ controlledTerm: "SPECIFIED IN SAP" })]);
  });

  it("list every table and figure with its title lines and file", () => {
    expect(event.outputs.map(({ id }) => id).sort()).toEqual(
      [...tables.values(), ...figures.values()].map(({ id }) => id).sort(),
    );
    const baseline = event.outputs.find(({ name }) => name === "Table 14.1.2")!;
    const [title] = baseline.displays[0]!.display.displaySections;
    const source = tables.get("14.1.2")!;
    expect(title!.orderedSubSections.map(({ subSection }) => subSection.text)).toEqual([
      "Table 14.1.2",
      source.title,
      source.population,
    ]);
    expect(baseline.fileSpecifications[0]!.location).toBe(`tables/${source.file}.csv`);
  });
});
