import { chiSquaredUpper } from "../math/chi-squared.js";
import { sum } from "../math/sum.js";
import type { Finding } from "./judge.js";
import type { ArmScopes, Scope } from "./scope.js";

/** The site and scanner of scans up to index. Grain: patient × site × scanner. */
export const scannersSql = `select
  s.patient_id,
  s.site_id,
  s.manufacturer,
  s.model,
  cast(count(*) as integer) as scans
from baseline.imaging_study as s
group by s.patient_id, s.site_id, s.manufacturer, s.model
order by s.patient_id, s.site_id, s.manufacturer, s.model`;

/** The site of each patient. Grain: patient. */
export const sitesSql = `select
  p.patient_id,
  p.site_id
from baseline.patient as p
order by p.patient_id`;

/** R3.5: how much of the imaging comes from one site, and from one maker of scanners: too little variety is flagged as well. */
export async function findDiversity({ group, store, scopes }: ArmScopes): Promise<Finding[]> {
  const columns = await store.query(scannersSql);
  const ids = columns.text("patient_id");
  const scans = columns.int32("scans").values;
  return scopes.flatMap(({ population, patients }) => {
    const rows = ids.flatMap((id, i) => (patients.has(id ?? "") ? [i] : []));
    const total = rows.reduce((all, i) => all + scans[i]!, 0);
    const place = { id: "R3.5", population, group } as const;
    return [
      ["site", "sites", columns.text("site_id")],
      ["manufacturer", "makers", columns.text("manufacturer")],
    ].map(([variable, label, values]): Finding => {
      const named = variable === "site" ? {} : { label: `of one maker of scanners in place of one site` };
      const sizes = new Map<string, number>();
      for (const i of rows) {
        const key = (values as readonly (string | null)[])[i];
        if (key != null) sizes.set(key, (sizes.get(key) ?? 0) + scans[i]!);
      }
      const known = [...sizes.values()].reduce((all, size) => all + size, 0);
      const base = { ...place, variable: variable as string, ...named, unit: "share" };
      if (total === 0) return { ...base, value: null, note: "the source holds no scan up to index" };
      if (known === 0) return { ...base, value: null, note: `the source does not carry ${label}` };
      const largest = Math.max(...sizes.values());
      return {
        ...base,
        value: largest / known,
        ...(variable === "site" ? {} : { threshold: makers }),
        counts: {
          numerator: largest,
          denominator: known,
          unit: "scans",
          patients: new Set(rows.map((i) => ids[i])).size,
          lower: null,
          upper: null,
          interval: null,
        },
        note: `${sizes.size} ${label}`,
      };
    });
  });
}

const makers = {
  direction: "at-most",
  met: 0.9,
  caution: Number.POSITIVE_INFINITY,
  basis: "one maker of nearly all scanners: too little variety; proposal",
} as const;

/**
 * R2.8: whether sites send alike shares of their patients into the cohort: Higgins' I² = max(0, (Q − df)/Q) of the eligible share among
 * those with an index, Q = Σ n (p_s − p)²/(p(1 − p)), over sites of at least 5 patients. Heterogeneity that chance explains (p ≥ 0.05) counts
 * as 0. Source: Higgins & Thompson 2002, Statistics in Medicine 21:1539.
 */
export async function findHeterogeneity({ group, store, scopes }: ArmScopes): Promise<Finding> {
  const columns = await store.query(sitesSql);
  const sites = columns.text("site_id");
  const base = { id: "R2.8", variable: null, population: "database", group, unit: "share" } as const;
  const all = scopes.find(({ population }) => population === "database");
  const chosen = scopes.find(({ population }) => population === "eligible");
  if (all === undefined || chosen === undefined) return { ...base, value: null, note: "no cohort" };
  const counts = countSites(columns.text("patient_id"), sites, all, chosen);
  if (counts.length === 0) return { ...base, value: null, note: "the source does not carry sites" };
  const large = counts.filter(({ n }) => n >= 5);
  if (large.length < 2) return { ...base, value: null, note: "fewer than two sites of 5 patients or more" };
  const n = sum(Float64Array.from(large, (site) => site.n));
  const p = sum(Float64Array.from(large, (site) => site.eligible)) / n;
  if (p === 0 || p === 1) return { ...base, value: 0, note: "every site sends all or none" };
  const q = sum(Float64Array.from(large, (site) => (site.n * (site.eligible / site.n - p) ** 2) / (p * (1 - p))));
  const df = large.length - 1;
  const tail = chiSquaredUpper(q, df);
  return { ...base, value: tail < 0.05 ? Math.max(0, (q - df) / q) : 0, note: `${large.length} sites` };
}

function countSites(
  ids: readonly (string | null)[],
  sites: readonly (string | null)[],
  all: Scope,
  chosen: Scope,
): { readonly n: number; readonly eligible: number }[] {
  const found = new Map<string, { n: number; eligible: number }>();
  for (const [i, id] of ids.entries()) {
    const site = sites[i];
    if (id === null || site == null || !all.patients.has(id)) continue;
    const row = found.get(site) ?? { n: 0, eligible: 0 };
    row.n += 1;
    if (chosen.patients.has(id)) row.eligible += 1;
    found.set(site, row);
  }
  return [...found.keys()].sort().map((site) => found.get(site)!);
}
