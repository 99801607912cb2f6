import { z } from "zod";
import { biasSchema } from "./bias.js";
import { camelName as names } from "./camel-name.js";
import { cohortSchema } from "./cohort.js";
import { comparisonSchema } from "./comparison.js";
import { covariateSchema } from "./covariate.js";
import { curveSchema } from "./curve.js";
import { designSchema } from "./design.js";
import { endpointSchema } from "./endpoint.js";
import { estimateSchema } from "./estimate.js";
import { fitnessSchema } from "./fitness.js";
import { followUpSchema } from "./follow-up.js";
import { harmonisationSchema } from "./harmonisation.js";
import { imagingSchema } from "./imaging.js";
import { multiplicitySchema } from "./multiplicity.js";
import { sensitivitySchema } from "./sensitivity.js";

/** Version of the analysis file's schema and defaults; raised whenever either changes. Part of every hash. */
export const specVersion = "1";

const publishedSchema = z
  .strictObject({
    label: z.string().min(1),
    measure: z.enum(["hazard-ratio"]),
    estimate: z.number().positive(),
    lower: z.number().positive(),
    upper: z.number().positive(),
    source: z.string().min(1).describe("publication"),
    note: z.string().min(1).describe("how it differs from the question here"),
  })
  .describe("a published figure that the report shows beside its own; not computed here");

export const analysisSchema = z
  .strictObject({
    $schema: z.string().exactOptional(),
    specVersion: z.literal(specVersion).default(specVersion),
    id: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case words joined by hyphens")
      .max(64)
      .describe("names the report's folder"),
    title: z.string().min(1).max(200),
    question: z.string().min(1).describe("the clinical question in one sentence"),
    source: z
      .union([
        z.strictObject({
          folder: z
            .string()
            .min(1)
            .describe("folder of <table>.csv or <table>.parquet in the RWiD shapes, relative to the analysis file"),
        }),
        z.strictObject({
          duckdb: z
            .string()
            .min(1)
            .describe("DuckDB file with the tables in schema rwid (or main), relative to the analysis file"),
        }),
      ])
      .describe("where the data are"),
    cohort: cohortSchema,
    covariates: z.record(names, covariateSchema),
    harmonisation: z.record(names, harmonisationSchema).exactOptional(),
    imaging: imagingSchema.exactOptional(),
    endpoints: z.record(names, endpointSchema),
    designs: z.record(names, designSchema),
    convention: z
      .enum(["R", "SAS"])
      .exactOptional()
      .describe(
        "whose defaults estimates and designs take where they give none: R (Efron ties, log intervals of curves, a median on a flat up to the end of the curve, calipers in standard deviations over all patients) or SAS (Breslow ties, log-log intervals, a median on a flat up to the next event only, calipers in √((s₁² + s₀²)/2) of the arms); written out in the resolved plan. Neither gives a horizon τ: it is always stated. R's where not given",
      ),
    estimates: z.record(names, estimateSchema),
    followUp: followUpSchema,
    multiplicity: multiplicitySchema.exactOptional(),
    sensitivity: z.record(names, sensitivitySchema).default({}),
    curves: z.record(names, curveSchema).exactOptional(),
    comparison: z.record(names, comparisonSchema).exactOptional(),
    bias: z.record(names, biasSchema).exactOptional(),
    fitness: fitnessSchema.exactOptional(),
    published: z.record(names, publishedSchema).default({}),
    limitations: z
      .array(z.string().min(1))
      .readonly()
      .default([])
      .describe("what a reader must know about these data, in words"),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(1)
      .describe("of every random stream and of the tie order"),
    disclosure: z
      .strictObject({
        smallCellLimit: z
          .int()
          .min(0)
          .max(100)
          .default(11)
          .describe(
            "counts of real-world patients from 1 to one below this are suppressed, with whatever would give them away (docs/RESULTS.md); 0 = none, for public data only",
          ),
      })
      .prefault({}),
    report: z
      .strictObject({
        formats: z
          .array(z.enum(["html", "pdf", "docx"]))
          .min(1)
          .readonly()
          .default(["html", "pdf"]),
        paper: z.enum(["letter", "a4"]).default("letter"),
        patientFigures: z
          .array(z.enum(["trial", "control"]))
          .min(1)
          .readonly()
          .exactOptional()
          .describe(
            "arms whose patients are drawn one by one (waterfall, spider, swimmer), without identifiers; their rows then stand in results.json. Of an arm under the small-cell rule none are drawn. None where not given",
          ),
      })
      .prefault({}),
  })
  .describe("a scanarm analysis: one file in, one report out");

export type Analysis = z.infer<typeof analysisSchema>;
export type AnalysisJson = z.input<typeof analysisSchema>;
export type Published = z.infer<typeof publishedSchema>;
