import { joinWords } from "../document/inlines.js";
import type { EstimateResult } from "../records/estimate-results.js";

/** What a recorded variance does with the uncertainty of the design, told by a part of its name. The first that fits counts. */
const kinds = [
  {
    told: "weights taken as known",
    sentence:
      "take the weights as known, although they were estimated from the same patients: for the average effect in all patients such intervals are as a rule too wide, for the effect in the treated (ATT) they can be too wide or too narrow (Reifeis & Hudgens 2022, Am J Epidemiol 191:1092)",
  },
  { told: "weights estimated", sentence: "count that the weights were estimated" },
  {
    told: "the design carried out anew",
    sentence: "come from resamples in which the design was carried out anew, so that they count its uncertainty",
  },
  {
    told: "bootstrap of matched sets",
    sentence: "come from resamples of the matched sets as they are; that others might have been matched is not counted",
  },
  {
    told: "clustered by matched set",
    sentence:
      "count that members of a matched set are alike, and take the sets as given; that others might have been matched is not counted",
  },
  {
    told: "not validated after matching with replacement",
    sentence: "are not validated: the design matches with replacement",
  },
] as const;

/** What the intervals of the estimates know of the uncertainty of weights and matches, a sentence for each way; none where nothing is adjusted. */
export function describeVariances(estimates: readonly EstimateResult[]): string {
  return kinds
    .flatMap(({ told, sentence }) => {
      const labels = estimates.filter((result) => kindOf(result) === told).map(({ label }) => label);
      return labels.length === 0 ? [] : [`The intervals of ${joinWords(labels)} ${sentence}.`];
    })
    .join(" ");
}

function kindOf({ effect }: EstimateResult): string | null {
  const { variance } = effect.point.params;
  if (effect.point.status !== "ok" || typeof variance !== "string") return null;
  return kinds.find(({ told }) => variance.includes(told))?.told ?? null;
}
