import { z } from "zod";
import { termSchema } from "./term.js";

/** Columns of imaging_study that may tell one batch of scans from another. */
export const batchFields = ["site_id", "manufacturer", "model", "kernel", "contrast_phase"] as const;

/** Radiomic features brought to one location and scale over the scanners they were measured on. */
export const harmonisationSchema = z
  .strictObject({
    label: z.string().min(1),
    method: z
      .literal("combat")
      .describe("ComBat (Johnson, Li & Rabinovic 2007; Fortin et al. 2018): batch effects shrunk over features"),
    covariates: z
      .array(z.string().min(1))
      .min(2)
      .readonly()
      .describe("covariates from radiomic features of one scan and lesion; the shrinkage learns from one to the other"),
    batch: z
      .array(z.enum(batchFields))
      .min(1)
      .readonly()
      .default(["manufacturer", "model"])
      .describe("columns of imaging_study that together make a batch; each patient with a feature needs all of them"),
    protect: z
      .array(termSchema)
      .readonly()
      .default([])
      .describe("terms whose differences are kept beside that of the arm, which always is"),
    adjust: z
      .enum(["location-scale", "location"])
      .default("location-scale")
      .describe("location-scale: mean and spread of each batch; location: its mean alone"),
  })
  .describe(
    "harmonisation of radiomic features across scanners, before any design: from baseline data and the arm, which is never removed. Where no batch holds patients of both arms it is not estimable, and neither is a design on these covariates",
  );

export type Harmonisation = z.infer<typeof harmonisationSchema>;
