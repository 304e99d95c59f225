// "Which backend will I get?": requirements or a model's configuration, which stays in the browser, and the choice.

import { Chooser, literal, parseJson } from "./choice.js";
import { box, fieldset, picker } from "./controls.js";
import { element } from "./text.js";

const MOST_BYTES = 4 << 20;

/** Fill an element with the form and its outcome. */
export function startPicker(record, holder) {
  const choosers = new Map();
  const chooserOf = (name) => {
    const scenario = record.scenarios.find((each) => each.name === name);
    if (!choosers.has(name)) choosers.set(name, new Chooser(record, scenario));
    return choosers.get(name);
  };
  if (record.unsupported) {
    holder.replaceChildren(element("p", {}, `No choice can be made here, for ${record.unsupported}: ask docgen explain.`));
    return;
  }
  const first = chooserOf(record.scenarios[0].name);
  const state = { model: null, name: "", text: "" };
  const form = element("form", { class: "docgen-picker-form", "aria-label": "Choice of a backend" });
  const outcome = element("div", { class: "docgen-outcome", "aria-live": "polite" });
  const show = () => outcome.replaceChildren(...answered(record, chooserOf(form.elements.scenario.value), form, state));
  form.append(...fields(record, first, state, show));
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    Object.assign(state, { model: null, name: "", text: "" });
    // The fields are empty once the event has passed.
    setTimeout(show);
  });
  droppable(holder, (file) => read(file, state, show));
  holder.replaceChildren(form, outcome);
  show();
}

function fields(record, chooser, state, show) {
  const cards = picker("scenario", "Card", record.scenarios.map(({ name, label }) => [name, label]));
  cards.querySelector("option").remove();
  const parameters = record.parameters.map((parameter) => ({ ...parameter, field: fieldOf(parameter, chooser) }));
  const flags = parameters.filter(({ field }) => field.matches(".docgen-box")).map(({ field }) => field);
  const others = parameters.filter(({ field }) => !field.matches(".docgen-box")).map(({ field }) => field);
  const file = element("input", { type: "file", name: "model", accept: ".json,application/json" });
  file.addEventListener("change", () => {
    if (file.files[0]) read(file.files[0], state, show);
    // Another choice of the same file, changed meanwhile, is a choice.
    file.value = "";
  });
  const pick = element("label", {}, element("span", {}, "A model's config.json, dropped here or chosen; it stays in your browser"), file);
  return [
    element("div", { class: "docgen-fields" }, cards, ...(record.cases ? [pick] : [])),
    element("div", { class: "docgen-fields" }, ...others),
    flags.length ? fieldset("Needs", flags) : "",
    element("div", { class: "docgen-actions" }, element("button", { type: "reset" }, "Start anew")),
  ];
}

function fieldOf(parameter, chooser) {
  const { name } = parameter;
  const label = name.replaceAll("_", " ");
  const domain = chooser.domain(parameter);
  if (domain) return picker(`set.${name}`, label, domain.map(({ text }) => [text, text]), "not stated");
  const normally = chooser.value(parameter.default);
  if (normally === false) return box(`set.${name}`, "true", label.replace(/^(has|is|use|needs) /, ""));
  const shown = normally === null ? "not stated" : chooser.canonical(normally);
  const input = element("input", { name: `set.${name}`, placeholder: shown, autocomplete: "off", size: "10" });
  return element("label", {}, element("span", {}, label), input);
}

/** The parameters that the form states. */
function stated(record, form) {
  const given = new Map();
  for (const { name, values } of record.parameters) {
    const field = form.elements[`set.${name}`];
    if (field.type === "checkbox" ? field.checked : field.value.trim()) {
      given.set(name, field.type === "checkbox" ? true : values ? field.value : literal(field.value));
    }
  }
  return given;
}

function answered(record, chooser, form, state) {
  if (state.text) return [element("p", { class: "docgen-doubt" }, state.text)];
  const given = stated(record, form);
  const config = state.model ?? {};
  let cases;
  try {
    cases = state.model ? chooser.cases(config) : [new Map()];
  } catch (error) {
    return [element("p", { class: "docgen-doubt" }, `The model's configuration cannot be read: ${chooser.why(error)}`)];
  }
  const source = state.model ? [element("p", {}, `Read from ${state.name}:`)] : [];
  return source.concat(cases.flatMap((stands) => caseParts(chooser, new Map([...stands, ...given]), config)));
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
  const verdict = found.doubt ? `Unknown: ${found.doubt}` : (found.chosen ?? "No backend fits");
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
