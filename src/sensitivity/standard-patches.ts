import type { Analysis } from "../spec/analysis.js";
import { canonicalJson } from "../spec/canonical-json.js";
import { isAdmiralRule } from "../spec/check-endpoint.js";
import type { Endpoint } from "../spec/endpoint.js";
import type { Estimate } from "../spec/estimate.js";
import { refuseOptions } from "../spec/refuse-options.js";
import type { Sensitivity } from "../spec/sensitivity.js";

/**
 * Sensitivity analyses that every reader of such an analysis asks for and its author did not write: other rules of progression, response
 * with and without confirmation and of everybody, new lesions where nobody had looked, and each other design, for the primary and key
 * secondary estimates. As patches of the spec, by name. What the author has under another name is left out.
 */
export function standardPatches(analysis: Analysis): Record<string, Sensitivity> {
  const leading = Object.entries(analysis.estimates).filter(
    ([, { role }]) => role === "primary" || role === "key-secondary",
  );
  const found: Record<string, Sensitivity> = {};
  for (const [name, endpoint] of Object.entries(analysis.endpoints)) {
    const own = leading.filter(
      ([, estimate]) => estimate.endpoint === name || ("progression" in estimate && estimate.progression === name),
    );
    if (own.length > 0) Object.assign(found, endpointPatches(name, endpoint, own));
  }
  for (const [name, estimate] of leading) Object.assign(found, designPatches(analysis, name, estimate));
  const written = new Set(Object.values(analysis.sensitivity).map(({ patch }) => canonicalJson(patch)));
  const unwritten = Object.entries(found).filter(
    ([name, { patch }]) => !written.has(canonicalJson(patch)) && !(name in analysis.sensitivity),
  );
  return Object.fromEntries(labelApart(unwritten, analysis));
}

/** The patches with labels that a reader can tell apart: one that is taken names its estimates too, and its own name where that is taken as well. */
function labelApart(
  patches: readonly (readonly [name: string, patch: Sensitivity])[],
  { sensitivity, estimates }: Analysis,
): readonly (readonly [string, Sensitivity])[] {
  const keyOf = (label: string) => label.trim().toLowerCase();
  const taken = new Set(Object.values(sensitivity).map(({ label }) => keyOf(label)));
  return patches.map(([name, patch]) => {
    const of = patch.estimates.map((estimate) => estimates[estimate]?.label ?? estimate).join(", ");
    const choices = [patch.label, `${patch.label} (${of})`, `${patch.label} (${name})`];
    const label = choices.find((choice) => !taken.has(keyOf(choice))) ?? name;
    taken.add(keyOf(label));
    return [name, { ...patch, label }];
  });
}

/** Rules of progression beside the primary one, each with what it varies and why. */
const progressionRules = [
  [
    "new-therapy-ignored",
    "New therapy ignored",
    "follow-up goes on after a new anticancer therapy",
    "a change of therapy may depend on prognosis, and on the arm",
  ],
  [
    "new-therapy-event",
    "New therapy as event",
    "a new anticancer therapy counts as progression",
    "the other end of what a change of therapy may mean",
  ],
  [
    "missed-two-cap",
    "Events long after the last scan censored",
    "an event later than two long intervals after the last adequate scan is censored there",
    "a progression found late may have been there for long",
  ],
  [
    "midpoint",
    "Progression in the middle of its interval",
    "progression is dated between the last clear scan and the one that shows it",
    "arms scanned at other intervals see progression at other delays",
  ],
  [
    "left-end",
    "Progression at the last clear scan",
    "progression is dated at the last clear scan",
    "the earliest day it can have come",
  ],
  [
    "grid",
    "Progression on the trial's planned days",
    "progression is dated at the next planned day of the trial",
    "one grid for both arms",
  ],
  [
    "ema",
    "Progression however late, whatever therapy",
    "new therapy and missed scans change nothing",
    "the European rule for the primary analysis",
  ],
] as const;

function endpointPatches(
  name: string,
  endpoint: Endpoint,
  own: readonly (readonly [string, Estimate])[],
): Record<string, Sensitivity> {
  const estimates = own.map(([id]) => id);
  if (endpoint.kind === "progression-free-survival" && endpoint.by === "imaging") {
    const own = endpoint.progressionRule;
    if (isAdmiralRule(own)) return {};
    const others = progressionRules.filter(([rule]) => rule !== own);
    return Object.fromEntries(
      others.map(([rule, label, varies, why]) => [
        nameOf(name, rule),
        {
          label,
          role: "sensitivity",
          varies,
          why,
          patch: { endpoints: { [name]: { progressionRule: rule } } },
          estimates,
        },
      ]),
    );
  }
  if (endpoint.kind !== "response" || endpoint.by !== "imaging") return {};
  const { confirmed, denominator } = endpoint;
  // Being in response needs a time to response that is confirmed alike, and is of everybody anyhow.
  const times = own.flatMap(([, estimate]) => ("progression" in estimate ? [estimate.timeToResponse] : []));
  const rates = own.flatMap(([id, estimate]) => ("progression" in estimate ? [] : [id]));
  const patches: Record<string, Sensitivity> = {
    [nameOf(name, confirmed ? "unconfirmed" : "confirmed")]: {
      label: confirmed ? "Response without confirmation" : "Response with confirmation",
      role: "sensitivity",
      varies: confirmed ? "any complete or partial response counts" : "a response counts once a later scan confirms it",
      why: "arms scanned less often confirm less",
      patch: {
        endpoints: Object.fromEntries([name, ...times].map((each) => [each, { confirmed: !confirmed }])),
      },
      estimates,
    },
    [nameOf(name, "regions")]: {
      label: "New lesions where nobody had looked not counted",
      role: "sensitivity",
      varies: "a new lesion in a region never imaged before is no progression",
      why: "routine scans cover less of the body at baseline",
      patch: { imaging: { options: { newLesionInUnimagedRegion: "ignore" } } },
      estimates,
    },
  };
  if (denominator === "measurable" && rates.length > 0)
    patches[nameOf(name, "everybody")] = {
      label: "Response rate of everybody",
      role: "sensitivity",
      varies: "patients without measurable disease are in the denominator",
      why: "measurability depends on how baseline scans were read",
      patch: { endpoints: { [name]: { denominator: "all" } } },
      estimates: rates,
    };
  return patches;
}

/** The estimate under each other design that no estimate of the analysis has already and that its interval, variance and tests fit. */
function designPatches(analysis: Analysis, name: string, estimate: Estimate): Record<string, Sensitivity> {
  const made = Object.values(analysis.estimates)
    .filter(({ endpoint, measure }) => endpoint === estimate.endpoint && measure === estimate.measure)
    .map(({ design }) => design);
  return Object.fromEntries(
    Object.entries(analysis.designs)
      .filter(([name, design]) => !made.includes(name) && refuseOptions(estimate, design).length === 0)
      .map(([design, { label }]) => [
        nameOf(name, design),
        {
          label: `Design: ${label}`,
          role: "sensitivity" as const,
          varies: `the design: ${label} in place of ${analysis.designs[estimate.design]!.label}`,
          why: "the conclusion should not hang on one way of adjusting",
          patch: { estimates: { [name]: { design } } },
          estimates: [name],
        },
      ]),
  );
}

/** A name in camelCase. */
function nameOf(subject: string, rule: string): string {
  const words = [subject, ...rule.split("-")].map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `standard${words.join("")}`;
}
