import { describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { drawPerson, type Person } from "../../src/simulate/person.js";

const source = stream(5, "margins");
const people = Array.from({ length: 20000 }, () => drawPerson(source));
const share = (is: (person: Person) => boolean, among: readonly Person[] = people) =>
  among.filter(is).length / among.length;

/** Published margins (docblock of person.ts); the tolerance is what sources differ by, not simulation error (0.4 points). */
describe("patients of the source population", () => {
  it.each<[string, (person: Person) => boolean, number, number]>([
    ["women", ({ isFemale }) => isFemale, 0.46, 0.02],
    ["White", ({ race }) => race === "White", 0.77, 0.02],
    ["never smokers", ({ smoking }) => smoking === "never", 0.16, 0.03],
    ["squamous", ({ isSquamous }) => isSquamous, 0.31, 0.03],
    ["stage IV at diagnosis", ({ stageAtDiagnosis }) => stageAtDiagnosis === "IV", 0.67, 0.02],
    ["second line", ({ line }) => line === 2, 0.75, 0.02],
    ["ECOG 2 and above", ({ ecog }) => ecog >= 2, 0.25, 0.05],
    ["bone metastases", ({ bone }) => bone, 0.34, 0.04],
    ["brain metastases", ({ brain }) => brain, 0.28, 0.04],
    ["liver metastases", ({ liver }) => liver, 0.16, 0.04],
    ["adrenal metastases", ({ adrenal }) => adrenal, 0.17, 0.03],
    ["PD-L1 below 1 %", ({ pdl1Percent }) => pdl1Percent === 0, 0.36, 0.04],
    ["PD-L1 50 % and above", ({ pdl1Percent }) => pdl1Percent >= 50, 0.29, 0.04],
  ])("%s", (_, is, published, tolerance) => {
    expect(Math.abs(share(is) - published)).toBeLessThan(tolerance);
  });

  it("have KRAS in 25 to 30 % and EGFR in about 15 % of non-squamous disease, hardly in squamous, never two drivers", () => {
    const squamous = people.filter(({ isSquamous }) => isSquamous);
    const other = people.filter(({ isSquamous }) => !isSquamous);
    expect(share(({ kras }) => kras, other)).toBeGreaterThan(0.22);
    expect(share(({ kras }) => kras, other)).toBeLessThan(0.31);
    expect(Math.abs(share(({ egfr }) => egfr, other) - 0.15)).toBeLessThan(0.05);
    expect(share(({ egfr, kras, alk }) => egfr || kras || alk, squamous)).toBeLessThan(0.1);
    expect(share(({ egfr, kras, alk }) => Number(egfr) + Number(kras) + Number(alk) > 1)).toBe(0);
  });

  it("hang together: the frail have higher LDH, lower albumin and more sites; smokers more KRAS and less EGFR", () => {
    const mean = (of: (person: Person) => number, among: readonly Person[]) =>
      among.reduce((sum, person) => sum + of(person), 0) / among.length;
    const frail = people.filter(({ ecog }) => ecog >= 2);
    const fit = people.filter(({ ecog }) => ecog === 0);
    const sites = ({ bone, brain, liver, adrenal }: Person) => [bone, brain, liver, adrenal].filter(Boolean).length;
    expect(mean(({ ldh }) => ldh, frail)).toBeGreaterThan(1.15 * mean(({ ldh }) => ldh, fit));
    expect(mean(({ albumin }) => albumin, frail)).toBeLessThan(mean(({ albumin }) => albumin, fit) - 1.5);
    expect(mean(sites, frail)).toBeGreaterThan(mean(sites, fit) + 0.2);
    const never = people.filter(({ smoking }) => smoking === "never");
    const ever = people.filter(({ smoking }) => smoking !== "never");
    expect(share(({ egfr }) => egfr, never)).toBeGreaterThan(3 * share(({ egfr }) => egfr, ever));
    expect(share(({ kras }) => kras, ever)).toBeGreaterThan(2 * share(({ kras }) => kras, never));
  });
});
