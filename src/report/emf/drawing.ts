/** A point in pixels from the drawing's upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One stretch of an outline; a curve is cubic. */
export type Segment =
  | { readonly kind: "move" | "line"; readonly to: Point }
  | { readonly kind: "curve"; readonly first: Point; readonly second: Point; readonly to: Point }
  | { readonly kind: "close" };

export interface Outline {
  readonly kind: "outline";
  readonly segments: readonly Segment[];
  /** `#rrggbb` as it looks on white paper, or null. */
  readonly fill: string | null;
  readonly stroke: string | null;
  readonly strokeWidth: number;
  /** Lengths of strokes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
}

export interface Lettering {
  readonly kind: "lettering";
  readonly text: string;
  readonly at: Point;
  /** Clockwise, in degrees. */
  readonly rotate: number;
  readonly anchor: "start" | "middle" | "end";
  readonly size: number;
  readonly bold: boolean;
  readonly colour: string;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly (Outline | Lettering)[];
}
