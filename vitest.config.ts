import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { scanarm: fileURLToPath(new URL("./src/index.ts", import.meta.url)) };
const pure = ["math", "stats", "recist", "frame", "spec", "results", "design", "outcomes", "sensitivity", "report"];
const pureTests = pure.map((room) => `test/${room}/**/*.test.ts`);

/** Whole studies run many times over, and the command started anew for each case: `npm run test:thorough`, minutes apart from `npm test`. */
const thorough = [
  "test/browser/course-figures.test.ts",
  "test/cli/**/*.test.ts",
  "test/cohort/harmonisation.test.ts",
  "test/fitness/planted-faults.test.ts",
  "test/fitness/contract-faults.test.ts",
  "test/ingest/bad-input.test.ts",
  "test/ingest/dicom-identity.test.ts",
  "test/ingest/dicom-report.test.ts",
  "test/outcomes/bad-input/every-offered-estimate.test.ts",
  "test/pipeline/adam.test.ts",
  "test/pipeline/bias-study.test.ts",
  "test/pipeline/blindness.test.ts",
  "test/pipeline/coverage-run.test.ts",
  "test/pipeline/harmonised-report.test.ts",
  "test/pipeline/hostile-fuzz.test.ts",
  "test/pipeline/hostile-studies.test.ts",
  "test/pipeline/lock-history.test.ts",
  "test/pipeline/simulate.test.ts",
  "test/pipeline/study-run.test.ts",
  "test/pipeline/tampered-fixtures.test.ts",
  "test/pipeline/validate.test.ts",
  "test/source/baseline-blindness.test.ts",
];

/** Two projects share the default run: pure rooms have one module graph (fast); whatever opens DuckDB, a process or a browser is isolated. */
export default defineConfig({
  test: {
    // by default one core stays free, which on two cores is half of them
    maxWorkers: "100%",
    projects: [
      {
        resolve: { alias },
        test: {
          name: "kernels",
          include: [...pureTests, "test/*.test.ts"],
          exclude: thorough,
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "engine",
          include: ["test/**/*.test.ts"],
          exclude: [...pureTests, ...thorough, "test/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: { name: "thorough", include: thorough, testTimeout: 240_000, hookTimeout: 240_000 },
      },
    ],
  },
});
