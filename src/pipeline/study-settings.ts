import { resolveWorld, type World } from "../simulate/world.js";

/** Size and seed of a study of operating characteristics. */
export interface StudySettings {
  /** The truth is drawn with this seed, replicate r of every scenario with seed + r. */
  readonly seed: number;
  readonly trialPatients: number;
  /** Before eligibility. */
  readonly carePatients: number;
  readonly truthPatients: number;
  readonly horizonDays: number;
}

/** Sizes of the sample, so that the study speaks of data like it. */
export const studyDefaults: StudySettings = {
  seed: 20240401,
  trialPatients: 180,
  carePatients: 2500,
  truthPatients: 1_000_000,
  horizonDays: 730,
};

/** One state of the world that the engine is tried in. */
export interface Scenario {
  readonly id: ScenarioId;
  readonly label: string;
  /** What differs from the sample's world. */
  readonly change: Pick<World, "confounding" | "effect"> & Partial<World>;
}

const confounded = [
  ["none", "no confounding"],
  ["measured", "measured confounding"],
  ["unmeasured", "unmeasured confounding"],
] as const;

const effects = [
  ["", 1, "the designed effect"],
  ["Null", 0, "no effect"],
] as const;

export type ScenarioId = `${(typeof confounded)[number][0]}${(typeof effects)[number][0]}` | "schedulesNull";

/** Every scenario, in the order of the tables. `schedulesNull`: routine care scans every 12 to 18 weeks, the trial every 6. */
export const scenarios: readonly Scenario[] = [
  ...confounded.flatMap(([confounding, words]) =>
    effects.map(
      ([suffix, effect, effectWords]): Scenario => ({
        id: `${confounding}${suffix}`,
        label: `${words}, ${effectWords}`,
        change: { confounding, effect },
      }),
    ),
  ),
  {
    id: "schedulesNull",
    label: "unequal scan schedules, measured confounding, no effect",
    change: { confounding: "measured", effect: 0, careScanFactor: 2 },
  },
];

/** The scenario of that id. Throws where there is none. */
export function scenarioOf(id: string): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found === undefined)
    throw new RangeError(`no scenario "${id}"; expected ${scenarios.map((s) => s.id).join(", ")}`);
  return found;
}

/** Where the drug does nothing the truth is exactly none from any number of patients: few do. */
const nullTruthPatients = 1000;

/** The world of a replicate (from 1), or of the truth (0). Covariates are complete; all else is the sample's world. */
export function studyWorld(settings: StudySettings, { change }: Scenario, replicate: number): World {
  const { seed, trialPatients, carePatients, horizonDays } = settings;
  const truthPatients =
    change.effect === 0 ? Math.min(nullTruthPatients, settings.truthPatients) : settings.truthPatients;
  const sizes = { trialPatients, carePatients, truthPatients, horizonDays };
  return resolveWorld({ ...sizes, seed: seed + replicate, missingness: "none", negativeControls: 0, ...change });
}
