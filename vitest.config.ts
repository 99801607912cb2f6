import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { scanarm: fileURLToPath(new URL("./src/index.ts", import.meta.url)) };
const pure = ["math", "stats", "recist", "frame", "spec", "results", "design", "outcomes", "sensitivity", "report"];
const pureTests = pure.map((room) => `test/${room}/**/*.test.ts`);

/** Two projects: pure rooms share one module graph (fast); whatever opens DuckDB, a process or a browser is isolated. */
export default defineConfig({
  test: {
    // by default one core stays free, which on two cores is half of them
    maxWorkers: "100%",
    projects: [
      { resolve: { alias }, test: { name: "kernels", include: [...pureTests, "test/*.test.ts"], isolate: false } },
      {
        resolve: { alias },
        test: {
          name: "engine",
          include: ["test/**/*.test.ts"],
          exclude: [...pureTests, "test/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
