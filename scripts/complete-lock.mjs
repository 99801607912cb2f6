// Adds to package-lock.json the optional platform packages that npm left out of it (it records only those of the
// machine it ran on), so that `npm ci` accepts the file everywhere. Run after every change of dependencies.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (place in lock.packages) continue;
    const fields = ["version", "os", "cpu", "libc", "engines", "license", "dist.integrity"];
    const seen = JSON.parse(execFileSync("npm", ["view", `${name}@${version}`, ...fields, "--json"], { encoding: "utf8" }));
    const { "dist.integrity": integrity, ...rest } = seen;
    lock.packages[place] = { ...rest, integrity, optional: true, ...(entry.dev ? { dev: true } : {}) };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} entries added`);
