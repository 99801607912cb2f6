import type { Analysis } from "./analysis.js";
import { type Curve, mostOptions, mostVariants } from "./curve.js";
import { describeUnknown } from "./describe-unknown.js";
import { findRepeats } from "./find-repeats.js";

/** The breaches of the section `curves` before any combination is made: names that point nowhere, too few or too many options, choices that overwrite each other. */
export function checkCurves(analysis: Analysis): string[] {
  return Object.entries(analysis.curves ?? {}).flatMap(([name, curve]) =>
    checkCurve(analysis, curve, `curves.${name}`),
  );
}

function checkCurve(analysis: Analysis, curve: Curve, at: string): string[] {
  const { estimate, choices, without = [] } = curve;
  const breaches: string[] = [];
  const estimates = Object.keys(analysis.estimates);
  if (!estimates.includes(estimate)) breaches.push(describeUnknown("estimate", estimate, estimates, `${at}.estimate`));
  const sizes = Object.entries(choices).map(([choice, { options }]) => {
    const count = Object.keys(options).length;
    if (count < 2) breaches.push(`a choice needs at least two options; got ${count} → ${at}.choices.${choice}.options`);
    return count;
  });
  const product = sizes.reduce((total, count) => total * count, 1);
  if (sizes.length === 0) breaches.push(`a curve needs at least one choice; got none → ${at}.choices`);
  if (product > mostVariants)
    breaches.push(
      `a curve may have ${mostVariants} combinations; got ${product} (${sizes.join(" × ")}) → ${at}.choices`,
    );
  const options = sizes.reduce((total, count) => total + count, 0);
  if (options > mostOptions)
    breaches.push(
      `a curve may have ${mostOptions} options in all, a line of the figure each; got ${options} → ${at}.choices`,
    );
  for (const [i, left] of without.entries()) breaches.push(...checkLeftOut(curve, left, `${at}.without[${i}]`));
  return [...breaches, ...checkLabels(curve, at), ...checkOverlap(curve, at)];
}

function checkLeftOut({ choices }: Curve, left: Readonly<Record<string, string>>, at: string): string[] {
  if (Object.keys(left).length === 0) return [`what is left out must name an option of a choice; got none → ${at}`];
  return Object.entries(left).flatMap(([choice, option]) => {
    const found = Object.hasOwn(choices, choice) ? choices[choice] : undefined;
    if (found === undefined) return [describeUnknown("choice", choice, Object.keys(choices), at)];
    const options = Object.keys(found.options);
    return options.includes(option) ? [] : [describeUnknown("option", option, options, `${at}.${choice}`)];
  });
}

/** Labels that a reader of the figure could not tell apart. */
function checkLabels({ choices }: Curve, at: string): string[] {
  const groups = [
    Object.entries(choices).map(([choice, { label }]) => ({ at: `${at}.choices.${choice}`, label })),
    ...Object.entries(choices).map(([choice, { options }]) =>
      Object.entries(options).map(([option, { label }]) => ({
        at: `${at}.choices.${choice}.options.${option}`,
        label,
      })),
    ),
  ];
  return groups.flatMap((labelled) =>
    findRepeats(labelled, ({ label }) => label.trim().toLowerCase()).map(
      ({ first, item }) =>
        `label "${item.label}" is also that of ${labelled[first]!.at}; a reader could not tell them apart → ${item.at}.label`,
    ),
  );
}

/** Two choices that write to one place: the later would undo the earlier, and the combination would not be what its name says. */
function checkOverlap({ choices }: Curve, at: string): string[] {
  const written = Object.entries(choices).map(([choice, { options }]) => ({
    choice,
    places: new Set(Object.values(options).flatMap(({ patch }) => leavesOf(patch, ""))),
  }));
  return written.flatMap(({ choice, places }, i) =>
    written.slice(0, i).flatMap((earlier) => {
      const both = [...places].find((place) => [...earlier.places].some((other) => isWithin(place, other)));
      if (both === undefined) return [];
      return [
        `choices must change different places; "${earlier.choice}" and "${choice}" both change ${both}: make them one choice → ${at}.choices`,
      ];
    }),
  );
}

const isWithin = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);

function leavesOf(patch: unknown, at: string): string[] {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return [at];
  return Object.entries(patch).flatMap(([key, value]) => leavesOf(value, at === "" ? key : `${at}.${key}`));
}
