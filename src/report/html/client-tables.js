const plainNumber = /^-?\d+(\.\d+)?$/;

/** Gives every numbered table a button that copies it and headings that sort it. */
export function equipTables() {
  const news = document.body.appendChild(document.createElement("div"));
  news.className = "news";
  news.setAttribute("role", "status");
  for (const box of document.querySelectorAll("main .table")) {
    const table = box.querySelector("table");
    const number = box.querySelector(".number").textContent;
    addCopy(box, table, number, news);
    addSorting(table, number, news);
  }
}

function addCopy(box, table, number, news) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${number}`);
  button.addEventListener("click", async () => {
    const done = await copyText(textOf(table));
    button.textContent = done ? "Copied" : "Not copied";
    news.textContent = done ? `${number} copied` : `${number} could not be copied`;
    setTimeout(() => {
      button.textContent = "Copy";
    }, 2000);
  });
  box.prepend(button);
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers that refuse the clipboard to a file still copy a selection.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** The table as lines of cells with tabs between them, the group's heading in a column of its own. What a spreadsheet would compute gets an apostrophe. */
function textOf(table) {
  const grouped = table.querySelector("tr.group") !== null;
  const head = [...table.tHead.rows[0].cells].map((cell) => cellText(cell));
  const lines = [grouped ? ["Group", ...head] : head];
  let group = "";
  for (const row of table.tBodies[0].rows) {
    const cells = [...row.cells].map((cell) => cellText(cell));
    if (row.classList.contains("group")) group = cells[0];
    else lines.push(grouped ? [group, ...cells] : cells);
  }
  return lines.map((line) => line.map(harmless).join("\t")).join("\n");
}

const cellText = (cell) => cell.innerText.replace(/\s+/g, " ").trim();
const harmless = (text) => (/^[=+\-@]/.test(text) && !plainNumber.test(text) ? `'${text}` : text);

/** Each heading becomes a button: up, down, and back to the report's order. Rows stay in their group, and what is set in under a row stays with it. */
function addSorting(table, number, news) {
  const body = table.tBodies[0];
  const original = [...body.rows];
  if (original.filter((row) => !row.classList.contains("group")).length < 2) return;
  const heads = [...table.tHead.rows[0].cells];
  for (const [column, head] of heads.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const order = { none: "ascending", ascending: "descending", descending: "none" }[
        head.getAttribute("aria-sort") ?? "none"
      ];
      for (const other of heads) other.removeAttribute("aria-sort");
      if (order !== "none") head.setAttribute("aria-sort", order);
      body.append(...(order === "none" ? original : sorted(original, column, order === "ascending" ? 1 : -1)));
      news.textContent = `${number}: ${order === "none" ? "in the report's order" : `sorted by ${cellText(head)}, ${order}`}`;
    });
  }
}

function sorted(rows, column, sign) {
  const groups = [];
  for (const row of rows) {
    const isGroup = row.classList.contains("group");
    if (isGroup || groups.length === 0) groups.push({ heading: isGroup ? row : null, rows: [] });
    if (!isGroup) groups.at(-1).rows.push(row);
  }
  return groups.flatMap(({ heading, rows: members }) => [
    ...(heading === null ? [] : [heading]),
    ...familiesOf(members)
      .sort((a, b) => compare(keyOf(a[0], column), keyOf(b[0], column), sign))
      .flat(),
  ]);
}

/** A row with those set in under it; where every row is set in, each stands by itself. */
function familiesOf(rows) {
  const isSetIn = (row) => row.cells[0].classList.contains("indent");
  const nested = rows.length > 0 && !isSetIn(rows[0]);
  const families = [];
  for (const row of rows) {
    if (nested && isSetIn(row)) families.at(-1).push(row);
    else families.push([row]);
  }
  return families;
}

/** The first number of a cell, or its text; what has neither comes last either way. */
function keyOf(row, column) {
  const text = cellText(row.cells[column]);
  const number = /-?\d+(\.\d+)?/.exec(text.replace(/^[<>]/, ""));
  if (column > 0 && number !== null) return Number(number[0]);
  return /^(|–|NE|NR|\[s\])$/.test(text) ? null : text;
}

function compare(a, b, sign) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a === b ? 0 : a < b ? -sign : sign;
}
