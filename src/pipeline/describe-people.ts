import { quantileOfSorted } from "../math/quantile.js";
import type { Patient } from "../simulate/patient.js";
import { percent, share, type WorldFigure } from "./world-figure.js";

/** Baseline margins of patients beside published ones. */
export function describePeople(
  group: string,
  patients: readonly Patient[],
  published: Readonly<Record<"age" | "men" | "ecog0" | "ecog2" | "squamous" | "source", string>>,
): WorldFigure[] {
  const people = patients.map(({ recruit }) => recruit.person);
  const ages = people.map(({ ageYears }) => ageYears).sort((a, b) => a - b);
  const { source } = published;
  const of = (name: string, is: (person: (typeof people)[number]) => boolean, known: string): WorldFigure => ({
    group,
    name,
    simulated: percent(share(people, is)),
    published: known,
    source,
  });
  return [
    {
      group,
      name: "median age, years",
      simulated: quantileOfSorted(ages, 0.5).toFixed(0),
      published: published.age,
      source,
    },
    of("men", ({ isFemale }) => !isFemale, published.men),
    of("ECOG 0", ({ ecog }) => ecog === 0, published.ecog0),
    of("ECOG 2 and above", ({ ecog }) => ecog >= 2, published.ecog2),
    of("squamous", ({ isSquamous }) => isSquamous, published.squamous),
    {
      ...of("bone / brain / liver metastases", () => true, "34 % / 28 % / 13 %"),
      simulated: [
        share(people, ({ bone }) => bone),
        share(people, ({ brain }) => brain),
        share(people, ({ liver }) => liver),
      ]
        .map(percent)
        .join(" / "),
      source: "metastatic lung cancer (Riihimäki 2014); trials take fewer",
    },
  ];
}
