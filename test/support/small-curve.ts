import type { Loose } from "./minimal-analysis.js";

const option = (label: string, patch: object = {}) => ({ label, patch });
export const estimateOf = (fields: object) => ({ estimates: { main: fields } });
const withTerms = (terms: readonly string[]) => ({
  designs: { weighted: { propensity: { terms } }, matched: { propensity: { terms } } },
});

/** Of the small study: four designs by three sets of covariates by two endpoints by two kinds of ties, the crude design once a set: 40 combinations. */
export const smallCurve = {
  ...{ label: "Choices", why: "each could be defended", estimate: "main" },
  choices: {
    design: {
      label: "Design",
      options: {
        crude: option("Crude", estimateOf({ design: "crude" })),
        att: option("ATT weights"),
        overlap: option("Overlap weights", { designs: { weighted: { estimand: "ATO" } } }),
        matched: option("Matched", estimateOf({ design: "matched" })),
      },
    },
    terms: {
      label: "Covariates",
      options: {
        both: option("Age and stage", withTerms(["age", "stage"])),
        age: option("Age", withTerms(["age"])),
        stage: option("Stage", withTerms(["stage"])),
      },
    },
    endpoint: {
      label: "Endpoint",
      options: { rfs: option("RFS"), os: option("OS", estimateOf({ endpoint: "os" })) },
    },
    ties: {
      label: "Ties",
      options: { efron: option("Efron"), breslow: option("Breslow", estimateOf({ ties: "breslow" })) },
    },
  },
  without: [
    { design: "crude", terms: "age" },
    { design: "crude", terms: "stage" },
  ],
};

/** The small study with the curve, a second endpoint, and gates that none of its designs is held to. */
export function addSmallCurve(analysis: Loose): void {
  const set = (value: unknown): Loose => value as Loose;
  analysis.curves = set({ choices: smallCurve });
  analysis.endpoints!.os = set({ kind: "collected-event", label: "OS", event: "RFS", definition: "again" });
  for (const design of ["weighted", "matched"]) {
    const reason = "a test of curves";
    analysis.designs![design]!.gates = set({ smd: { reason }, weightShare: { reason }, unmatchedTrial: { reason } });
  }
}
