import { expect, it } from "vitest";
import { gatherFigures } from "../../src/report/document/gather-figures.js";
import type { Block } from "../../src/report/document/model.js";

const figure = (id: string): Block => ({
  kind: "figure",
  id,
  number: id,
  title: id,
  population: "",
  spec: {},
  data: {},
  hover: [],
  alt: "",
  footnotes: [],
  file: id,
});
const words = (text: string): Block => ({ kind: "paragraph", content: [{ kind: "text", text }] });
const namesOf = (blocks: readonly Block[]): readonly string[] =>
  blocks.map((block) =>
    block.kind === "figure" ? block.id : block.kind === "paragraph" ? (block.content[0]?.text ?? "") : "",
  );
const sizes = new Map([
  ["low", { width: 600, height: 200 }],
  ["high", { width: 600, height: 500 }],
  ["wide", { width: 2000, height: 700 }],
]);

it("a high figure and those after it stand behind the texts of their section, a low one before it stays", () => {
  const blocks = [words("a"), figure("low"), words("b"), figure("high"), words("c"), figure("wide"), words("d")];
  expect(namesOf(gatherFigures(blocks, sizes))).toEqual(["a", "low", "b", "c", "d", "high", "wide"]);
});

it("a figure that is only high before it is made as wide as the page stays where it is", () => {
  const blocks = [words("a"), figure("wide"), words("b")];
  expect(namesOf(gatherFigures(blocks, sizes))).toEqual(["a", "wide", "b"]);
});
