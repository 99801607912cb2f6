import type { FitnessId } from "../spec/fitness-ids.js";
import type { FrameworkRefs, IndicatorDefinition, Reads, Threshold } from "./indicator.js";

const feasibility = "step 2: feasibility of candidate sources";
const criteria = "step 1: minimal criteria";
const justification = "step 3: justification of the choice";

const relevance = (of: string, ema: FrameworkRefs["ema"], spifd = feasibility): FrameworkRefs => ({
  fda: `relevance: ${of}`,
  spifd,
  dataSat: "data relevance",
  ema,
});
const reliability = (of: string, ema: FrameworkRefs["ema"], spifd = feasibility): FrameworkRefs => ({
  fda: `reliability: ${of}`,
  spifd,
  dataSat: "data quality",
  ema,
});
const provenance = (of: string): FrameworkRefs => ({
  fda: `reliability: ${of}`,
  spifd: justification,
  dataSat: "data provenance",
  ema: "reliability",
});

const atLeast = (met: number, basis: string, caution: number | null = null): Threshold => ({
  direction: "at-least",
  met,
  caution,
  basis,
});
const atMost = (met: number, basis: string, caution: number | null = null): Threshold => ({
  direction: "at-most",
  met,
  caution,
  basis,
});
const reported = (basis: string): Threshold => ({ direction: "at-least", met: null, caution: null, basis });

const define = (label: string, reads: Reads, threshold: Threshold, frameworks: FrameworkRefs): IndicatorDefinition => ({
  label,
  reads,
  ...threshold,
  frameworks,
});

/** Calls for caution, and no more. */
const warns = Number.POSITIVE_INFINITY;

/**
 * Every indicator with its default threshold and the basis of it. Figures marked (published) are those of the literature on
 * electronic health records in oncology, discordance of two readers those of Beaumont & Iannessi 2023; what is marked proposal is this
 * engine's. All may be set otherwise in `fitness.thresholds`.
 */
