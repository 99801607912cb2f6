import { z } from "zod";
import type { Analysis } from "./analysis.js";
import { camelName } from "./camel-name.js";
import { describeUnknown } from "./describe-unknown.js";
import { ownMember } from "./own-member.js";

const subgroupSchema = z
  .strictObject({
    label: z.string().min(1).exactOptional().describe("name in table and figure; the covariate's where not given"),
    by: z.string().min(1).describe("the covariate whose levels divide the patients"),
    cuts: z
      .array(z.number())
      .min(1)
      .readonly()
      .exactOptional()
      .describe(
        "of a continuous covariate: where one level ends and the next begins; a value at a cut is in the upper",
      ),
    weights: z
      .enum(["kept", "anew"])
      .default("kept")
      .describe(
        "kept: the design's weights and matched sets, cut to the level (a set with a member outside is left out), taken as known; anew: the design is carried out within each level, without the terms of the covariate itself where it is not cut",
      ),
    minimum: z
      .int()
      .min(2)
      .default(10)
      .describe("patients that each arm of a level must have for an effect to be estimated"),
  })
  .describe("the effect within each level of a baseline covariate, and a test that it is the same");

/** Subgroups of one estimate, by name. */
export const subgroupsSchema = z
  .record(camelName, subgroupSchema)
  .exactOptional()
  .describe("pre-specified subgroups of this estimate: exploratory, without p-values but that of interaction");

export type Subgroup = z.infer<typeof subgroupSchema>;

/** The breaches of an estimate's subgroups: a covariate that is not there, levels that cannot be made of it. */
export function checkSubgroups(
  { covariates }: Analysis,
  subgroups: Readonly<Record<string, Subgroup>>,
  at: string,
): string[] {
  return Object.entries(subgroups).flatMap(([name, { by, cuts }]) => {
    const place = `${at}.${name}`;
    const covariate = ownMember(covariates, by);
    if (covariate === undefined) return [describeUnknown("covariate", by, Object.keys(covariates), `${place}.by`)];
    if (covariate.type === "continuous" && cuts === undefined)
      return [`a subgroup by a continuous covariate needs cuts; "${by}" has none → ${place}.cuts`];
    if (covariate.type !== "continuous" && cuts !== undefined)
      return [`cuts divide a continuous covariate; "${by}" is ${covariate.type} → ${place}.cuts`];
    const ascends = (cuts ?? []).every((cut, i, all) => i === 0 || cut > all[i - 1]!);
    return ascends ? [] : [`cuts must ascend; got ${cuts?.join(", ")} → ${place}.cuts`];
  });
}
