// The choice of a backend: the documented code's own order and refusals, evaluated from the data that docgen wrote.

import { Machine } from "./python/machine.js";
import { evaluate } from "./python/evaluate.js";
import { iterate } from "./python/operations.js";
import { raisedText, text } from "./python/texts.js";
import { Dict, Instance, Module, Raised, Tuple, Unsupported } from "./python/values.js";

const ALONE = Object.assign(new Module(""), { path: "the configuration" });

/** Chooses under one scenario. */
export class Chooser {
  constructor(record, scenario) {
    this.record = record;
    this.scenario = scenario;
    this.machine = new Machine(record.modules, record.attributes);
    for (const [path, expression] of scenario.assume) this.assume(path, expression);
  }

  /** Let a name of a module have the value of an expression, whose names are those of the module. */
  assume(path, expression) {
    const parts = path.split(".");
    const [name, module] = [parts.pop(), this.machine.modules.get(parts.join("."))];
    if (!module) throw new Unsupported(`${path} is not in the data`);
    this.machine.run(module);
    module.names.set(name, evaluate(this.machine, expression, this.machine.scopeOf(module)));
  }

  /** The value of an expression over names. */
  value(expression, names = new Map()) {
    this.machine.restart();
    return evaluate(this.machine, expression, { ...this.machine.scopeOf(ALONE, names) });
  }

  /** The first of several expressions whose calls fit the signatures of the code. */
  first(expressions, names) {
    for (const [position, expression] of expressions.entries()) {
      try {
        return this.value(expression, new Map(names));
      } catch (error) {
        if (!error.misfit || position === expressions.length - 1) throw error;
      }
    }
    throw new Unsupported("no expression");
  }

  /** The kinds of layer that a model's configuration asks for: for each the parameters that it states. */
  cases(config) {
    if (!this.record.cases) throw new Unsupported("the project does not say how to read a model's configuration");
    const found = this.value(this.record.cases, new Map([["config", plain(config)]]));
    return [...iterate(this.machine, found)].map((given) => {
      if (!(given instanceof Dict)) throw new Unsupported("a case that is no dictionary");
      return new Map(given.pairs().filter(([, value]) => value !== null));
    });
  }

  /** The values that a parameter can take, each with its text; null where it can be any. */
  domain(parameter) {
    if (!parameter.values) return null;
    const values = [...iterate(this.machine, this.value(parameter.values))];
    return values.map((value) => ({ value, text: this.canonical(value) }));
  }

  /** What a field for a parameter shows. */
  describe(parameter) {
    // The default is among the options as well: a model's configuration may state another value.
    const options = this.domain(parameter)?.map(({ text: shown }) => shown) ?? null;
    const normally = options ? null : this.value(parameter.default);
    return { flag: normally === false, options, normal: normally === null ? "not stated" : `${this.canonical(normally)} (default)` };
  }

  /** Whether the form has a field for a parameter: each can be anything. */
  varies() {
    return true;
  }

  /** A value in a word: the name of a member of an Enum, else its text. */
  canonical(value) {
    return value instanceof Instance && value.cls.kind === "enum" ? value.attrs.get("name") : text(this.machine, value);
  }

  /** Every parameter's value, those that are not given at their defaults. */
  settings(given, config) {
    const names = new Map([["config", plain(config)]]);
    for (const parameter of this.record.parameters) {
      const { name } = parameter;
      names.set(name, given.has(name) ? this.setting(parameter, given.get(name)) : this.value(parameter.default));
    }
    for (const name of given.keys()) {
      if (!this.record.parameters.some((each) => each.name === name)) throw new Unsupported(`no parameter ${name}`);
    }
    return names;
  }

  setting(parameter, value) {
    const domain = this.domain(parameter);
    if (!domain) return value;
    const wanted = this.canonical(value).toLowerCase();
    const found = domain.find((each) => each.text.toLowerCase() === wanted);
    if (!found) throw new Unsupported(`${parameter.name} has no value ${this.canonical(value)}`);
    return found.value;
  }

