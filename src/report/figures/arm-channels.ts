import type { Layer } from "./layers.js";
import { armDash, controlColour, trialColour } from "./palette.js";

/** Colour of the arms, as every layer of a figure uses it. */
export const armColour: Layer = {
  field: "arm",
  type: "nominal",
  scale: { domain: ["trial", "control"], range: [trialColour, controlColour] },
  legend: null,
};

/** Dash of the arms, so that a grey copy still tells them apart. */
export const armStroke: Layer = {
  field: "arm",
  type: "nominal",
  scale: { domain: ["trial", "control"], range: [armDash.trial, armDash.control] },
  legend: null,
};
