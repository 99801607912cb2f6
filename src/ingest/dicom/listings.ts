/** Provenance tables with a row a file or series of a DICOM source, and their columns. */
export const listingTables = {
  dicom_file: { file_id: "integer", source_row: "integer", path: "varchar", sop_uid: "varchar", used: "boolean" },
  dicom_series: {
    file_id: "integer",
    study_uid: "varchar",
    modality: "varchar",
    series_uid: "varchar",
    images: "integer",
    stands_for_scan: "boolean",
    slice_thickness_mm: "double",
    pixel_spacing_mm: "double",
    kernel: "varchar",
    contrast_agent: "varchar",
    manufacturer: "varchar",
    model: "varchar",
    software: "varchar",
  },
} as const;

export type ListingTable = keyof typeof listingTables;

/** A table of that name in schema `provenance` of the current database, with the rows of the sources that have some. */
export function createListing(name: ListingTable, selects: readonly string[]): string {
  const columns = Object.entries(listingTables[name]).map(([column, type]) => `${column} ${type}`);
  const create = `create table provenance.${name} (${columns.join(", ")})`;
  return [create, ...selects.map((select) => `insert into provenance.${name}\n${select}`)].join(";\n");
}
