import { makeSeries, makeStatistic, type Place } from "../../../src/results/make-records.js";
import type { Listing, ResultRecord } from "../../../src/results/records.js";
import { keyOf } from "./released.js";

/** One patient of a real-world arm, as a property test draws her. */
export interface PlantedPatient {
  readonly first: boolean;
  readonly second: boolean;
  readonly smoker: "yes" | "no" | "missing";
  readonly stage: "I" | "II" | "III";
  readonly kept: boolean;
  readonly followed: boolean;
  readonly event: boolean;
  readonly best: "CR" | "PR" | "SD" | "PD";
  readonly bin: number;
}

/** Σ coefficient·count = total, the counts by their keys: what anybody who knows how such a report is made knows of it. */
export interface PlantedEquation {
  readonly terms: readonly (readonly [key: string, coefficient: number])[];
  readonly total: number;
}

export interface PlantedStudy {
  readonly records: readonly ResultRecord[];
  readonly equations: readonly PlantedEquation[];
  /** True numbers by key, printed or not. */
  readonly truth: ReadonlyMap<string, number>;
}

/** The records of a control arm in a main analysis and in a variant without the second criterion, beside a trial of 60, with every sum that ties its numbers together. */
export function plantStudy(patients: readonly PlantedPatient[]): PlantedStudy {
  const truth = new Map<string, number>();
  const equations: PlantedEquation[] = [];
  const records: ResultRecord[] = [datasets(patients.length)];
  truth.set("dataset", patients.length);
  for (const variant of ["main", "wider"]) {
    const eligible = patients.filter((p) => p.first && (variant === "wider" || p.second));
    plantVariant(variant, { all: patients, eligible }, { truth, equations, records });
  }
  return { records, equations, truth };
}

interface Planting {
  readonly truth: Map<string, number>;
  readonly equations: PlantedEquation[];
  readonly records: ResultRecord[];
}

type Is = (p: PlantedPatient) => boolean;

