// The form above the tables. What can be asked for is read from the data: scenarios, columns and their values.

import { element } from "./text.js";

/** The form, filled with a choice; `changed` hears of each new one. */
export function controls(data, keys, state, changed) {
  const form = element("form", { class: "docgen-controls", role: "search", "aria-label": "Filter the tables" });
  const columns = keys.map((key) => data.columns[data.columnOf.get(key)]);
  const lists = columns.filter((column) => !column.flag && column.values.length > 0);
  const flags = columns.filter((column) => column.flag);
  const status = element("output", { "aria-live": "polite" });
  const fields = element(
    "div",
    { class: "docgen-fields" },
    labelled("Name contains", element("input", { type: "search", name: "name", autocomplete: "off" })),
    data.scenarios.length > 1 ? cards(data) : null,
    ...lists.map((column) => picker(`has.${column.key}`, column.header, options(column))),
  );
  const needs = flags.length ? fieldset("Needs", flags.map((column) => box("flag", column.key, column.header))) : "";
  const shown = folded("Columns", [
    box("empty", "hide", "Hide columns that are no for all rows shown"),
    fieldset("Shown", columns.map((column) => box("shown", column.key, column.header))),
  ]);
  const compared = folded("Difference of two rows", [rows("diff1", "One", data), rows("diff2", "The other", data)]);
  const filters = element("details", { class: "docgen-filters" }, element("summary", {}, "Filters"));
  filters.append(fields, needs, element("div", { class: "docgen-folds" }, shown, compared));
  // A phone shows the table first; elsewhere nothing is folded.
  filters.open = !isNarrow() || isChosen(state);
  form.append(
    filters,
    element("div", { class: "docgen-actions" }, status, element("button", { type: "reset" }, "Show all")),
  );
  fill(form, state);
  form.addEventListener("input", () => changed(chosen(form, state)));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    Object.assign(state, { name: "", card: "", has: {}, hide: [], empty: false, diff: [] });
    fill(form, state);
    changed(state);
  });
  return { form, status, actions: form.querySelector(".docgen-actions") };
}

function isNarrow() {
  return matchMedia("(max-width: 44em)").matches;
}

/** Whether anything is filtered, hidden or compared. */
function isChosen({ name, card, has, hide, empty, diff }) {
  return Boolean(name || card || Object.keys(has).length || hide.length || empty || diff.length);
}

function cards(data) {
  return picker("card", "Card", data.scenarios.map(({ name, label }) => [name, label]));
}

function options(column) {
  return column.values.map(({ text, label, also }) => [text, also ? `${label} (${also})` : label]);
}

function rows(name, label, data) {
  return picker(name, label, data.rows.map((row) => [row.name, row.name]), "–");
}

/** A labelled list of choices, of which the first chooses nothing. */
export function picker(name, label, choices, none = "any") {
  const made = [["", none], ...choices].map(([value, text]) => element("option", { value }, text));
  return labelled(label, element("select", { name }, ...made));
}

function labelled(label, field) {
  return element("label", {}, element("span", {}, label), field);
}

/** A labelled box to tick. */
export function box(name, value, label) {
  return element("label", { class: "docgen-box" }, element("input", { type: "checkbox", name, value }), label);
}

/** Fields that belong together. */
export function fieldset(legend, fields) {
  return element("fieldset", {}, element("legend", {}, legend), ...fields);
}

function folded(title, fields) {
  return element("details", { class: "docgen-fold" }, element("summary", {}, title), ...fields);
}

/** Show a choice in the form. */
function fill(form, state) {
  for (const field of form.querySelectorAll("select")) {
    const { name } = field;
    const pair = state.diff[name === "diff1" ? 0 : 1];
    const value = name === "card" ? state.card : name.startsWith("diff") ? pair : state.has[name.slice(4)];
    field.value = value || "";
    if (field.selectedIndex < 0) field.value = "";
  }
  for (const field of form.querySelectorAll("input")) {
    const { name, value } = field;
    if (name === "name") field.value = state.name;
    else if (name === "empty") field.checked = state.empty;
    else field.checked = name === "shown" ? !state.hide.includes(value) : state.has[value] === "true";
  }
  for (const details of form.querySelectorAll(".docgen-fold")) {
    const [columns] = details.querySelectorAll("input");
    details.open = columns ? state.empty || state.hide.length > 0 : state.diff.length === 2;
  }
}

/** The choice that the form shows; the order of rows is chosen at the headings. */
function chosen(form, state) {
  const has = {};
  for (const field of form.querySelectorAll("select[name^='has.']")) {
    if (field.value) has[field.name.slice(4)] = field.value;
  }
  for (const field of form.querySelectorAll("input[name=flag]:checked")) has[field.value] = "true";
  const value = (name) => form.querySelector(`[name=${name}]`)?.value || "";
  const diff = [value("diff1"), value("diff2")];
  return Object.assign(state, {
    name: value("name"),
    card: value("card"),
    has,
    hide: [...form.querySelectorAll("input[name=shown]:not(:checked)")].map((field) => field.value),
    empty: form.querySelector("input[name=empty]").checked,
    diff: diff[0] && diff[1] && diff[0] !== diff[1] ? diff : [],
  });
}
