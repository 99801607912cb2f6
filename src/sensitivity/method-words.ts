import type { Bias, BiasMethod } from "../spec/bias.js";

/** What a line of the panel changes and what it is for, where its author says nothing else. */
export interface LineWords {
  readonly label: string;
  readonly varies: string;
  readonly why: string;
}

const words: Record<BiasMethod, LineWords> = {
  "e-value": {
    label: "E-value",
    varies: "nothing is estimated anew: an unmeasured confounder is supposed",
    why: "how strongly it would have to be associated with both arm and outcome to explain the effect away",
  },
  rosenbaum: {
    label: "Rosenbaum bounds",
    varies: "the odds of treatment within a matched pair, by a factor Γ",
    why: "up to which hidden bias the result of the pairs stays significant",
  },
  "unmeasured-confounder": {
    label: "Unmeasured confounder",
    varies: "prevalence in each arm and effect of a yes/no confounder nobody recorded",
    why: "what the effect would be if such a confounder had been adjusted for",
  },
  "not-evaluable": {
    label: "Not evaluable for response",
    varies: "the outcome of patients whose scans could not be evaluated",
    why: "they count as non-responders by convention, and are more where scans are fewer",
  },
  censoring: {
    label: "Censoring in the trial",
    varies: "the hazard of trial patients after a censoring that may tell about the outcome",
    why: "patients who leave for toxicity or a new therapy may do worse than those still followed",
  },
  "scan-alignment": {
    label: "Scans on one grid",
    varies: "the days on which progression can be seen, one grid for both arms",
    why: "scans at longer intervals see progression later and lengthen progression-free survival",
  },
  "negative-controls": {
    label: "Negative controls",
    varies: "the outcome: events that no treatment touches; the effect less their mean",
    why: "what they show is bias: confounding and ways of recording left after adjustment",
  },
  "reference-studies": {
    label: "Reference studies",
    varies: "the effect, less what external controls were off in replications of randomised trials",
    why: "bias that past external controls had despite adjustment may be here too",
  },
};

/** The words of one line: the author's, else those of its method. */
export function lineWords({ method, label, why }: Pick<Bias, "method" | "label" | "why">): LineWords {
  const own = words[method];
  return { label: label ?? own.label, varies: own.varies, why: why ?? own.why };
}
