// Sorting by headings, through the library tablesort: a click, or Enter on a heading.

/* global Tablesort */

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** The name of a sorted column in the address: `-` before it turns the order round, `.` is the column of names. */
export function sortName(heading) {
  const key = heading.dataset.key || ".";
  return heading.getAttribute("aria-sort") === "descending" ? `-${key}` : key;
}

/** Let headings sort a table; `changed` hears of each sort by the column's name. */
export function sortable(table, changed) {
  for (const heading of table.tHead.rows[0].cells) heading.dataset.sortMethod = "docgen";
  const sorter = new Tablesort(table);
  table.addEventListener("afterSort", () => changed(sortName(sorter.current)));
  return sorter;
}

/** Sort a table as the address says, if it has the column. */
export function sortBy(table, sorter, name) {
  const key = name.replace(/^-/, "");
  const heading = [...table.tHead.rows[0].cells].find((each) => (each.dataset.key || ".") === key);
  if (!heading) return;
  heading.setAttribute("aria-sort", name.startsWith("-") ? "descending" : "ascending");
  sorter.current = heading;
  sorter.refresh();
}

/** Tell the library how docgen's columns compare: numbers in texts by their size. */
export function registerOrder() {
  // The library asks for the reverse of what comparisons usually answer, and turns the rows round.
  Tablesort.extend("docgen", () => false, (one, other) => collator.compare(other, one));
}
