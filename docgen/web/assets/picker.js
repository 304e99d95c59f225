// "Which backend will I get?": requirements or a model's configuration, which stays in the browser, and the choice.

import { Chooser, literal, parseJson } from "./choice.js";
import { commandPart, commandText } from "./command.js";
import { box, fieldset, picker } from "./controls.js";
import { Unsupported } from "./python/values.js";
import { TableChooser } from "./table_choice.js";
import { element } from "./text.js";

const MOST_BYTES = 4 << 20;

/** Fill an element with the form and its outcome. */
export function startPicker(record, holder) {
  const choosers = new Map();
  const chooserOf = (name) => {
    const scenario = record.scenarios.find((each) => each.name === name);
    if (!choosers.has(name)) choosers.set(name, new (record.table ? TableChooser : Chooser)(record, scenario));
    return choosers.get(name);
  };
  if (record.unsupported && !record.table) {
    const command = commandText(record.command, record.scenarios[0].name, []);
    holder.replaceChildren(element("p", {}, `No choice can be made here, for ${record.unsupported}. A terminal has the answer:`), commandPart(command));
    return;
  }
  const first = chooserOf(record.scenarios[0].name);
  const state = { model: null, name: "", text: "", changes: "" };
  const form = element("form", { class: "docgen-picker-form", "aria-label": "Choice of a backend" });
  const outcome = element("div", { class: "docgen-outcome", "aria-live": "polite" });
  const show = () => outcome.replaceChildren(...answered(record, chooserOf(form.elements.scenario.value), form, state));
  form.append(...fields(record, first, state, show));
  form.addEventListener("input", ({ target }) => {
    if (record.table) settle(record, first, form, state, target.name.slice("set.".length));
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    Object.assign(state, { model: null, name: "", text: "", changes: "" });
    // The fields are empty once the event has passed.
    setTimeout(show);
  });
  if (!record.table) droppable(holder, (file) => read(file, state, show));
  holder.replaceChildren(form, outcome, ...(record.table ? [held(record.table)] : []));
  show();
}

/** The inputs that can be set. */
function inputs(record) {
  return record.table ? record.table.inputs : record.parameters;
}

/** Let the form show inputs that were computed, near to those that it shows, and say what that changes. */
function settle(record, chooser, form, state, last) {
  const given = chooser.words(stated(record, form));
  const words = chooser.settled(given, last);
  for (const { name } of inputs(record)) {
    const field = form.elements[`set.${name}`];
    if (field?.type === "checkbox") field.checked = words.get(name) === "true";
    else if (field) field.value = words.get(name) ?? "";
  }
  const said = (one, other) => [...one].filter(([name, word]) => other.get(name) !== word).map(([name, word]) => `${spelled(name)} ${word}`);
  const [back, more] = [said(given, words), said(words, given)];
  state.changes = [more.length ? `Set as well: ${more.join(", ")}.` : "", back.length ? `Set back: ${back.join(", ")}.` : ""].filter(Boolean).join(" ");
}

function spelled(name) {
  return name.replaceAll("_", " ");
}

function fields(record, chooser, state, show) {
  const cards = picker("scenario", "Card", record.scenarios.map(({ name, label }) => [name, label]));
  cards.querySelector("option").remove();
  const all = inputs(record)
    .filter((parameter) => chooser.varies(parameter))
    .map((parameter) => fieldOf(parameter, chooser));
  const flags = all.filter((field) => field.matches(".docgen-box"));
  const others = all.filter((field) => !field.matches(".docgen-box"));
  const above = record.readsModels && !record.table ? [cards, modelField(state, show)] : [];
  return [
    above.length ? element("div", { class: "docgen-fields" }, ...above) : "",
    element("div", { class: "docgen-fields" }, ...(above.length ? others : [cards, ...others])),
    flags.length ? fieldset("Needs", flags) : "",
    element("div", { class: "docgen-actions" }, element("button", { type: "reset" }, "Start again")),
  ];
}

function modelField(state, show) {
  const file = element("input", { type: "file", name: "model", accept: ".json,application/json" });
  file.addEventListener("change", () => {
    if (file.files[0]) read(file.files[0], state, show);
    // Another choice of the same file, changed meanwhile, is a choice.
    file.value = "";
  });
  return element("label", {}, element("span", {}, "A model's config.json, dropped here or chosen; it stays in your browser"), file);
}

