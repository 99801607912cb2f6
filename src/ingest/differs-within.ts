/** SQL that is true for rows whose group, among rows in use or among those set aside, holds two values. Needs `reason`. */
export function differsWithin(group: string, value: string): string {
  const over = `over (partition by ${group}, reason is null)`;
  return `min(${value}) ${over} <> max(${value}) ${over}`;
}
