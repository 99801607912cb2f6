import { canonicalJson } from "./canonical-json.js";
import { horizonSchema } from "./follow-up.js";

type Fields = Readonly<Record<string, unknown>>;

/** What a restricted mean takes over from the hazard ratio it stands beside. */
const shared = [
  "endpoint",
  "design",
  "level",
  "curve",
  "flat",
  "variance",
  "bootstrap",
  "imputation",
  "censoringWeights",
];
/** What makes two estimates speak of the same patients and the same question. */
const same = ["endpoint", "design", "imputation", "censoringWeights"];

/**
 * An analysis as its author wrote it with a difference of restricted means to the common horizon beside each hazard ratio of right-censored times that has none
 * of the same endpoint, design and weights: so that the resolved plan, its locks and its results hold it like any other estimate. What is no horizon adds none:
 * it is the schema that tells, once, not every estimate it would have come to.
 */
export function applyFollowUp(input: unknown): unknown {
  if (!isObject(input) || !isObject(input.followUp) || !isObject(input.estimates)) return input;
  const { tauDays } = input.followUp;
  if (!horizonSchema.safeParse(tauDays).success) return input;
  const estimates = input.estimates;
  const means = Object.values(estimates).filter(
    (each): each is Fields => isObject(each) && each.measure === "rmst-difference" && each.tauDays === tauDays,
  );
  const known = new Set(means.filter(({ adjustment }) => adjustment === undefined).map(questionOf));
  const added: Record<string, unknown> = {};
  for (const [name, estimate] of Object.entries(estimates)) {
    if (!isObject(estimate) || estimate.measure !== "hazard-ratio" || typeof estimate.label !== "string") continue;
    const question = questionOf(estimate);
    if (known.has(question)) continue;
    known.add(question);
    added[restrictedMeanOf(name)] = {
      measure: "rmst-difference",
      label: `${estimate.label}, restricted mean to ${tauDays} days`,
      role: "exploratory",
      tauDays,
      ...take(estimate, shared),
    };
  }
  return { ...input, estimates: reorder(estimates, added) };
}

/** The name under which the restricted mean beside a hazard ratio stands in the plan. */
export const restrictedMeanOf = (name: string): string => `${name}Rmst`;

/** Each restricted mean behind its hazard ratio. An author's estimate of that name stays, and is a breach where it is another. */
function reorder(estimates: Fields, added: Fields): Fields {
  return Object.fromEntries(
    Object.entries(estimates).flatMap(([name, estimate]) => {
      const mean = restrictedMeanOf(name);
      return mean in added && !(mean in estimates)
        ? [
            [name, estimate],
            [mean, added[mean]],
          ]
        : [[name, estimate]];
    }),
  );
}

const take = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));

function questionOf(estimate: Fields): string {
  try {
    return canonicalJson(take(estimate, same));
  } catch {
    // What cannot be written as JSON is told by the schema.
    return "";
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
