import type { TimeToEventDefinition } from "./time-to-event.js";

const progression = { source: "progression", description: "Disease Progression", cnsr: 0 };
const death = { source: "death", description: "Death", cnsr: 0 };
const start = { source: "start", description: "Randomization", censorDescription: "Randomization", cnsr: 1 };
const lastAssessment = {
  source: "assessment",
  description: "Last Tumor Assessment",
  censorDescription: "Last Tumor Assessment",
  cnsr: 1,
};
const lastEvaluable = {
  source: "evaluableAssessment",
  description: "Last Evaluable Assessment",
  censorDescription: "Last Evaluable Assessment",
  cnsr: 1,
};

/**
 * Times to event as admiral and admiralonco set them up in their vignettes: earliest event, else latest date, and no
 * more. Sources: progression (first PD), death, assessment (any, also NE and ND), evaluableAssessment, newTherapy,
 * lastAlive, start. Death or progression after missed assessments count; the FDA's situations are
 * `progression-free-survival.ts`.
 */
export const ADMIRAL_TIMES = {
  /** Progression-free survival, no regard to a new therapy. */
  progressionFreeSurvival: { events: [progression, death], censorings: [lastAssessment, start] },
  /** Progression-free survival, nothing counted after the day a new therapy begins. */
  progressionFreeSurvivalToNewTherapy: {
    events: [progression, death],
    censorings: [lastEvaluable, { ...start, description: "No post-baseline assessment", cnsr: 3, untilEnd: false }],
    ends: [{ source: "newTherapy", cnsr: 2 }],
  },
  timeToProgression: { events: [progression], censorings: [lastEvaluable, start] },
  overallSurvival: {
    events: [death],
    censorings: [
      { source: "lastAlive", description: "Alive", censorDescription: "Alive During Study", cnsr: 1 },
      start,
    ],
  },
  /** From the response on, of responders. */
  durationOfResponse: { events: [progression, death], censorings: [lastAssessment] },
} as const satisfies Record<string, TimeToEventDefinition>;
