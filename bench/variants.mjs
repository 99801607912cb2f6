// A specification curve of 200 combinations beside the same analysis without it, as `scanarm run` does them: npm run build && node bench/variants.mjs
// Prints the time of the stages, and how often the work was done that combinations share.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "bench-variants-"));

/** The shipped lung-cancer analysis as it was resolved, without comparison and bias panel, which a curve does not touch. */
function analysisOf(curves) {
  const { plan } = JSON.parse(readFileSync(join(root, "reports", "nsclc-imaging", "results.json"), "utf8"));
  const { comparison: _, bias: __, ...rest } = plan;
  const reason = "a timing, not an analysis";
  const gates = Object.fromEntries(
    ["smd", "weightShare", "unmatchedTrial"].map((gate) => [gate, { ...plan.designs.attWeights.gates[gate], reason }]),
  );
  const designs = Object.fromEntries(
    Object.entries(plan.designs).map(([name, design]) => [
      name,
      design.method === "unadjusted" ? design : { ...design, gates: { ...design.gates, ...gates } },
    ]),
  );
  return {
    ...{ ...rest, designs, sensitivity: {}, report: { ...plan.report, formats: ["html", "pdf", "docx"] } },
    source: { folder: join(root, "data-samples", "nsclc", "rwid") },
    ...(curves === null ? {} : { curves }),
  };
}

const all = ["age", "female", "ecog1", "squamous", "thirdLine", "liver", "brain", "bone"];
const estimate = (fields) => ({ estimates: { progressionWeighted: fields } });
const withTerms = (terms) => ({
  designs: {
    ...Object.fromEntries(["attWeights", "matched", "pairs"].map((name) => [name, { propensity: { terms } }])),
    entropy: { moments: terms },
  },
});
const option = (label, patch = {}) => ({ label, patch });

/** 5 designs × 5 sets of covariates × 4 endpoints × 2 ways with ties. */
const curve = {
  label: "Progression under 200 choices",
  why: "each option is one that an analyst might have taken",
  estimate: "progressionWeighted",
  choices: {
    design: {
      label: "Design",
      options: {
        att: option("ATT weights"),
        overlap: option("Overlap weights", { designs: { attWeights: { estimand: "ATO" } } }),
        pairs: option("1:1 matching", estimate({ design: "pairs" })),
        matched: option("1:2 matching", estimate({ design: "matched" })),
        entropy: option("Entropy balancing", estimate({ design: "entropy" })),
      },
    },
    covariates: {
      label: "Covariates",
      options: {
        full: option("All"),
        noLaboratory: option("Without laboratory values", withTerms(all)),
        noSites: option("Without metastases", withTerms([...all.slice(0, 5), "ldh", "albumin"])),
        clinical: option("Clinical alone", withTerms(all.slice(0, 5))),
        few: option("Age, ECOG, line", withTerms(["age", "ecog1", "thirdLine"])),
      },
    },
    endpoint: {
      label: "Endpoint",
      options: {
        scans: option("PFS by scans"),
        capped: option("PFS, late events censored", {
          endpoints: { progressionFree: { progressionRule: "missed-two-cap" } },
        }),
        newTherapy: option("PFS, new therapy ignored", {
          endpoints: { progressionFree: { progressionRule: "new-therapy-ignored" } },
        }),
        survival: option("Overall survival", estimate({ endpoint: "overallSurvival" })),
      },
    },
    ties: {
      label: "Ties",
      options: { efron: option("Efron"), breslow: option("Breslow", estimate({ ties: "breslow" })) },
    },
  },
};

function run(name, curves) {
  const at = join(folder, name);
  mkdirSync(at);
  writeFileSync(join(at, "analysis.json"), JSON.stringify(analysisOf(curves)));
  const start = performance.now();
  const command = [join(root, "dist", "cli.js"), "run", name, "--out", join(at, "out")];
  execFileSync(process.execPath, command, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const wall = (performance.now() - start) / 1000;
  const record = JSON.parse(readFileSync(join(at, "out", "run.json"), "utf8"));
  const results = readFileSync(join(at, "out", "results.json"), "utf8");
  return { wall, record, megabytes: results.length / 1e6 };
}

try {
  const [plain, curved] = [run("plain", null), run("curved", { progression: curve })];
  const seconds = ({ record }, stage) => (record.stages.find((each) => each.stage === stage)?.milliseconds ?? 0) / 1000;
  console.log(`${"".padEnd(28)} main alone   with 200 combinations`);
  const line = (what, one, other) =>
    console.log(`${what.padEnd(28)} ${String(one).padStart(10)}   ${String(other).padStart(10)}`);
  for (const { stage } of curved.record.stages)
    line(`${stage}, s`, seconds(plain, stage).toFixed(2), seconds(curved, stage).toFixed(2));
  line("whole command, s", plain.wall.toFixed(1), curved.wall.toFixed(1));
  line("results.json, MB", plain.megabytes.toFixed(1), curved.megabytes.toFixed(1));
  for (const [work, times] of Object.entries(curved.record.work)) line(work, plain.record.work[work], times);
} finally {
  rmSync(folder, { recursive: true });
}
