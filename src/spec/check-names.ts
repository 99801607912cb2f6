import type { Analysis } from "./analysis.js";
import { findRepeats } from "./find-repeats.js";

/** Names under which the engine's own records stand, by section: an author's would be mixed up with them. */
const reserved: Readonly<Record<string, readonly string[]>> = {
  designs: ["eligible", "attrition", "datasets", "comparison", "curves", "database", "analysis"],
  sensitivity: ["main"],
};

const sections = [
  "covariates",
  "harmonisation",
  "endpoints",
  "designs",
  "estimates",
  "sensitivity",
  "curves",
  "comparison",
  "bias",
  "published",
] as const;

/** The breaches of an analysis in what it calls its parts: names that the engine keeps for itself, labels that a reader could not tell apart. Places start with `prefix`. */
export function checkNames(analysis: Analysis, prefix: string): string[] {
  const breaches: string[] = [];
  for (const section of sections) {
    const members = Object.entries<{ readonly label?: string }>(analysis[section] ?? {});
    for (const [name] of members)
      if (name in Object.prototype || reserved[section]?.includes(name))
        breaches.push(`the name "${name}" is the engine's own; choose another → ${prefix}${section}.${name}`);
    const labels = members.map(([name, { label }]) => ({ at: `${section}.${name}`, label }));
    breaches.push(...checkLabels(labels, prefix));
  }
  for (const [name, covariate] of Object.entries(analysis.covariates))
    if (covariate.type === "categorical")
      breaches.push(
        ...checkLengths(
          covariate.levels.map((label, i) => ({ at: `covariates.${name}.levels[${i}]`, label })),
          prefix,
        ),
      );
  const { eligibility, trial, control } = analysis.cohort;
  const arms = { trial, control };
  breaches.push(
    ...checkLabels(
      Object.entries(arms).map(([arm, { label }]) => ({ at: `cohort.${arm}`, label })),
      prefix,
    ),
  );
  const shared = eligibility.map(({ label }, i) => ({ at: `cohort.eligibility[${i}]`, label }));
  for (const [arm, { eligibility: own }] of Object.entries(arms)) {
    const steps = own.map(({ label }, i) => ({ at: `cohort.${arm}.eligibility[${i}]`, label }));
    breaches.push(...checkLabels([...shared, ...steps], prefix));
  }
  return [...new Set(breaches)];
}

/** A label stands in table cells and beside axes. */
const longest = 120;

const checkLengths = (labels: readonly { readonly at: string; readonly label: string }[], prefix: string): string[] =>
  labels
    .filter(({ label }) => label.length > longest)
    .map(
      ({ at, label }) =>
        `a label may have ${longest} characters; got ${label.length}: say the rest in the question, the definition or the limitations → ${prefix}${at}`,
    );

interface Labelled {
  readonly at: string;
  readonly label: string | undefined;
}

function checkLabels(all: readonly Labelled[], prefix: string): string[] {
  const labelled = all.filter((each): each is Labelled & { label: string } => each.label !== undefined);
  const repeats = findRepeats(labelled, ({ label }) => label.trim().toLowerCase()).map(
    ({ first, item }) =>
      `label "${item.label}" is also that of ${prefix}${labelled[first]!.at}; a reader could not tell them apart → ${prefix}${item.at}.label`,
  );
  return [
    ...repeats,
    ...checkLengths(
      labelled.map(({ at, label }) => ({ at: `${at}.label`, label })),
      prefix,
    ),
  ];
}
