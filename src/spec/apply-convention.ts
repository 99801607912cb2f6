/** Whose defaults an analysis takes where its author gives none. */
export type Convention = "R" | "SAS";

/** The defaults in which R's survival and SAS's procedures differ, by measure. Each is written into the estimate, so that nothing later asks for the convention. */
const defaults: Record<Convention, Readonly<Record<string, Readonly<Record<string, unknown>>>>> = {
  R: {
    "hazard-ratio": { ties: "efron", curve: "log" },
    "rmst-difference": { curve: "log" },
    "rmst-ratio": { curve: "log" },
    "survival-difference": { curve: "log" },
    "parametric-rmst-difference": { curve: "log" },
    "subdistribution-hazard-ratio": { ties: "efron", curve: "log" },
    "incidence-difference": { curve: "log" },
  },
  SAS: {
    "hazard-ratio": { ties: "breslow", curve: "log-log" },
    "rmst-difference": { curve: "log-log" },
    "rmst-ratio": { curve: "log-log" },
    "survival-difference": { curve: "log-log" },
    "parametric-rmst-difference": { curve: "log-log" },
    "subdistribution-hazard-ratio": { ties: "breslow", curve: "log-log" },
    "incidence-difference": { curve: "log-log" },
  },
};

/** An analysis as its author wrote it with its convention's defaults filled in, where it names a convention: an option the author gives stays. */
export function applyConvention(input: unknown): unknown {
  if (!isObject(input) || !isObject(input.estimates)) return input;
  const { convention } = input;
  if (convention !== "R" && convention !== "SAS") return input;
  const estimates = Object.entries(input.estimates).map(([name, estimate]) => [
    name,
    isObject(estimate) ? { ...defaults[convention][`${estimate.measure}`], ...estimate } : estimate,
  ]);
  return { ...input, estimates: Object.fromEntries(estimates) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
