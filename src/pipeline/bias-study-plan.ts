import { SpecError } from "../errors.js";
import type { AnalysisJson } from "../spec/analysis.js";
import type { BiasScenario } from "./bias-study-settings.js";

/** The names an analysis must have to be tried, and what stands for them in the study. */
const names = { design: "attWeights", response: "responseWeighted", progression: "progressionWeighted" } as const;

/**
 * An analysis cut down to one design and two estimates, both endpoints by charts beside them, with the lines of the panel made for the
 * scenario. Gates are set aside, so that every replicate counts. duckdb: the world's file. SpecError where the analysis lacks a name.
 */
export function biasStudyAnalysis(analysis: AnalysisJson, { panel }: BiasScenario, duckdb: string): AnalysisJson {
  const { id: _id, sensitivity: _sensitivity, bias: _bias, ...rest } = analysis;
  const design = rest.designs[names.design];
  const [response, progression] = [rest.estimates[names.response], rest.estimates[names.progression]];
  if (design?.method !== "weighting" || response === undefined || progression === undefined)
    throw new SpecError(
      `the study needs an analysis with the weighting design ${names.design} and the estimates ${names.response} and ${names.progression}; got ${Object.keys(rest.designs).join(", ")} and ${Object.keys(rest.estimates).join(", ")}`,
    );
  const open = { smd: { atMost: 10 }, weightShare: { atMost: 1 }, unmatchedTrial: { atMost: 1 } };
  const lines = linesOfPanel.filter(([, { method }]) => panel.includes(method));
  return {
    ...rest,
    id: "bias-study",
    source: { duckdb },
    designs: { [names.design]: { ...design, gates: open } },
    estimates: { [names.response]: response, [names.progression]: progression },
    comparison: {
      response: {
        label: "Response",
        ehr: "chartResponse",
        imaging: "confirmedResponse",
        estimates: [names.response],
        replicates: 0,
      },
      progression: {
        label: "PFS",
        ehr: "chartProgressionFree",
        imaging: "progressionFree",
        estimates: [names.progression],
        replicates: 0,
      },
    },
    ...(lines.length === 0 ? {} : { bias: Object.fromEntries(lines) }),
  };
}

const linesOfPanel = Object.entries({
  notEvaluable: {
    method: "not-evaluable",
    estimates: [names.response],
    covariates: ["age", "ecog1", "liver", "bone"],
  },
  scanAlignment: { method: "scan-alignment", estimates: [names.progression] },
  negativeControls: {
    method: "negative-controls",
    estimates: [names.progression],
    events: Array.from({ length: 24 }, (_, i) => `NC${String(i + 1).padStart(2, "0")}`),
  },
  referenceStudies: {
    method: "reference-studies",
    estimates: [names.progression],
    set: "nsclc-incerti-2023",
    similar: "the study asks what a published average bias does where the bias is another",
  },
} as const satisfies NonNullable<AnalysisJson["bias"]>);

/** Names of the estimates in the study's analysis. */
export const studyEstimateNames = names;
