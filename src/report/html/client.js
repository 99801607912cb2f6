// The one script of the HTML report, bundled by scripts/build.mjs. It draws the figures so that they answer a pointer and a keyboard, sorts and
// copies tables, marks the place in the contents, and switches between light and dark. The page is complete without it.
import { watchContents } from "./client-contents.js";
import { drawFigures } from "./client-figures.js";
import { equipTables } from "./client-tables.js";

drawFigures(JSON.parse(document.getElementById("figure-data").textContent));
equipTables();
watchContents();

const button = document.getElementById("theme");
button.hidden = false;
button.addEventListener("click", () => {
  const root = document.documentElement;
  const dark =
    root.dataset.theme === undefined
      ? matchMedia("(prefers-color-scheme: dark)").matches
      : root.dataset.theme === "dark";
  root.dataset.theme = dark ? "light" : "dark";
});