function fieldOf(parameter, chooser) {
  const { name } = parameter;
  const { flag, options, normal } = chooser.describe(parameter);
  if (options) return picker(`set.${name}`, spelled(name), options.map((text) => [text, text]), normal);
  if (flag) return box(`set.${name}`, "true", spelled(name).replace(/^(has|is|use|needs) /, ""));
  const input = element("input", { name: `set.${name}`, placeholder: normal, autocomplete: "off", size: "12" });
  return element("label", {}, element("span", {}, spelled(name)), input);
}

/** The requirements whose choices the page holds. */
function held(table) {
  const entries = table.tables.map(({ title, values }) =>
    element("li", {}, element("strong", {}, title), `: ${Object.entries(values).map(([name, listed]) => `${name} ${listed.join(", ")}`).join("; ")}`),
  );
  return element("details", { class: "docgen-fold" }, element("summary", {}, "Requirements that this page answers for"), element("ul", {}, ...entries));
}

/** The parameters that the form states. */
function stated(record, form) {
  const given = new Map();
  for (const { name, values } of inputs(record)) {
    const field = form.elements[`set.${name}`];
    if (field?.type === "checkbox" ? field.checked : field?.value.trim()) {
      given.set(name, field.type === "checkbox" ? true : values ? field.value : literal(field.value));
    }
  }
  return given;
}

function answered(record, chooser, form, state) {
  if (state.text) return [element("p", { class: "docgen-doubt" }, state.text)];
  const config = state.model ?? {};
  let given, cases;
  try {
    given = stated(record, form);
    cases = state.model ? chooser.cases(config) : [new Map()];
  } catch (error) {
    if (!(error instanceof Unsupported) && !state.model) throw error;
    const what = given ? `The model's configuration cannot be read: ${chooser.why(error)}` : error.message;
    return [element("p", { class: "docgen-doubt" }, what)];
  }
  const source = state.model ? [element("p", {}, `Read from ${state.name}:`)] : [];
  const parts = cases.flatMap((stands) => caseParts(chooser, new Map([...stands, ...given]), config));
  const changes = state.changes ? [element("p", { class: "docgen-asked" }, state.changes)] : [];
  return [...source, ...changes, ...parts, ...terminal(record, chooser, given, state.name)];
}

/** The commands that say the same, and more, in a terminal. */
function terminal(record, chooser, given, model) {
  const scenario = chooser.scenario.name;
  const settings = [...given].map(([name, value]) => [name, chooser.canonical(value)]);
  const parts = [element("p", {}, "The same in a terminal, in the root of the project:"), commandPart(commandText(record.command, scenario, settings, model))];
  if (!record.table || !record.readsModels) return parts;
  return [...parts, element("p", {}, "For a model's config.json:"), commandPart(commandText(record.command, scenario, [], "config.json"))];
}

/** The choice for one kind of layer. */
function caseParts(chooser, given, config) {
  const asked = [...given].filter(([, value]) => value !== false).map(([name, value]) => `${name}=${chooser.canonical(value)}`);
  let found;
  try {
    found = chooser.choose(given, config);
  } catch (error) {
    found = { chosen: null, candidates: [], doubt: chooser.why(error) };
  }
  const rejected = found.candidates.filter((each) => each.reasons.length);
  const verdict = found.outside
    ? "Not recorded on this page: the command below answers"
    : found.doubt ? `Unknown: ${found.doubt}` : (found.chosen ?? "No backend fits");
  return [
    element(
      "section",
      { class: found.chosen ? "docgen-choice" : "docgen-choice docgen-none" },
      element("p", { class: "docgen-asked" }, asked.join(", ") || "the defaults"),
      element("p", { class: "docgen-chosen" }, element("strong", {}, verdict)),
      rejected.length ? element("p", {}, "Preferred to it, and rejected:") : null,
      rejected.length ? element("ul", {}, ...rejected.map(rejection)) : null,
    ),
  ];
}

function rejection({ name, reasons }) {
  return element("li", {}, element("strong", {}, name), element("ul", {}, ...reasons.map((reason) => element("li", {}, reason))));
}

async function read(file, state, show) {
  state.model = null;
  state.text = "";
  try {
    if (file.size > MOST_BYTES) throw new SyntaxError("it is larger than 4 MiB");
    const found = parseJson(await file.text());
    if (found === null || typeof found !== "object" || Array.isArray(found)) throw new SyntaxError("it is no JSON object");
    Object.assign(state, { model: found, name: file.name });
  } catch (error) {
    state.text = `${file.name} cannot be read: ${error.message}`;
  }
  show();
}

function droppable(holder, take) {
  holder.addEventListener("dragover", (event) => event.preventDefault());
  holder.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) take(file);
  });
}
