/** Whose defaults an analysis takes where its author gives none. */
export type Convention = "R" | "SAS";

type Defaults = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The defaults in which R's survival and MatchIt and SAS's LIFETEST, PHREG and PSMATCH differ. A horizon τ has none: each names its own largest time, of observations or of events. */
const conventions = {
  R: { ties: { ties: "efron" }, band: { curve: "log" }, flat: { flat: "last-time" }, caliper: { caliperSd: "all" } },
  SAS: {
    ties: { ties: "breslow" },
    band: { curve: "log-log" },
    flat: { flat: "next-event" },
    caliper: { caliperSd: "pooled" },
  },
} as const satisfies Record<Convention, Defaults>;

/** By measure. */
function defaultsOfEstimate({ ties, band, flat }: (typeof conventions)[Convention]): Defaults {
  return {
    "hazard-ratio": { ...ties, ...band, ...flat },
    "rmst-difference": { ...band, ...flat },
    "rmst-ratio": { ...band, ...flat },
    "survival-difference": { ...band, ...flat },
    "parametric-rmst-difference": { ...band, ...flat },
    "subdistribution-hazard-ratio": { ...ties, ...band },
    "incidence-difference": band,
  };
}

/** By method of a design. */
function defaultsOfDesign({ caliper }: (typeof conventions)[Convention]): Defaults {
  const methods = ["nearest", "mahalanobis", "with-replacement", "optimal", "full"];
  return Object.fromEntries(methods.map((method) => [method, caliper]));
}

/**
 * An analysis as its author wrote it with its convention's defaults filled in, where it names a convention: each is written into its estimate or design, so that
 * nothing later asks for the convention, and an option the author gives stays.
 */
export function applyConvention(input: unknown): unknown {
  if (!isObject(input)) return input;
  const { convention } = input;
  if (convention !== "R" && convention !== "SAS") return input;
  const chosen = conventions[convention];
  return {
    ...input,
    ...fill(input, "estimates", "measure", defaultsOfEstimate(chosen)),
    ...fill(input, "designs", "method", defaultsOfDesign(chosen)),
  };
}

/** The members of a section with the defaults of their kind; nothing where the section is none. */
function fill(input: Record<string, unknown>, section: string, kind: string, defaults: Defaults): object {
  const members = input[section];
  if (!isObject(members)) return {};
  const filled = Object.entries(members).map(([name, member]) => [
    name,
    isObject(member) ? { ...defaults[`${member[kind]}`], ...member } : member,
  ]);
  return { [section]: Object.fromEntries(filled) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
