import { comparePair } from "../comparison/compare-pair.js";
import { compareReaders } from "../comparison/compare-readers.js";
import type { ResponseView } from "../frame/endpoint-view.js";
import { compareImpact, type Impact } from "./compare-impact.js";
import type { PreparedPair } from "./compare-pairs.js";
import type { VariantDesign } from "./run-designs.js";

/** One comparison whose data were read. Plain data, so that it crosses a thread. */
export interface CompareJob {
  readonly prepared: PreparedPair;
  readonly main: VariantDesign;
  readonly seed: number;
}

/** All outputs of one comparison: what the sources say of the same patients, how readers agree, what that does to the effect. */
export function comparePrepared({ prepared, main, seed }: CompareJob): Impact {
  const { comparison, pair, readers } = prepared;
  const { patients, covariates } = main.cohort;
  const { level, replicates } = comparison;
  const views = readers.map(({ reader, view }) => ({ reader, view: view as ResponseView }));
  const impact = compareImpact(prepared, main, seed);
  return {
    records: [
      ...comparePair({ comparison, pair, patients, covariates, seed }),
      ...(pair.imaging.kind === "response"
        ? compareReaders({ name: pair.name, patients, readers: views, level, replicates, seed })
        : []),
      ...impact.records,
    ],
    directions: impact.directions,
  };
}
