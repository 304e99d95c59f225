// The tables of a page under a reader's choice: rows that fit, columns that are wanted, and how many there are.

import { hiddenKeys } from "./columns.js";
import { keepReachable } from "./keyboard.js";
import { asked, FITS, MAYBE, NOT, verdict } from "./matching.js";
import { counted, element } from "./text.js";

// Rows that are laid out at once: a browser takes a second for thousands, and nobody reads them all.
const STEP = 60;

/** The tables that docgen wrote into a page, each with its rows and columns. */
export function tablesOf(data, root) {
  return [...root.querySelectorAll("table.docgen-table")].map((table) => {
    const headings = [...table.tHead.rows[0].cells].slice(1);
    const body = table.tBodies[0];
    const numbers = new Map([...body.rows].map((row) => [row, data.rowOf.get(row.dataset.row)]));
    const count = element("span", { class: "docgen-count" });
    table.caption.append(" ", count);
    const keys = headings.map((heading) => heading.dataset.key);
    const badges = new Map();
    return { table, body, count, keys, headings, numbers, badges, matched: [], hidden: new Set(), limit: STEP };
  });
}

/** Show what a choice leaves of all tables; how many rows fit, and how many may. */
export function apply(data, tables, state) {
  const judged = judge(data, state);
  const fitting = new Set();
  const possible = new Set();
  for (const each of tables) {
    showRows(each, judged);
    showColumns(data, each, state);
    keepReachable(each.table);
    for (const row of each.matched) (judged[row] === FITS ? fitting : possible).add(row);
    const total = each.numbers.size;
    each.count.textContent = each.matched.length < total ? `(${each.matched.length} of ${total})` : "";
    each.table.classList.toggle("docgen-empty", !each.matched.length);
    each.table.classList.add("docgen-ready");
  }
  return [fitting.size, possible.size];
}

/** What each table shows, for files: all rows that match, laid out or not. */
export function shownOf(tables) {
  return tables.map((each) => ({
    name: each.table.dataset.table,
    keys: each.keys.filter((key) => !each.hidden.has(key)),
    rows: each.matched,
  }));
}

/** The outcome in words. */
export function summary(total, fitting, possible) {
  const maybe = possible ? `, ${possible} may` : "";
  return `${fitting} of ${counted(total, "row")} fit${maybe}`;
}

/** Lay out more rows as the end of a table comes into sight, all of them on paper, and those that a link leads to. */
export function layOutMore(each, show) {
  const more = (limit) => {
    each.limit = limit;
    show();
  };
  const button = element("button", { type: "button", class: "docgen-more", click: () => more(each.limit + STEP) });
  each.more = button;
  each.table.after(button);
  const seen = (entries) => entries.some((entry) => entry.isIntersecting) && !button.hidden && button.click();
  new IntersectionObserver(seen, { rootMargin: "200px" }).observe(button);
  window.addEventListener("beforeprint", () => more(Infinity));
  window.addEventListener("afterprint", () => more(STEP));
  const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)))?.closest("tr");
  if (each.numbers.has(target)) each.limit = Math.max(STEP, [...each.body.rows].indexOf(target) + 1);
}

/** For each row of the data whether it is wanted: compared with another, or named and able to do what is asked. */
function judge(data, state) {
  const compared = state.diff.map((name) => data.rowOf.get(name));
  if (compared.length === 2) return data.rows.map((_, row) => (compared.includes(row) ? FITS : NOT));
  const wanted = asked(data, state);
  const named = state.name.toLowerCase();
  return data.rows.map(({ name }, row) =>
    name.toLowerCase().includes(named) ? verdict(data, row, wanted) : NOT,
  );
}

function showRows(each, judged) {
  each.matched = [];
  for (const row of each.body.rows) {
    const number = each.numbers.get(row);
    if (judged[number] !== NOT) each.matched.push(number);
    const hidden = judged[number] === NOT || each.matched.length > each.limit;
    // Layout is what takes time in a table of thousands: nothing is touched that is as it should be.
    if (row.hidden !== hidden) row.hidden = hidden;
    if (!hidden) showBadge(each, row, judged[number] === MAYBE);
  }
  const left = each.matched.length - each.limit;
  each.more.hidden = left <= 0;
  each.more.textContent = left > 0 ? `Show more: ${counted(left, "row")} left` : "";
}

function showBadge(each, row, wanted) {
  const badge = each.badges.get(row);
  if (wanted && !badge) {
    const made = element("small", { class: "docgen-maybe" }, " may fit: not all is known");
    each.badges.set(row, made);
    row.cells[0].append(made);
  } else if (!wanted && badge) {
    badge.remove();
    each.badges.delete(row);
  }
}

function showColumns(data, each, state) {
  const hidden = hiddenKeys(data, each.keys, each.matched, state);
  each.keys.forEach((key, position) => {
    if (hidden.has(key) === each.hidden.has(key)) return;
    each.headings[position].hidden = hidden.has(key);
    for (const row of each.body.rows) row.cells[position + 1].hidden = hidden.has(key);
  });
  each.hidden = hidden;
}
