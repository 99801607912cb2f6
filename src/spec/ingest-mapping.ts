import { z } from "zod";

const column = z.string().min(1).describe("a column of the file, as its header writes it");

const codes = z
  .record(z.string(), z.string().nullable())
  .describe(
    "value of the file → value of the contract; null = missing; upper and lower case are one; any other value is an error",
  );

const unitSchema = z
  .union([
    z.enum(["mm", "cm"]).describe("the unit of every value"),
    z.strictObject({
      column: column.describe("the column that names each value's unit: mm or cm"),
      mixed: z
        .boolean()
        .default(false)
        .describe("true: rows in mm and rows in cm may stand together, each is converted by its own unit"),
    }),
  ])
  .describe("unit of a length; the contract holds mm");

const dateSchema = z
  .enum(["iso", "dd/mm/yyyy", "mm/dd/yyyy", "dd.mm.yyyy", "dd-mon-yyyy", "yyyymmdd", "sas-days", "excel-days"])
  .default("iso")
  .describe("how dates are written; sas-days count from 1960-01-01, excel-days from 1899-12-30");

const text = { codes: codes.exactOptional() };

/** Where one column of a contract table comes from. */
export const mappedColumnSchema = z
  .union([
    column.describe("a column of the file, taken as it stands"),
    z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]).describe("the same for every row") }),
    z.strictObject({ from: column, ...text, unit: unitSchema.exactOptional(), date: dateSchema.exactOptional() }),
    z
      .strictObject({
        join: z.array(column).min(1).readonly(),
        by: z.string().default("|"),
      })
      .describe("columns joined to one text; missing where any of them is"),
  ])
  .describe("where a column of the contract comes from");

/** How one file becomes rows of one table of the contract. A file may serve several tables. */
export const mappedTableSchema = z
  .strictObject({
    file: z.string().min(1).describe("CSV or Parquet file (.csv.gz too), relative to the folder"),
    to: z.string().min(1).describe("table of the data contract"),
    columns: z
      .record(z.string(), mappedColumnSchema)
      .describe("column of the contract → where it comes from; patient_id gets the dataset's prefix"),
    id: column.exactOptional().describe("column with the row's identifier in the source, for the lineage"),
    where: z
      .array(
        z.strictObject({
          column,
          oneOf: z.array(z.string()).min(1).readonly(),
          reason: z.string().min(1).describe("why other rows are set aside"),
        }),
      )
      .readonly()
      .default([])
      .describe("rows that do not pass are set aside and counted"),
    distinct: z
      .boolean()
      .default(false)
      .describe("the file repeats these rows (a scan in every row of its lesions): equal rows become one"),
    encoding: z.enum(["utf-8", "latin-1", "utf-16"]).default("utf-8"),
    delimiter: z.enum([",", ";", "\t", "|"]).default(","),
  })
  .describe("a file and the table it fills");

export type MappedColumn = z.infer<typeof mappedColumnSchema>;
export type MappedTable = z.infer<typeof mappedTableSchema>;
export type DateForm = z.infer<typeof dateSchema>;
export type LengthUnit = z.infer<typeof unitSchema>;