export const indicators: Readonly<Record<FitnessId, IndicatorDefinition>> = {
  "R1.1": define(
    "Context of use stated: question, estimand, BEST category, decision",
    "plan",
    atLeast(1, "all fields; FDA-NIH BEST"),
    relevance("question and context of use", "relevance", criteria),
  ),
  "R1.2": define(
    "Scans read twice",
    "baseline",
    atLeast(0.1, "10 % or 50 patients read twice; proposal"),
    reliability("validation of the endpoint", "reliability"),
  ),
  "R1.3": define(
    "Readers discordant",
    "after-lock",
    reported("1,724 lung patients read twice: 28.8 % (published)"),
    reliability("accuracy of the endpoint", "reliability"),
  ),
  "R1.4": define(
    "Charts against scans: accuracy of response",
    "after-lock",
    reported("no universal cut"),
    reliability("validation of the endpoint", "reliability"),
  ),
  "R1.5": define(
    "Agreement of duplicate abstraction",
    "after-lock",
    atLeast(0.82, "best response 0.82 (0.78 to 0.86) (published)"),
    reliability("accuracy of abstraction", "reliability"),
  ),
  "R1.6": define(
    "Algorithms that measured are named with one version",
    "baseline",
    atLeast(1, "all measurements by an algorithm"),
    reliability("traceability of measurements", "coherence"),
  ),
  "R1.7": define(
    "Reader blinded to arm and outcome, on record",
    "after-lock",
    atLeast(1, "all assessments; FDA guidance on imaging endpoints (published)"),
    reliability("bias of assessment", "reliability"),
  ),
  "R2.1": define(
    "Critical eligibility criteria of the trial computable, exactly or by a proxy",
    "plan",
    atLeast(1, "every critical criterion; proposal"),
    relevance("eligibility", "relevance", criteria),
  ),
  "R2.2": define(
    "Control patients against the number planned",
    "design",
    atLeast(1, "share of the planned number, from the analysis file"),
    relevance("size of the population", "extensiveness"),
  ),
  "R2.3": define(
    "Covariate missing",
    "baseline",
    atMost(0.2, "20 % caution, above 40 % not met; proposal", 0.4),
    reliability("completeness of covariates", "extensiveness"),
  ),
  "R2.4": define(
    "Baseline scan in the window before index",
    "baseline",
    atLeast(0.9, "RECIST 1.1: at most 4 weeks; 90 % met, 75 % caution: proposal", 0.75),
    relevance("timing of the endpoint", "relevance"),
  ),
  "R2.5": define(
    "Target lesion measured at baseline",
    "baseline",
    reported("68 % of advanced solid tumours have measurable disease (published)"),
    relevance("population", "relevance"),
  ),
  "R2.6": define(
    "Calendar overlap of accrual with the trial, years",
    "baseline",
    atLeast(1, "1 year, or a reason; proposal"),
    relevance("timeliness and standard of care", "timeliness"),
  ),
  "R2.7": define(
    "Index treatment linked to a recorded exposure",
    "baseline",
    atLeast(0.95, "95 %; proposal"),
    relevance("exposure", "extensiveness"),
  ),
  "R2.8": define(
    "Heterogeneity of eligibility between sites (I²)",
    "baseline",
    atMost(0.5, "I² above 50 % that chance does not explain (Cochran Q, p < 0.05); proposal", warns),
    reliability("consistency between sites", "coherence"),
  ),
  "R2.9": define(
    "Overlap of the arms",
    "design",
    atLeast(0.9, "90 % of trial patients matched, no control above 5 % of the weight: proposal; AUC above 0.9 warns"),
    relevance("comparability", "relevance"),
  ),
  "R3.1": define(
    "CT slices of 5 mm or thinner",
    "baseline",
    atLeast(0.95, "RECIST 1.1, appendix II: 5 mm; 95 % met, 85 % caution: proposal", 0.85),
    reliability("conformance of imaging", "coherence"),
  ),
  "R3.2": define(
    "Follow-up scans of the modality and contrast of the baseline",
    "after-lock",
    atLeast(0.9, "90 %; proposal"),
    reliability("consistency of imaging", "coherence"),
  ),
  "R3.3": define(
    "Follow-up scans that cover the body regions of the baseline",
    "after-lock",
    atLeast(0.85, "85 %; proposal"),
    reliability("completeness of imaging", "coherence"),
  ),
  "R3.4": define(
    "Days between scans",
    "after-lock",
    atMost(
      14,
      "medians differ by at most 2 weeks, above 4 not met: proposal; 6 to 12, 16, 20 weeks inflates median PFS by 1.06, 1.09, 1.14 (published)",
      28,
    ),
    reliability("comparability of assessment", "coherence"),
  ),
  "R3.5": define(
    "Share of scans from the largest site",
    "baseline",
    atMost(0.4, "40 %; proposal", warns),
    relevance("generalisability", "extensiveness"),
  ),
  "R3.6": define(
    "Acquisition metadata present",
    "baseline",
    atLeast(0.9, "90 % of CT scans, each field; proposal"),
    reliability("completeness of metadata", "extensiveness"),
  ),
  "R3.7": define(
    "Radiomic features with code, settings and batches of 20 patients",
    "baseline",
    atLeast(1, "IBSI code and settings always; batches of 20 for ComBat: proposal"),
    reliability("conformance of measurements", "coherence"),
  ),
  "R3.8": define(
    "PET with SUV type, uptake time, weight and activity",
    "baseline",
    atLeast(1, "all PET scans"),
    reliability("completeness of metadata", "extensiveness"),
  ),
  "R4.1": define(
    "At least one scan after baseline",
    "after-lock",
    atLeast(0.85, "85.4 % have a radiographic assessment (published)"),
    reliability("completeness of follow-up", "extensiveness"),
  ),
  "R4.2": define(
    "Evaluable for RECIST: targets at baseline, measured again",
    "after-lock",
    reported("73.1 % of electronic case report forms (published)"),
    reliability("completeness of the endpoint", "extensiveness"),
  ),
  "R4.3": define(
    "Mortality: sensitivity against a reference",
    "after-lock",
    atLeast(0.85, "composite sources 85 to 91 %, structured records 65 to 66 % (published)", 0.8),
    reliability("completeness of deaths", "extensiveness"),
  ),
  "R4.4": define(
    "Missingness differs between the arms",
    "baseline",
    atMost(0.1, "10 percentage points; proposal", warns),
    reliability("differential completeness", "extensiveness"),
  ),
  "R4.5": define(
    "Implausible records",
    "baseline",
    atMost(0, "none; hard errors of the data contract never load"),
    reliability("plausibility", "coherence"),
  ),
  "R4.6": define(
    "Target lesions followed on two time points or more",
    "after-lock",
    atLeast(0.95, "95 %; proposal"),
    reliability("traceability of lesions", "reliability"),
  ),
  "R4.7": define(
    "Stored sum of diameters is the sum of the targets",
    "after-lock",
    atLeast(1, "all assessments with a stored sum"),
    reliability("accuracy of arithmetic", "reliability"),
  ),
  "R4.8": define(
    "Days from the last record to the data cut-off",
    "after-lock",
    atMost(183, "6 months; proposal"),
    reliability("timeliness", "timeliness"),
  ),
  "R4.9": define(
    "Linkage of sources",
    "baseline",
    atLeast(0.95, "95 % of patients; proposal"),
    reliability("linkage", "extensiveness"),
  ),
  "R5.1": define(
    "Provenance of each dataset on record",
    "plan",
    atLeast(1, "every field"),
    provenance("data provenance"),
  ),
  "R5.2": define(
    "Data, plan and engine identified by hash and version",
    "after-lock",
    atLeast(1, "every field"),
    provenance("traceability"),
  ),
  "R5.3": define(
    "Design locked before outcomes were read, plan unchanged since",
    "after-lock",
    atLeast(1, "yes"),
    provenance("pre-specification"),
  ),
  "R5.4": define("De-identification", "baseline", atLeast(1, "DICOM PS3.15 E.1; all records"), provenance("privacy")),
  "R5.5": define(
    "Mapping specification complete",
    "plan",
    atLeast(1, "every variable has an origin"),
    provenance("transformation"),
  ),
  "R5.6": define(
    "Codes name their code system",
    "baseline",
    atLeast(1, "all coded diagnoses"),
    reliability("conformance of codes", "coherence"),
  ),
  "R5.7": define(
    "Right to source verification documented",
    "plan",
    atLeast(1, "yes; FDA guidance on externally controlled trials"),
    provenance("access to patient-level data"),
  ),
  "R5.8": define(
    "Protocol template and checklist filled",
    "plan",
    atLeast(1, "every item"),
    provenance("transparency"),
  ),
  "R5.9": define(
    "Indicators that name their place in every framework",
    "plan",
    atLeast(1, "all of them"),
    provenance("transparency"),
  ),
};
