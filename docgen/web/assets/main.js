// The start: what docgen wrote into a page becomes interactive, once for each page.

import { controls } from "./controls.js";
import { readData } from "./data.js";
import { detailsOf } from "./details.js";
import { downloads } from "./download.js";
import { reachable } from "./keyboard.js";
import { registerOrder, sortable, sortBy } from "./sorting.js";
import { readState, rememberState } from "./state.js";
import { onPage } from "./text.js";
import { apply, layOutMore, shownOf, summary, tablesOf } from "./tables.js";

function startTables(data) {
  const tables = tablesOf(data, document);
  if (!tables.length) return;
  const state = readState(window.location.search);
  const keys = [...new Set(tables.flatMap((table) => table.keys))];
  const total = new Set(tables.flatMap((table) => [...table.numbers.values()])).size;
  const show = () => {
    status.textContent = summary(total, ...apply(data, tables, state));
  };
  const changed = () => {
    show();
    rememberState(state);
  };
  const { form, status, actions } = controls(data, keys, state, changed);
  actions.append(...downloads(data, () => shownOf(tables)));
  tables[0].table.closest(".docgen-scroll").before(form);
  const open = detailsOf(data);
  for (const each of tables) {
    reachable(each.table, open);
    layOutMore(each, show);
    sorted(each.table, state, changed);
  }
  show();
  const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  if (!target?.matches(".docgen-table *")) return;
  // The rows above it may have gone since the browser looked for it.
  target.scrollIntoView({ block: "center" });
  if (target.matches("td")) open(target);
}

/** Let a table be sorted, as the address says at first. */
function sorted(table, state, changed) {
  let ready = false;
  const sorter = sortable(table, (name) => {
    if (!ready) return;
    state.sort = name;
    changed();
  });
  if (state.sort) sortBy(table, sorter, state.sort);
  ready = true;
}

function start() {
  const data = readData(document);
  if (data && !document.querySelector(".docgen-controls")) startTables(data);
}

registerOrder();
onPage(start);
