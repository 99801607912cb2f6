import type { WorldTruth } from "./world-truth.js";

/** What an estimate aims at, each computed once per scenario from further patients under both treatments. */
export const studyTruths = {
  confirmedResponse: {
    label: "confirmed response on the trial's scans, error-free reader",
    of: (truth: WorldTruth) => truth.response.difference,
  },
  scheduledPfs: {
    label: "PFS on the trial's scans, error-free reader, to τ",
    of: (truth: WorldTruth) => Math.log(truth.scheduledPfs.hazardRatio),
  },
  latentPfs: {
    label: "latent PFS, to τ",
    of: (truth: WorldTruth) => Math.log(truth.latentPfs.hazardRatio),
  },
} as const;

export type TruthId = keyof typeof studyTruths;

interface StudyEstimateWords {
  readonly label: string;
  /** Differences stand as they are, hazard ratios as logarithms. */
  readonly scale: "difference" | "log hazard ratio";
  readonly truths: readonly TruthId[];
}

const response = (label: string): StudyEstimateWords => ({
  label: `Response, ${label}`,
  scale: "difference",
  truths: ["confirmedResponse"],
});
const pfs = (label: string, truths: readonly TruthId[] = ["scheduledPfs", "latentPfs"]): StudyEstimateWords => ({
  label: `PFS, ${label}`,
  scale: "log hazard ratio",
  truths,
});

/** Every estimate of a replicate, in the order of the tables. */
export const studyEstimates = {
  responseCrude: response("crude"),
  responseWeighted: response("ATT weights"),
  responseMatched: response("1:1 caliper matching"),
  responseBalanced: response("entropy balancing"),
  responseWeightedCharts: response("ATT weights, control arm from charts"),
  pfsCrude: pfs("Cox, crude"),
  pfsWeighted: pfs("Cox, ATT weights"),
  pfsMatched: pfs("Cox, 1:1 caliper matching"),
  pfsBalanced: pfs("Cox, entropy balancing"),
  pfsWeightedHorizon: pfs("Cox, ATT weights, follow-up cut at τ", ["scheduledPfs"]),
  pfsWeightedCharts: pfs("Cox, ATT weights, control arm from charts", ["scheduledPfs"]),
  pfsIntervalExact: pfs("interval-censored Weibull, ATT weights, deaths on their day", ["latentPfs"]),
  pfsIntervalDeath: pfs("interval-censored Weibull, ATT weights, deaths in the interval from the last scan", [
    "latentPfs",
  ]),
  pfsStepExact: pfs("interval-censored, semi-parametric, ATT weights, deaths on their day", ["latentPfs"]),
  pfsStepDeath: pfs("interval-censored, semi-parametric, ATT weights, deaths in the interval from the last scan", [
    "latentPfs",
  ]),
} as const satisfies Record<string, StudyEstimateWords>;

export type StudyEstimateId = keyof typeof studyEstimates;
