import { competingMethods } from "./coverage-competing.js";
import { curveMethods } from "./coverage-curves.js";
import { followedMethods } from "./coverage-followed.js";
import { hazardMethods } from "./coverage-hazards.js";
import { imputedMethods } from "./coverage-imputed.js";
import { inResponseMethods } from "./coverage-in-response.js";
import { matchedMethods } from "./coverage-matched.js";
import type { CoverageMethod } from "./coverage-method.js";
import { rateMethods } from "./coverage-rates.js";
import { subgroupMethods } from "./coverage-subgroups.js";
import { sizedTests } from "./coverage-tests.js";

/** Every method that is held to its nominal coverage, by what it is about. */
export const coverageGroups: readonly { readonly title: string; readonly methods: readonly CoverageMethod[] }[] = [
  { title: "Rates", methods: rateMethods },
  { title: "Matched sets", methods: matchedMethods },
  { title: "Curves and restricted means", methods: curveMethods },
  { title: "Hazard ratios", methods: hazardMethods },
  { title: "Delayed entry and censoring weights", methods: followedMethods },
  { title: "Competing events", methods: competingMethods },
  { title: "Being in response", methods: inResponseMethods },
  { title: "Subgroups", methods: subgroupMethods },
  { title: "Multiple imputation", methods: imputedMethods },
  { title: "Tests", methods: sizedTests },
];

export const coverageMethods: readonly CoverageMethod[] = coverageGroups.flatMap(({ methods }) => methods);