function plantVariant(
  variant: string,
  { all, eligible }: { readonly all: readonly PlantedPatient[]; readonly eligible: readonly PlantedPatient[] },
  { truth, equations, records }: Planting,
): void {
  const number = (key: string, value: number): string => {
    truth.set(`${variant}/${key}`, value);
    return `${variant}/${key}`;
  };
  const print = (
    key: string,
    place: Omit<Place, "variant">,
    name: string,
    value: number,
    level: string | null = null,
  ) => {
    const record = makeStatistic({ ...place, variant, group: "control" }, name, value, {
      level,
      unit: "patients",
      params: params(place),
    });
    records.push(record);
    truth.set(keyOf(record), value);
    equations.push({
      terms: [
        [keyOf(record), 1],
        [number(key, value), -1],
      ],
      total: 0,
    });
  };
  const sum = (whole: string, ...parts: readonly string[]) =>
    equations.push({
      terms: [[`${variant}/${whole}`, 1], ...parts.map((part) => [`${variant}/${part}`, -1] as const)],
      total: 0,
    });
  const step = (k: number) => ({ stage: "cohort", population: "attrition", variable: `step-${k}` }) as const;
  const first = all.filter((p) => p.first).length;
  print("all", step(0), "n_remaining", all.length, "All patients of registry");
  print("first", step(1), "n_remaining", first, "first");
  print("first-removed", step(1), "n_removed", all.length - first, "first");
  sum("all", "first", "first-removed");
  equations.push({
    terms: [
      ["dataset", 1],
      [`${variant}/all`, -1],
    ],
    total: 0,
  });
  if (variant === "main") {
    print("n", step(2), "n_remaining", eligible.length, "second");
    print("second-removed", step(2), "n_removed", first - eligible.length, "second");
    sum("first", "n", "second-removed");
  } else
    equations.push({
      terms: [
        [`${variant}/first`, 1],
        [number("n", eligible.length), -1],
      ],
      total: 0,
    });
  print("n", { stage: "cohort", population: "eligible" }, "n", eligible.length);
  const count = (is: Is, among: readonly PlantedPatient[] = eligible) => among.filter(is).length;
  print(
    "missing",
    { stage: "cohort", population: "eligible", variable: "smoker" },
    "n_missing",
    count((p) => p.smoker === "missing"),
  );
  print("no-missing-stage", { stage: "cohort", population: "eligible", variable: "stage" }, "n_missing", 0);
  const kept = eligible.filter((p) => p.kept);
  for (const [population, among] of [
    ["eligible", eligible],
    ["crude", eligible],
    ["kept", kept],
  ] as const) {
    const at = (key: string) => (population === "kept" ? `kept ${key}` : key);
    const place = { stage: "design", population } as const;
    if (population !== "eligible") print(at("n"), place, "n", among.length);
    if (population === "kept") print("left n", place, "n_trimmed", eligible.length - among.length);
    const known = among.filter((p) => p.smoker !== "missing");
    const yes = count((p) => p.smoker === "yes", among);
    print(at("smokers"), { ...place, variable: "smoker" }, "n", yes);
    records.push(
      makeStatistic(
        { ...place, variant, group: "control", variable: "smoker" },
        "proportion",
        known.length === 0 ? 0 : yes / known.length,
      ),
    );
    number(at("others"), known.length - yes);
    number(at("missing"), among.length - known.length);
    sum(at("n"), at("smokers"), at("others"), at("missing"));
    for (const stage of ["I", "II", "III"] as const)
      print(
        at(stage),
        { ...place, variable: "stage" },
        "n",
        count((p) => p.stage === stage, among),
        stage,
      );
    sum(at("n"), at("I"), at("II"), at("III"));
  }
  sum("n", "kept n", "left n");
  for (const key of ["smokers", "others", "missing", "I", "II", "III"]) {
    number(`left ${key}`, truth.get(`${variant}/${key}`)! - truth.get(`${variant}/kept ${key}`)!);
    sum(key, `kept ${key}`, `left ${key}`);
  }
  number(
    "without",
    count((p) => !p.followed),
  );
  const endpoint = { stage: "endpoints", population: "eligible", variable: "time" } as const;
  if (count((p) => !p.followed) > 0)
    print(
      "without",
      endpoint,
      "n_without_endpoint",
      count((p) => !p.followed),
    );
  for (const [population, among] of [
    ["crude", eligible],
    ["kept", kept],
  ] as const) {
    const at = (key: string) => (population === "kept" ? `kept ${key}` : key);
    const place = { stage: "outcomes", population, variable: `time ${population}` } as const;
    const followed = among.filter((p) => p.followed);
    print(at("followed"), place, "n", followed.length);
    print(at("without"), place, "n_without_endpoint", among.length - followed.length);
    print(
      at("events"),
      place,
      "events",
      count((p) => p.event, followed),
    );
    print(
      at("censored"),
      place,
      "censored",
      count((p) => !p.event, followed),
    );
    sum(at("n"), at("followed"), at("without"));
    sum(at("followed"), at("events"), at("censored"));
    const rate = { stage: "outcomes", population, variable: `rate ${population}` } as const;
    print(at("n"), rate, "n", among.length);
    print(
      at("responders"),
      rate,
      "responders",
      count((p) => p.best === "CR" || p.best === "PR", among),
    );
  }
  for (const key of ["followed", "events", "censored", "responders"]) {
    number(`left ${key}`, truth.get(`${variant}/${key}`)! - truth.get(`${variant}/kept ${key}`)!);
    sum(key, `kept ${key}`, `left ${key}`);
  }
  for (const best of ["CR", "PR", "SD", "PD"] as const)
    print(
      best,
      { stage: "endpoints", population: "eligible", variable: "response.best_response" },
      "n",
      count((p) => p.best === best),
      best,
    );
  sum("n", "CR", "PR", "SD", "PD");
  sum("responders", "CR", "PR");
  const ending = { stage: "endpoints", population: "eligible", variable: "time.situation" } as const;
  print(
    "events",
    ending,
    "n",
    count((p) => p.followed && p.event),
    "died (event)",
  );
  print(
    "censored",
    ending,
    "n",
    count((p) => p.followed && !p.event),
    "alive (censored)",
  );
  print(
    "without",
    ending,
    "n",
    count((p) => !p.followed),
    "none",
  );
  sum("n", "events", "censored", "without");
  plantHistogram(variant, eligible, { truth, equations, records });
}

const params = ({ stage, variable }: Omit<Place, "variant">): Record<string, string> =>
  stage === "outcomes" ? { endpoint: variable?.startsWith("rate") ? "response" : "time" } : {};

function plantHistogram(
  variant: string,
  eligible: readonly PlantedPatient[],
  { truth, equations, records }: Planting,
): void {
  const bins = [0, 1, 2, 3];
  const counts = bins.map((bin) => eligible.filter((p) => p.bin === bin).length);
  const column = (values: readonly number[]) => ({ unit: null, values });
  records.push(
    makeSeries({ variant, stage: "design", population: "kept" }, "propensity_histogram", {
      trial: column([15, 15, 15, 15]),
      control: column(counts),
      trial_weighted: column([15, 15, 15, 15]),
      control_weighted: column(counts.map((n) => n * 0.37)),
    }),
  );
  for (const [bin, n] of counts.entries()) truth.set(`${variant}/bin ${bin}`, n);
  equations.push({
    terms: [[`${variant}/n`, 1], ...bins.map((bin) => [`${variant}/bin ${bin}`, -1] as const)],
    total: 0,
  });
}

const datasets = (n: number): Listing => ({
  kind: "listing",
  variant: "main",
  stage: "source",
  population: "datasets",
  group: null,
  variable: null,
  listing: "datasets",
  columns: ["dataset_id", "kind", "patients"].map((name) => ({ name, label: name })),
  rows: [
    ["registry", "registry", n],
    ["study", "trial", 60],
  ],
});