  /** The choice for parameters by name: the backend, what is rejected before it and why, what is not known. */
  choose(given, config = {}) {
    const names = this.settings(given, config);
    const outcome = { chosen: null, candidates: [], doubt: "" };
    try {
      outcome.order = this.order(names);
    } catch (error) {
      return { ...outcome, doubt: `the order of preference is unknown: ${this.why(error)}` };
    }
    for (const name of outcome.order) {
      const candidate = this.candidate(name, names);
      outcome.candidates.push(candidate);
      if (candidate.reasons.length) continue;
      if (candidate.doubt) return { ...outcome, doubt: `${name}: ${candidate.doubt}` };
      return { ...outcome, chosen: name };
    }
    return outcome;
  }

  order(names) {
    if (!this.record.order.length) return this.record.rows.map((row) => row.name);
    return [...iterate(this.machine, this.first(this.record.order, names))].map((each) => this.canonical(each));
  }

  /** One backend: the reasons why it does not fit, in the words of the code, or why that is not known. */
  candidate(name, names) {
    const row = this.record.rows.find((each) => each.name === name);
    if (!row) return { name, reasons: [], doubt: "it is no row of this project" };
    const gone = row.unavailable[this.scenario.name];
    if (gone) return { name, reasons: [gone], doubt: "" };
    if (!row.object) return { name, reasons: [], doubt: "there is no class" };
    try {
      const cls = this.classOf(row.object);
      const found = this.first(this.record.refusals, new Map([...names, ["cls", cls]]));
      if (!Array.isArray(found) && !(found instanceof Tuple)) throw new Unsupported("the refusals are no list");
      return { name, reasons: [...iterate(this.machine, found)].map((reason) => text(this.machine, reason)), doubt: "" };
    } catch (error) {
      return { name, reasons: [], doubt: this.why(error) };
    }
  }

  classOf(path) {
    const parts = path.split(".");
    const module = this.machine.modules.get(parts.slice(0, -1).join("."));
    if (!module) throw new Unsupported(`${path} is not in the data`);
    this.machine.run(module);
    return this.machine.name(parts.at(-1), this.machine.scopeOf(module));
  }

  /** Why there is no answer, with the place where the evaluation stopped; errors of docgen's own are not hidden. */
  why(error) {
    if (error instanceof Raised) return raisedText(this.machine, error);
    if (error instanceof Unsupported) return `${error.message} (${this.machine.place}); docgen explain may know`;
    if (error instanceof RangeError) return "the evaluation is nested too deep for this browser";
    throw error;
  }
}

/** Data of JSON as values of Python; whole numbers are BigInt already. */
export function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === "object") return new Dict(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value;
}

/** A text of JSON, whole numbers as BigInt: 8 and 8.0 differ in Python. */
export function parseJson(source) {
  const tagged = source.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (token) =>
    token.startsWith('"') ? token : `{"\\u0000number":"${token}"}`,
  );
  JSON.parse(source);
  return JSON.parse(tagged, (_, value) => {
    const number = value !== null && typeof value === "object" ? value["\u0000number"] : undefined;
    if (typeof number !== "string") return value;
    return /^-?\d+$/.test(number) ? BigInt(number) : Number(number);
  });
}

/** What somebody types for a value, as docgen explain reads it: a truth value, nothing, a number, or else a text. */
export function literal(typed) {
  const words = { true: true, false: false, none: null, null: null };
  const plainly = typed.trim();
  const lower = plainly.toLowerCase();
  if (Object.hasOwn(words, lower)) return words[lower];
  if (/^-?(0+|[1-9]\d*)$/.test(lower)) return BigInt(lower);
  if (/^-?\d+\.\d+$/.test(lower)) return Number(lower);
  // Python may read these as values of other kinds.
  if (/^[-+.\d([{'"]/.test(lower)) throw new Unsupported(`${plainly} is not read here`);
  return typed;
}
