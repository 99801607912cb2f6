import { resolveWorld, type World } from "../simulate/world.js";
import type { AnalysisJson } from "../spec/analysis.js";

/** What a study of the corrections is made of: plain data, so that it crosses a thread. */
export interface BiasStudySettings {
  /** The truth is drawn with this seed, replicate r of every scenario with seed + r. */
  readonly seed: number;
  readonly trialPatients: number;
  /** Before eligibility. */
  readonly carePatients: number;
  readonly truthPatients: number;
  /** Share of controls whose scans were read too, where charts are corrected. */
  readonly validated: number;
  /** Bootstrap samples of the shift that charts make. */
  readonly bootstrap: number;
  /** The analysis whose cohort, endpoints and weights every world is given. */
  readonly analysis: AnalysisJson;
}

export const biasStudyDefaults = {
  seed: 7_000_000,
  trialPatients: 180,
  carePatients: 2500,
  truthPatients: 400_000,
  validated: 0.3,
  bootstrap: 200,
} as const satisfies Omit<BiasStudySettings, "analysis">;

export type BiasScenarioId = "charts" | "faithfulCharts" | "scans" | "unmeasured";

/** A world in which one thing is wrong, and what of the engine is tried there. */
export interface BiasScenario {
  readonly id: BiasScenarioId;
  readonly label: string;
  readonly change: Partial<World>;
  /** Lines of section `bias` that are made for it, by method. */
  readonly panel: readonly string[];
}

/** Every scenario, in the order of the tables. */
export const biasScenarios: readonly BiasScenario[] = [
  {
    id: "charts",
    label: "charts that over-call response and progression in 10 % of assessments",
    change: { confounding: "measured", effect: 1, overCalledResponse: 0.1, overCalledProgression: 0.1 },
    panel: [],
  },
  {
    id: "faithfulCharts",
    label: "charts that over-call nothing",
    change: { confounding: "measured", effect: 1, overCalledResponse: 0, overCalledProgression: 0 },
    panel: [],
  },
  {
    id: "scans",
    label: "routine care scanned half as often, a drug that does nothing",
    change: { confounding: "measured", effect: 0, careScanFactor: 2 },
    panel: ["not-evaluable", "scan-alignment"],
  },
  {
    id: "unmeasured",
    label: "unmeasured confounding, a drug that does nothing",
    change: { confounding: "unmeasured", effect: 0 },
    panel: ["negative-controls", "reference-studies"],
  },
];

/** The scenario of that id. Throws where there is none. */
export function biasScenarioOf(id: string): BiasScenario {
  const found = biasScenarios.find((scenario) => scenario.id === id);
  if (found === undefined)
    throw new RangeError(`no scenario "${id}"; expected ${biasScenarios.map((s) => s.id).join(", ")}`);
  return found;
}

/** The world of a replicate (from 1), or of the truth (0). Covariates are complete, so that nothing is wrong but what the scenario names. */
export function biasStudyWorld(
  { seed, trialPatients, carePatients, truthPatients }: BiasStudySettings,
  { change }: BiasScenario,
  replicate: number,
): World {
  const sizes = { trialPatients, carePatients, truthPatients };
  return resolveWorld({ ...sizes, seed: seed + replicate, missingness: "none", ...change });
}
