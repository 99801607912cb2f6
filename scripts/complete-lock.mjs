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
    lock.packages[place] = { ...describe(name, version), optional: true, ...(entry.dev ? { dev: true } : {}) };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} entries added`);

/** What the registry says of a platform package; of one that was announced and never published, what its name says. */
function describe(name, version) {
  const fields = ["version", "os", "cpu", "libc", "engines", "license", "dist.integrity"];
  try {
    const answer = execFileSync("npm", ["view", `${name}@${version}`, ...fields, "--json"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const { "dist.integrity": integrity, ...rest } = JSON.parse(answer.toString());
    return asLists({ ...rest, integrity });
  } catch {
    const [, os, cpu] = /-(android|darwin|linux|win32|freebsd)-(arm64|arm|x64|ia32)/.exec(name) ?? [];
    if (os === undefined) throw new Error(`${name}@${version} is not in the registry and its name tells no platform`);
    return { version, os: [os], cpu: [cpu] };
  }
}

function asLists(entry) {
  for (const key of ["os", "cpu", "libc"]) if (typeof entry[key] === "string") entry[key] = [entry[key]];
  return entry;
}
