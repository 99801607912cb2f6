import { defineAnalysis } from "scanarm";
import analysis from "./analysis.js";

/** The same question, asked before any design: are these data fit for it? `npm run example:fitness` writes reports/nsclc-feasibility-fitness. */
export default defineAnalysis({
  ...analysis,
  id: "nsclc-feasibility",

  fitness: {
    context: {
      decision: "whether single-arm results of SYN-101 can be read against routine care",
      category: "candidate surrogate endpoint",
      estimand: "difference in confirmed objective response, in patients like those of the trial",
    },
    critical: ["R2.4", "R2.7", "R4.5", "R5.4"],
    reasons: {
      "R5.4":
        "whether faces were removed from head scans is not on record by option codes; the scans are simulated and show nobody",
    },
    plannedControls: 100,
    sourceVerification: "synthetic data: the program that wrote every record is part of this project",
    trialCriteria: [
      { label: "Previously treated advanced NSCLC", computable: "exact", rank: "critical" },
      { label: "ECOG 0 or 1", computable: "exact", rank: "critical" },
      { label: "No EGFR or ALK alteration", computable: "proxied", rank: "critical" },
      { label: "Adequate organ function", computable: "proxied", rank: "important" },
    ],
    criteria: {
      ecog: { label: "ECOG on record", rank: "critical", needs: { observation: "ecog" } },
      ct: { label: "CT up to index", rank: "critical", needs: { modality: "CT" } },
      thin: { label: "CT slices of 5 mm or thinner", rank: "important", needs: { indicator: "R3.1" } },
      pdl1: { label: "PD-L1 on record", rank: "nice", needs: { observation: "pdl1_tps", atLeast: 0.5 } },
    },
  },
});
