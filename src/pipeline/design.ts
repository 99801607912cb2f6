import { dirname } from "node:path";
import type { Indicator, ResultRecord } from "../results/records.js";
import { prepareDesigns } from "./analyse.js";
import type { Command } from "./command.js";
import { describeDesigns } from "./describe-designs.js";
import { lockDesign } from "./lock-design.js";
import { lockFolder } from "./lock-files.js";
import { makeSeal } from "./make-lock.js";
import { openStudy } from "./open-study.js";
import { describeBlocked, type VariantDesign } from "./run-designs.js";
import { showRecords } from "./show-records.js";
import { textTable } from "./text-table.js";

/** `design`: carries out the designs, shows their balance, and locks them with a seal over the data. Sees no outcome. */
export const design: Command = async (input) => {
  const study = await openStudy({ ...input, analysis: input.target });
  const { source, designs, lacking } = await prepareDesigns(study);
  try {
    const lock = await study.clock.time("lock", async () =>
      lockDesign(study, designs, await makeSeal(source), input.reason),
    );
    const blocked = describeBlocked(designs[0]!);
    const shown = await showRecords(study, source, designs.flatMap(recordsOf));
    const lines = [
      ...describeDesigns(shown, designs),
      "",
      ...describeGates(shown, designs),
      ...blocked.map((line) => `blocks analyze: ${line}`),
      ...lacking.map((line) => `note: ${line}`),
      `locked in ${lockFolder(dirname(study.loaded.place))} (design ${lock.designHash.slice(0, 12)}); commit it beside the analysis file`,
    ];
    return {
      lines,
      json: { lock, lacking, gates: shown.filter(isGate) },
      clock: study.clock,
    };
  } finally {
    source.close();
  }
};

/** What a design is made of: with the cohort's numbers, which it could give away. */
const recordsOf = ({ cohort, eligible, designs }: VariantDesign): ResultRecord[] => [
  ...cohort.records,
  ...eligible,
  ...designs.flatMap((done) => done.records),
];

const isGate = (record: ResultRecord): record is Indicator => record.kind === "indicator";

function describeGates(shown: readonly ResultRecord[], designs: readonly VariantDesign[]): string[] {
  const rows = designs.flatMap(({ variant, designs: done }) =>
    done.flatMap(({ name }) => {
      const own = shown.filter((record) => record.variant === variant.id && record.population === name);
      const failure = own.find((record) => record.kind === "warning" && record.code === "design_failed");
      if (failure?.kind === "warning") return [[variant.id, name, "cannot be carried out", "", "", failure.message]];
      return own
        .filter(isGate)
        .map((gate) => [
          variant.id,
          name,
          gate.label,
          gate.value?.toPrecision(4) ?? "–",
          gate.status,
          gate.reason ?? "",
        ]);
    }),
  );
  return textTable([["variant", "design", "gate", "value", "status", "reason"], ...rows], [3]);
}
