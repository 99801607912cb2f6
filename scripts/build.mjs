// Builds dist/: the compiled engine and the one script bundle that the HTML report carries.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, [tsc, "-p", "tsconfig.json"], { stdio: "inherit" });
if (existsSync("src/report/html/client.js")) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: ["src/report/html/client.js"],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
    charset: "ascii",
    outfile: "dist/report/html/client.bundle.js",
  });
}
chmodSync("dist/cli.js", 0o755);
