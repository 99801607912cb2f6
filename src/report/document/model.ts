/** The report as data. Every renderer (HTML, PDF, Word) draws this and nothing else, so numbers and numbering are the same in all of them. */

export type Inline =
  | { readonly kind: "text" | "strong" | "emphasis" | "code"; readonly text: string }
  /** A reference to a section, table or figure by its id. */
  | { readonly kind: "link"; readonly text: string; readonly to: string };

export type Inlines = readonly Inline[];

export interface Paragraph {
  readonly kind: "paragraph";
  readonly content: Inlines;
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Inlines[];
}

/** Names and values, printed as a two-column table without a number. */
export interface KeyValues {
  readonly kind: "key-values";
  /** What the list tells, for a reader who cannot see it. */
  readonly label: string;
  readonly entries: readonly { readonly key: string; readonly value: Inlines }[];
}

export interface Callout {
  readonly kind: "callout";
  readonly tone: "key" | "warning" | "limitation";
  readonly title: string;
  readonly content: readonly Inlines[];
}

export interface Code {
  readonly kind: "code";
  readonly label: string;
  readonly text: string;
}

export interface Cell {
  readonly text: string;
  /** Ids of sections, tables and figures that the cell refers to; their names become its text when the report is numbered. */
  readonly refs?: readonly string[];
  readonly strong?: boolean;
  /** Steps of indentation of a row's first cell. */
  readonly indent?: 0 | 1;
}

export interface Column {
  /** Lines of the heading: the arm's label, then `(N=…)`, then `ESS=…`. */
  readonly heading: readonly string[];
  readonly align: "left" | "right" | "center";
  /** Share of the table's width, relative to the other columns. */
  readonly width: number;
}

export interface Row {
  /** A group row has one cell, which spans the table. */
  readonly kind: "body" | "group";
  readonly cells: readonly Cell[];
}

export interface Table {
  readonly kind: "table";
  readonly id: string;
  /** As in the catalogue, without “Table”: `14.1.1`. */
  readonly number: string;
  readonly title: string;
  /** The third title line: whom the table counts. */
  readonly population: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** In the order: abbreviations, definitions, data cut-off, sources and hashes. */
  readonly footnotes: readonly string[];
  /** File name without folder and ending. */
  readonly file: string;
}

/** Named columns of equal length that a figure draws. */
export type FigureData = Readonly<Record<string, FigureColumns>>;
export type FigureColumns = Readonly<Record<string, readonly (string | number | boolean | null)[]>>;

/** A Vega-Lite specification whose data sources are names of the figure's data. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

export interface FigureControls {
  /** Parts that can be taken out of the drawing: rows of the data whose `arm` is this id. */
  readonly arms: readonly { readonly id: string; readonly label: string }[];
  /** The horizontal axis, where a stretch of it can be chosen. */
  readonly zoom?: {
    readonly unit: string;
    readonly domain: readonly [number, number];
    /** Labels under the axis: where they stand on it, their pixel from the top, their text. */
    readonly columns: FigureColumns;
  };
}

export interface Figure {
  readonly kind: "figure";
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly population: string;
  readonly spec: VegaLiteSpec;
  readonly data: FigureData;
  /** Layers that only answer a pointer, added where the figure is shown in a browser. */
  readonly hover: readonly VegaLiteSpec[];
  /** What a reader of the page may change about the drawing. */
  readonly controls?: FigureControls;
  /** What the figure shows, in words, for a reader who cannot see it. */
  readonly alt: string;
  readonly footnotes: readonly string[];
  readonly file: string;
}

export type Block = Paragraph | List | KeyValues | Callout | Code | Table | Figure;

export interface Section {
  readonly id: string;
  /** `3`, `3.1`, or a letter for an appendix; given by `numberSections`. */
  readonly number: string;
  readonly heading: string;
  readonly blocks: readonly Block[];
  readonly sections: readonly Section[];
}

export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  /** Facts of the title page. */
  readonly facts: KeyValues;
  readonly notice: string;
  readonly sections: readonly Section[];
  readonly paper: "letter" | "a4";
  /** ISO date the report carries, or null where neither the data nor the caller give one. */
  readonly date: string | null;
  /** Short text at the foot of each page. */
  readonly footer: string;
  /** Program and version that made the report. */
  readonly producer: string;
}
