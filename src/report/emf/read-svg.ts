import type { Drawing, Lettering, Outline, Point } from "./drawing.js";
import { readPath } from "./read-path.js";

type Attributes = Readonly<Record<string, string>>;

/** What an element takes over from those around it. */
interface Scope {
  readonly origin: Point;
  readonly rotate: number;
  readonly opacity: number;
}

/**
 * The shapes of an SVG as Vega writes it: groups that are moved, paths, lines and texts. Colours are blended with white by their opacity. Throws on
 * an element or a transform that Vega's drawings of this report do not hold, so that nothing is left out in silence.
 */
export function readSvg(svg: string): Drawing {
  const scopes: Scope[] = [{ origin: { x: 0, y: 0 }, rotate: 0, opacity: 1 }];
  const shapes: (Outline | Lettering)[] = [];
  let size = { width: 0, height: 0 };
  const token = /<(\/?)([a-zA-Z]+)([^<>]*?)(\/?)>([^<]*)/g;
  for (const [, closing, name, written = "", empty, text = ""] of svg.matchAll(token)) {
    if (closing === "/") {
      if (name === "g") scopes.pop();
      continue;
    }
    const attributes = readAttributes(written);
    const around = scopes[scopes.length - 1];
    if (around === undefined) throw new Error("an SVG's groups must be closed once each");
    const scope = enter(around, attributes);
    switch (name) {
      case "svg":
        size = { width: Number(attributes.width), height: Number(attributes.height) };
        break;
      case "g":
        if (empty === "") scopes.push(scope);
        break;
      case "path":
      case "line":
        shapes.push(...readOutline(name, attributes, scope));
        break;
      case "text":
        shapes.push(...readLettering(attributes, scope, text));
        break;
      default:
        throw new Error(`an SVG of this report holds groups, paths, lines and texts; got ${name}`);
    }
  }
  if (!(size.width > 0 && size.height > 0)) throw new Error("an SVG must state its size");
  return { ...size, shapes };
}

const readAttributes = (written: string): Attributes =>
  Object.fromEntries([...written.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]));

function enter(around: Scope, attributes: Attributes): Scope {
  let { origin, rotate } = around;
  for (const [, kind, list = ""] of (attributes.transform ?? "").matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0] = list.split(/[\s,]+/).map(Number);
    if (kind === "translate") origin = shift(origin, { x: a, y: b }, rotate);
    else if (kind === "rotate") rotate += a;
    else if (kind !== "scale" || a !== 1 || b !== 1)
      throw new Error(`an SVG's shapes may be moved and turned; got ${kind}`);
  }
  return { origin, rotate, opacity: around.opacity * Number(attributes.opacity ?? 1) };
}

/** A point of a scope's own axes in the drawing's. */
function shift(origin: Point, { x, y }: Point, rotate: number): Point {
  if (rotate === 0) return { x: origin.x + x, y: origin.y + y };
  const angle = (rotate * Math.PI) / 180;
  return {
    x: origin.x + x * Math.cos(angle) - y * Math.sin(angle),
    y: origin.y + x * Math.sin(angle) + y * Math.cos(angle),
  };
}

function readOutline(name: "path" | "line", attributes: Attributes, scope: Scope): readonly Outline[] {
  const place = (point: Point): Point => shift(scope.origin, point, scope.rotate);
  const fill =
    name === "line" ? null : visible(attributes.fill, scope.opacity * Number(attributes["fill-opacity"] ?? 1));
  const stroke = visible(attributes.stroke, scope.opacity * Number(attributes["stroke-opacity"] ?? 1));
  if ((fill === null && stroke === null) || attributes.display === "none") return [];
  const segments =
    name === "path"
      ? readPath(attributes.d ?? "", place)
      : ([
          { kind: "move", to: place({ x: 0, y: 0 }) },
          { kind: "line", to: place({ x: Number(attributes.x2 ?? 0), y: Number(attributes.y2 ?? 0) }) },
        ] as const);
  const dash = (attributes["stroke-dasharray"] ?? "").split(/[\s,]+/).filter((length) => length !== "");
  // A gap of no length is no gap.
  const lengths = dash.map(Number);
  const solid = lengths.length === 0 || lengths.every((length, i) => i % 2 === 0 || length === 0);
  return [
    {
      kind: "outline",
      segments,
      fill,
      stroke,
      strokeWidth: Number(attributes["stroke-width"] ?? 1),
      dash: solid ? [] : lengths,
    },
  ];
}

function readLettering(attributes: Attributes, scope: Scope, text: string): readonly Lettering[] {
  const colour = visible(attributes.fill ?? "#000000", scope.opacity * Number(attributes["fill-opacity"] ?? 1));
  if (colour === null || text === "") return [];
  const anchor = attributes["text-anchor"] ?? "start";
  if (anchor !== "start" && anchor !== "middle" && anchor !== "end") throw new Error(`unknown text anchor ${anchor}`);
  return [
    {
      kind: "lettering",
      text: fromEntities(text),
      at: scope.origin,
      rotate: scope.rotate,
      anchor,
      size: Number.parseFloat(attributes["font-size"] ?? "11"),
      bold: attributes["font-weight"] === "bold" || Number(attributes["font-weight"]) >= 600,
      colour,
    },
  ];
}

const fromEntities = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

/** A colour as it looks on white under an opacity; null where nothing of it is seen. */
function visible(colour: string | undefined, opacity: number): string | null {
  if (colour === undefined || colour === "none" || colour === "transparent" || opacity === 0) return null;
  const channels = channelsOf(colour).map((channel) => Math.round(255 + (channel - 255) * opacity));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

const namedColours: Readonly<Record<string, string>> = { black: "#000000", white: "#ffffff" };

function channelsOf(colour: string): readonly number[] {
  const rgb = /^rgb\((\d+),\s*(\d+),\s*(\d+)\)$/.exec(colour);
  if (rgb !== null) return rgb.slice(1).map(Number);
  const hex = namedColours[colour] ?? colour;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex);
  if (short !== null) return short.slice(1).map((digit) => Number.parseInt(digit + digit, 16));
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new Error(`a colour must be #rgb, #rrggbb or rgb(); got ${colour}`);
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
