// Interval-censored regressions of one covariate: npm run build && node bench/interval.mjs [rows …]   (default 1e4 1e5)
import { stream } from "../dist/math/stream.js";
import { fitIntervalCox } from "../dist/stats/interval-cox.js";
import { fitIntervalWeibull } from "../dist/stats/interval-weibull.js";

const sizes = process.argv.slice(2).map(Number);

/** Progression by an exponential clock, seen at scans some 6 or 12 weeks apart by arm; every fifth event a death known to its day. */
function makeRows(n) {
  const { uniform } = stream(20240912, "bench/interval");
  const rows = {
    left: new Int32Array(n),
    right: new Int32Array(n),
    rightCensored: new Uint8Array(n),
    X: new Float64Array(n),
  };
  for (let i = 0; i < n; i += 1) {
    const arm = i % 2;
    const [event, end] = [-150 * Math.log(uniform()), 100 + 600 * uniform()];
    rows.X[i] = arm;
    let [last, scan] = [0, 0];
    while (scan < event && scan < end) {
      last = scan;
      scan += Math.round((arm === 1 ? 42 : 84) * (0.8 + 0.4 * uniform()));
    }
    const isSeen = event <= scan && scan <= end;
    const isDeath = isSeen && i % 5 === 0;
    rows.rightCensored[i] = isSeen ? 0 : 1;
    rows.right[i] = isDeath ? Math.max(1, Math.ceil(event)) : isSeen ? scan : 0;
    rows.left[i] = isDeath ? rows.right[i] : last;
  }
  return { ...rows, p: 1, names: ["arm"], robust: true };
}

for (const n of sizes.length > 0 ? sizes : [1e4, 1e5]) {
  const rows = makeRows(n);
  for (const [name, regress] of [
    ["Weibull", fitIntervalWeibull],
    ["semi-parametric", fitIntervalCox],
  ]) {
    const begin = process.cpuUsage();
    const { beta } = regress(rows);
    const { user, system } = process.cpuUsage(begin);
    console.log(
      `${name}, ${n} rows: ${((user + system) / 1e6).toFixed(2)} s of processor, log hazard ratio ${beta[0].toFixed(4)}`,
    );
  }
}
