import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { measures } from "../../src/spec/measures.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";

const set = (value: unknown): Loose => value as Loose;
const imaging = { by: "imaging", label: "E", definition: "e" };
const endpoints = {
  "collected-event": { kind: "collected-event", label: "E", event: "E", definition: "e" },
  "collected-response": { kind: "collected-response", label: "E", event: "E", definition: "e" },
  response: { kind: "response", ...imaging },
  "progression-free-survival": { kind: "progression-free-survival", ...imaging },
  "time-to-progression": { kind: "time-to-progression", ...imaging },
  "duration-of-response": { kind: "duration-of-response", ...imaging },
  "time-to-response": { kind: "time-to-response", ...imaging },
  "overall-survival": { kind: "overall-survival", label: "E", definition: "e" },
} as const;
const needed: Readonly<Record<string, Record<string, unknown>>> = {
  "rmst-difference": { tauDays: 365 },
  "rmst-ratio": { tauDays: 365 },
  "parametric-rmst-difference": { tauDays: 365, family: "weibull" },
  "survival-difference": { timeDays: 365 },
  "subdistribution-hazard-ratio": { composite: "rfs" },
  "incidence-difference": { composite: "rfs", timeDays: 365 },
  "in-response-difference": { progression: "pfs", timeToResponse: "ttr", timeDays: 183 },
};

/** What the spec says of an estimate of `measure` of the endpoint kind `kind` under `design`; "" where it takes it. */
function refusal(measure: string, kind: keyof typeof endpoints, fields: Record<string, unknown> = {}): string {
  try {
    resolve(
      changedAnalysis((analysis) => {
        analysis.imaging = set({ schedule: { segments: [{ everyDays: 56, untilDay: 730 }] } });
        analysis.endpoints!.own = set(endpoints[kind]);
        analysis.endpoints!.pfs = set({ ...endpoints["progression-free-survival"], label: "P" });
        analysis.endpoints!.ttr = set({ ...endpoints["time-to-response"], label: "T" });
        analysis.designs!.replacing = set({ method: "with-replacement", label: "R", propensity: { terms: ["age"] } });
        const words = { label: "Own", endpoint: "own", design: "weighted", role: "sensitivity" };
        analysis.estimates!.own = set({ measure, ...words, ...needed[measure], ...fields });
      }),
      "x",
    );
    return "";
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.message;
  }
}

const ofTime = ["collected-event", "progression-free-survival", "time-to-progression", "overall-survival"];
const ofRates = ["collected-response", "response"];
const ofResponders = ["duration-of-response", "time-to-response"];

describe("a summary measure and what it sums up", () => {
  const pairs = Object.keys(measures).flatMap((measure) =>
    (Object.keys(endpoints) as (keyof typeof endpoints)[]).map((kind) => [measure, kind] as const),
  );

  it.each(pairs)("%s of %s is taken or refused by what the endpoint is", (measure, kind) => {
    const message = refusal(measure, kind);
    if (ofResponders.includes(kind)) {
      expect(message).toContain(
        `${kind} describes responders, who are not comparable between arms: it is reported per arm and takes no ${measure}`,
      );
      return;
    }
    if (measure === "interval-hazard-ratio") {
      const isPlacedByScans = kind === "progression-free-survival" || kind === "time-to-progression";
      if (isPlacedByScans) expect(message).toBe("");
      else expect(message).toContain("interval-hazard-ratio needs progression between two scans");
      return;
    }
    if (measure === "in-response-difference" && kind === "collected-response") {
      expect(message).toContain('needs a response derived here, whose days are known; "own" is collected-response');
      return;
    }
    const isOfRates = measures[measure as keyof typeof measures].sums === "yes-no";
    if ((isOfRates ? ofRates : ofTime).includes(kind)) expect(message).toBe("");
    else
      expect(message).toContain(
        isOfRates
          ? `${measure} needs a yes/no endpoint (censored time is never dichotomised); endpoint "own" is ${kind}`
          : `${measure} needs a time-to-event endpoint; endpoint "own" is ${kind}`,
      );
  });

  it("has one primary estimate at most", () => {
    expect(refusal("hazard-ratio", "overall-survival", { role: "primary" })).toContain(
      "estimates may hold one primary estimate; got 2",
    );
  });
});

describe("resamples after matching with replacement", () => {
  it.each(Object.keys(measures))("are refused for %s", (measure) => {
    const isOfRates = measures[measure as keyof typeof measures].sums === "yes-no";
    const kind = isOfRates ? "response" : "progression-free-survival";
    const bootstrap = { variance: "bootstrap", bootstrap: { replicates: 200 } };
    expect(refusal(measure, kind, { design: "replacing", ...bootstrap })).toContain(
      "the bootstrap is invalid after matching with replacement (Abadie & Imbens 2008)",
    );
  });
});
