// What the studies' scripts share: options, the fingerprint of the code a replicate runs through, progress.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The number an option holds. Anything but a whole number of at least 1 ends the script with 2. */
export function wholeNumber(name, text) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  process.stderr.write(`--${name} must be a whole number of at least 1; got ${text}\n`);
  process.exit(2);
}

/** Of all compiled code a replicate can run through, rooms and single files of dist/: replicates of other code are not gone on with. */
export function fingerprint(root, rooms, single) {
  const hash = createHash("sha256");
  const files = rooms.flatMap((room) =>
    readdirSync(join(root, "dist", room))
      .filter((name) => name.endsWith(".js"))
      .sort()
      .map((name) => join(room, name)),
  );
  for (const file of [...files, ...single]) hash.update(file).update(readFileSync(join(root, "dist", file)));
  return hash.digest("hex").slice(0, 12);
}

/** One line a second at most, with the time left at the pace so far. */
export function showProgress() {
  const start = Date.now();
  let last = 0;
  return (stage, share) => {
    const now = Date.now();
    if (share < 1 && now - last < 1000) return;
    last = now;
    const left = Math.round(((now - start) * (1 - share)) / share / 1000);
    process.stderr.write(`${stage}: ${(100 * share).toFixed(1)} %, about ${left} s left\n`);
  };
}
