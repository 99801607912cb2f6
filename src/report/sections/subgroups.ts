import { paragraph } from "../document/inlines.js";
import type { Draft } from "../document/number-sections.js";
import { renderSubgroupForests } from "../figures/subgroup-forest.js";
import type { Fonts } from "../fonts/load-fonts.js";
import type { EstimateResult } from "../records/estimate-results.js";
import type { ReportInput } from "../records/read-results.js";
import { selectSubgroups } from "../records/subgroup-results.js";
import { renderSubgroupTable } from "../tables/subgroups.js";

/** The pre-specified subgroups of the main analysis: absent where the plan has none, or where their estimates were withheld. */
export function writeSubgroups(
  input: ReportInput,
  fonts: Fonts,
  estimates: readonly EstimateResult[],
): readonly Draft[] {
  const withSubgroups = estimates.filter(
    ({ variant, estimate, effect }) =>
      variant.id === "main" && estimate.subgroups !== undefined && effect.point.status === "ok",
  );
  if (withSubgroups.length === 0) return [];
  return [
    {
      id: "subgroups",
      heading: "Subgroups",
      blocks: [
        paragraph(
          "Named in the plan, exploratory. An effect that differs between levels calls for caution about one number for all; a level whose interval is wide says little, and a test that finds no interaction does not show that there is none.",
        ),
        ...withSubgroups.flatMap((result, index) => {
          const subgroups = selectSubgroups(input, result);
          return [
            renderSubgroupTable(input, result, subgroups, index),
            ...renderSubgroupForests(input, fonts, result, subgroups, index),
          ];
        }),
      ],
    },
  ];
}
