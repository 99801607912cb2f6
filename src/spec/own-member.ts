/** The member an author declared under this name; undefined for any other name, those that every object inherits (`constructor`) included. */
export function ownMember<T>(section: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(section, name) ? section[name] : undefined;
}
