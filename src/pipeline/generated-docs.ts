import { contract, contractVersion } from "../source/contract.js";
import type { ContractColumn, ContractTable, TableRole } from "../source/contract-table.js";
import { specVersion } from "../spec/analysis.js";
import { analysisJsonSchema, deriveJsonSchema, ingestJsonSchema } from "../spec/json-schema.js";

export interface GeneratedDoc {
  /** From the project's root. */
  readonly path: string;
  readonly content: string;
}

/** The files that are generated from the code; a test holds the committed ones against them. */
export function generatedDocs(): GeneratedDoc[] {
  return [
    { path: "schema.json", content: `${JSON.stringify(analysisJsonSchema("ref"), null, 1)}\n` },
    {
      path: "docs/SPEC.md",
      content: [
        describeSpec(analysisJsonSchema("inline") as Node),
        describeDerive(deriveJsonSchema() as Node),
        describeIngest(ingestJsonSchema() as Node),
      ].join("\n"),
    },
    { path: "docs/DATA-CONTRACT.md", content: describeContract() },
  ];
}

interface Node {
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

function describeSpec(schema: Node): string {
  const sections = Object.entries(schema.properties ?? {}).filter(([name]) => name !== "$schema");
  const head = [
    "# The analysis file, field by field",
    "",
    `Generated from the schema (specVersion ${specVersion}). A field marked * must be given. \`defineAnalysis\` takes this object; the same as JSON is checked by \`schema.json\`.`,
  ];
  return `${[...head, ...sections.flatMap(([name, node]) => ["", `## ${name}`, "", ...describeNode(node, name, schema.required?.includes(name) ?? false, 0)])].join("\n")}\n`;
}

function describeDerive(schema: Node): string {
  const sections = Object.entries(schema.properties ?? {}).filter(([name]) => name !== "$schema");
  const head = [
    "# Options of `scanarm derive`, field by field",
    "",
    "`scanarm derive <folder> --options options.json` reads the files that `input` names in the folder and writes `adrs.csv`, `adtte.csv` and `adtr.csv`, one row per subject and",
    "parameter or timepoint, with `derivation.json`: what was read, used and set aside. They are patient data. The smallest file of options is",
    '`{"input": {"shape": "rwid"}, "endpoints": {"OS": {"kind": "overall-survival"}}}`.',
    "",
    "iRECIST (`imaging.criteria`): all measured new lesions add up, not five of them at most, and a scan confirms progression however late, not within 8 weeks alone.",
  ];
  return `${[...head, ...sections.flatMap(([name, node]) => ["", `## derive: ${name}`, "", ...describeNode(node, name, schema.required?.includes(name) ?? false, 0)])].join("\n")}\n`;
}

function describeIngest(schema: Node): string {
  const sections = Object.entries(schema.properties ?? {}).filter(([name]) => name !== "$schema");
  const head = [
    "# The configuration of `scanarm ingest`, field by field",
    "",
    "`scanarm ingest <folder>` reads `ingest.json` of the folder; without one it goes by the names of SDTM, ADaM and OMOP files. `scanarm ingest <folder> --suggest` drafts one for",
    "CSV and Parquet files with any column names.",
  ];
  return `${[...head, ...sections.flatMap(([name, node]) => ["", `## ingest: ${name}`, "", ...describeNode(node, name, schema.required?.includes(name) ?? false, 0)])].join("\n")}\n`;
}

/** One line for a node, then a list of its parts, indented. */
function describeNode(node: Node, name: string, required: boolean, depth: number): string[] {
  const structured = formsOf(node);
  const type = typeOf(node);
  const fallback = node.default === undefined ? [] : [`default ${code(node.default)}`];
  const words = [...(node.description === undefined ? [] : [node.description]), ...fallback].join("; ");
  const title = `${"  ".repeat(depth)}- \`${name}\`${required ? "*" : ""}${type === "" ? "" : ` (${type})`}`;
  const line = words === "" ? title : `${title}: ${words}`;
  const parts = Object.entries(node.properties ?? {}).flatMap(([key, part]) =>
    describeNode(part, key, node.required?.includes(key) ?? false, depth + 1),
  );
  const inner =
    typeof node.additionalProperties === "object"
      ? describeNode(node.additionalProperties, "<name>", false, depth + 1)
      : [];
  const items =
    node.items === undefined || isPlain(node.items) ? [] : describeNode(node.items, "[each]", false, depth + 1);
  const forms = structured.flatMap((choice) => describeNode(choice, formName(choice), false, depth + 1));
  return [line, ...parts, ...inner, ...items, ...forms];
}

/** The forms of a union that have fields of their own; a form that is a union itself stands for its forms, which share its description. */
function formsOf(node: Node): Node[] {
  return (node.oneOf ?? node.anyOf ?? []).flatMap((choice) => {
    if (choice.properties !== undefined) return [choice];
    const { description } = choice;
    return formsOf(choice).map((form) => (description === undefined ? form : { ...form, description }));
  });
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;
const isPlain = (node: Node): boolean =>
  node.properties === undefined && node.oneOf === undefined && node.anyOf === undefined;

function typeOf(node: Node): string {
  if (node.const !== undefined) return code(node.const);
  if (node.enum !== undefined) return node.enum.map(code).join(" or ");
  if (node.items !== undefined) return `list of ${node.items.type ?? "values"}`;
  if (typeof node.additionalProperties === "object") return "by name";
  const choices = node.oneOf ?? node.anyOf;
  if (choices !== undefined) {
    const words = choices.filter(isPlain).map(typeOf);
    return [...words, ...(words.length < choices.length ? ["one of the forms below"] : [])].join(" or ");
  }
  return node.type ?? "";
}

/** A form of a union is named by its constant fields, or by its fields. */
function formName(node: Node): string {
  const fixed = Object.entries(node.properties ?? {}).filter(([, part]) => part.const !== undefined);
  return fixed.length === 0
    ? `{${Object.keys(node.properties ?? {}).join(", ")}}`
    : fixed.map(([name, part]) => `${name}: ${JSON.stringify(part.const)}`).join(", ");
}

function describeContract(): string {
  const head = [
    "# The data contract",
    "",
    `Generated from the code (contractVersion ${contractVersion}). Data come as a folder of \`<table>.csv\` or \`<table>.parquet\`, or as a DuckDB file with these tables in schema \`rwid\` (or \`main\`).`,
    "Ids are text and carry their dataset (`gbsg:132`); lengths are in mm; missing is empty. A column written `performed_on / performed_day` is a date in a dataset with `time_basis`",
    "`calendar`, and a whole number of days from index in one with `days_from_index`: only the one that fits may be filled. Optional columns may be absent. A CSV file is UTF-8 with commas between fields.",
    "A number without a range of its own is 0 or between 1e-30 and 1e18 in size. Every breach is reported at once.",
  ];
  const tables = Object.entries<ContractTable>(contract).flatMap(([name, table]) => [
    "",
    `## ${name}`,
    "",
    describeTable(table),
    "",
    ...columnRows(table),
  ]);
  return `${[...head, ...tables].join("\n")}\n`;
}

function describeTable(table: ContractTable): string {
  const key = table.key.map((column) => `\`${column}\``).join(", ");
  return `${table.description[0]?.toUpperCase()}${table.description.slice(1)}${table.required === true ? " (required)" : ""}. Key: ${key}. ${roleText(table.role)}`;
}

function roleText(role: TableRole): string {
  if (role.kind === "baseline") return "Seen by eligibility and covariates.";
  if (role.kind === "outcome") return "Never seen before the design is locked.";
  return role.kind === "by-study"
    ? "Seen up to index, by the day of the imaging study."
    : `Seen up to index, by \`${role.date}\`.`;
}

function columnRows(table: ContractTable): string[] {
  const rows = table.columns.map(
    (column) =>
      `| ${columnName(column)}${isRequired(table, column) ? "*" : ""} | ${column.type === "time" ? "date / day" : column.type} | ${column.description}${limits(column)} |`,
  );
  return ["| column (* = required) | type | |", "|---|---|---|", ...rows];
}

const columnName = ({ name, type }: ContractColumn): string => (type === "time" ? `${name}_on / ${name}_day` : name);
const isRequired = (table: ContractTable, column: ContractColumn): boolean =>
  column.required === true || table.key.includes(column.name);

function limits({ allowed, range, unit }: ContractColumn): string {
  const parts = [
    ...(allowed === undefined ? [] : [`one of ${allowed.join(", ")}`]),
    ...(range === undefined ? [] : [`${range[0]} to ${range[1]}`]),
    ...(unit === undefined ? [] : [unit]),
  ];
  return parts.length === 0 ? "" : ` (${parts.join("; ")})`;
}
