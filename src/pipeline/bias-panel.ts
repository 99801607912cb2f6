import { partsOfEstimate, plannedWhen } from "../results/data-driven.js";
import { fillPlace, makeNotEstimable } from "../results/make-records.js";
import type { Listing, ResultRecord } from "../results/records.js";
import type { ResultsFile } from "../results/results-file.js";
import { lineWords } from "../sensitivity/method-words.js";
import { panelPlace } from "../sensitivity/panel-place.js";
import type { Source } from "../source/open-source.js";
import type { Bias } from "../spec/bias.js";
import { endpointNamesOf } from "../spec/endpoint-names.js";
import { type PanelInput, panelRecords } from "./bias-panel-lines.js";
import { derivePanelOutcomes } from "./bias-panel-outcomes.js";
import type { Study } from "./open-study.js";
import { blockedReason, type VariantDesign } from "./run-designs.js";

/** What the panel starts from beside the data. */
export interface PanelBasis {
  /** Outcome records of the main analysis. */
  readonly outcomes: readonly ResultRecord[];
  /** Tells what was not locked before outcomes were read (`sensitivity.bias.x`). */
  readonly lock: ResultsFile["lock"];
}

/**
 * The bias panel: every line of section `bias` for each estimate it names, as records that stand beside the estimate, and a listing in
 * which each line names what it varies and why. Runs after the outcomes. A line whose estimate could not be made says so.
 */
export async function runBiasPanel(
  study: Study,
  main: VariantDesign,
  source: Source,
  { outcomes, lock }: PanelBasis,
): Promise<ResultRecord[]> {
  const { bias, seed } = study.plan.analysis;
  const lines = Object.entries(bias ?? {});
  if (lines.length === 0) return [];
  const estimates = [...new Set(lines.flatMap(([, line]) => line.estimates))];
  const endpoints = [...new Set(estimates.map((name) => main.variant.estimates[name]!.endpoint))];
  const panel = await derivePanelOutcomes(main, endpoints, source);
  const records: ResultRecord[] = [];
  for (const [k, [line, setting]] of lines.entries()) {
    study.effects.progress("bias panel", k / lines.length);
    for (const name of setting.estimates) {
      const estimate = main.variant.estimates[name]!;
      const design = main.designs.find((candidate) => candidate.name === estimate.design)!;
      const place = panelPlace(line, name, estimate.design);
      const blocked = blockedReason(design);
      if (design.weights === null || blocked !== null) {
        const reason = blocked ?? "the design could not be carried out";
        records.push(makeNotEstimable(place, setting.method.replaceAll("-", "_"), reason, { role: "sensitivity" }));
        continue;
      }
      const input: PanelInput = { main, source, seed, name, estimate, weights: design.weights, place, panel, outcomes };
      records.push(...(await panelRecords(setting, input)));
    }
  }
  records.push(listLines(lines, main, lock));
  return records;
}

function listLines(
  lines: readonly (readonly [string, Bias])[],
  main: VariantDesign,
  lock: ResultsFile["lock"],
): Listing {
  const columns = [
    { name: "variable", label: "Records" },
    { name: "label", label: "What" },
    { name: "method", label: "Method" },
    { name: "estimate", label: "Estimate" },
    { name: "varies", label: "Varies" },
    { name: "why", label: "Why" },
    { name: "data_driven", label: "Planned" },
  ];
  const rows = lines.flatMap(([line, bias]) => {
    const { label, varies, why } = lineWords(bias);
    return bias.estimates.map((name) => [
      `${line}.${name}`,
      label,
      bias.method,
      main.variant.estimates[name]!.label,
      varies,
      why,
      plannedWhen(lock, [
        `sensitivity.bias.${line}`,
        ...partsOfEstimate("main", name, endpointNamesOf(main.variant.estimates[name]!)),
      ]),
    ]);
  });
  return {
    kind: "listing",
    ...fillPlace({ variant: "main", stage: "sensitivity", population: "eligible" }),
    listing: "bias_panel",
    columns,
    rows,
  };
}
