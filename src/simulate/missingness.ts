import { logistic } from "./draw.js";
import type { Identity } from "./identity.js";
import type { Person } from "./person.js";
import { albuminScore, ldhScore } from "./prognosis.js";
import type { Recruit } from "./recruit.js";
import type { World } from "./world.js";

/** Facts about a patient that routine care may have left unrecorded. */
export type Fact = "ecog" | "smoking" | "pdl1_tps" | "kras" | "egfr" | "alk" | "ldh" | "albumin" | "weight";

interface Gap {
  /** Logit of being missing in routine care of a university hospital, for an average patient: completely at random. */
  readonly base: number;
  /** … and what recorded facts add to it: at random given them. */
  readonly given?: (person: Person, identity: Identity) => number;
  /** … and what the missing value itself adds, where the world is not at random. */
  readonly itself?: (person: Person) => number;
}

/**
 * Gaps of routine care. Shares after Flatiron-type records: ECOG missing in a fifth to a third, PD-L1 in a third (not
 * tested), KRAS 69 %, EGFR 16 % and ALK 50 % unknown even in OAK (Rittmeyer 2017, table 1), drivers hardly tested in squamous
 * disease; laboratory values more often missing in community practices and in the older.
 */
const gaps: Readonly<Record<Fact, Gap>> = {
  ecog: { base: -1.9, given: (_, { isCommunity }) => (isCommunity ? 0.8 : 0), itself: ({ ecog }) => 0.7 * (ecog - 1) },
  smoking: { base: -3 },
  pdl1_tps: {
    base: -0.9,
    given: ({ isSquamous }, { isCommunity }) => (isSquamous ? 0.3 : 0) + (isCommunity ? 0.4 : 0),
  },
  kras: { base: -0.2, given: ({ isSquamous }) => (isSquamous ? 1.6 : 0) },
  egfr: { base: -1.9, given: ({ isSquamous }) => (isSquamous ? 1.9 : 0) },
  alk: { base: -1.7, given: ({ isSquamous }) => (isSquamous ? 1.9 : 0) },
  ldh: {
    base: -1.2,
    given: ({ ageYears }, { isCommunity }) => (isCommunity ? 0.7 : 0) + 0.02 * (ageYears - 67),
    itself: (person) => 0.9 * ldhScore(person),
  },
  albumin: {
    base: -2.2,
    given: ({ ageYears }, { isCommunity }) => (isCommunity ? 0.5 : 0) + 0.02 * (ageYears - 67),
    itself: (person) => -0.8 * albuminScore(person),
  },
  weight: { base: -2.6 },
};

/**
 * Which facts were not recorded. In the trial only what it did not ask for is missing: KRAS in a fifth, PD-L1 in one in ten.
 * Always one uniform a fact.
 */
export function drawGaps(
  world: World,
  { population, person, streamOf }: Recruit,
  identity: Identity,
): ReadonlySet<Fact> {
  const stream = streamOf("missing");
  const missing = new Set<Fact>();
  for (const [name, gap] of Object.entries(gaps) as [Fact, Gap][]) {
    const u = stream.uniform();
    if (world.missingness === "none") continue;
    const itself = world.missingness === "mnar" ? (gap.itself?.(person) ?? 0) : 0;
    const inCare = logistic(gap.base + (gap.given?.(person, identity) ?? 0) + itself);
    if (u < (population === "care" ? inCare : (trialGaps[name] ?? 0))) missing.add(name);
  }
  return missing;
}

const trialGaps: Partial<Record<Fact, number>> = { pdl1_tps: 0.1, kras: 0.2, ldh: 0.02, albumin: 0.01 };
