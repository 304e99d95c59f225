// Functions and classes of Python's own.

import { Bound, Builtin, Class, Dict, Elsewhere, Func, Instance, isNumber, Iterator, PySet, Tuple, Unsupported } from "./values.js";
import { compare, equals, iterate, truth, typeName, binary } from "./operations.js";
import { lookedUp } from "./attributes.js";
import { quantified, total } from "./methods.js";
import { repr, text } from "./texts.js";

const EXCEPTIONS = {
  BaseException: "object", Exception: "BaseException", ArithmeticError: "Exception", AssertionError: "Exception",
  AttributeError: "Exception", ImportError: "Exception", ModuleNotFoundError: "ImportError", LookupError: "Exception",
  IndexError: "LookupError", KeyError: "LookupError", NameError: "Exception", RuntimeError: "Exception",
  NotImplementedError: "RuntimeError", StopIteration: "Exception", TypeError: "Exception", ValueError: "Exception",
  ZeroDivisionError: "ArithmeticError",
};

const MAKERS = {
  bool: (machine, [value = false]) => truth(machine, value),
  dict: (machine, [value], named) => {
    const pairs = value === undefined ? [] : value instanceof Dict ? value.pairs() : pairsOf(machine, value);
    return new Dict([...pairs, ...named]);
  },
  float: (_, [value = 0]) => {
    if (isNumber(value)) return Number(value);
    if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
    throw new Unsupported(`float of ${typeName(value)}`);
  },
  frozenset: (machine, [value = []]) => new PySet(iterate(machine, value, { anyOrder: true }), true),
  int: (machine, [value = 0n]) => {
    if (typeof value === "bigint" || typeof value === "boolean") return BigInt(value);
    if (typeof value === "number" && Number.isFinite(value)) return BigInt(Math.trunc(value));
    if (typeof value === "string" && /^[-+]?[0-9]+$/.test(value)) return BigInt(value.replace("+", ""));
    if (typeof value === "string" && /^[a-zA-Z]*$/.test(value)) {
      throw machine.raised("ValueError", `invalid literal for int() with base 10: '${value}'`);
    }
    throw new Unsupported(`int of ${typeName(value)}`);
  },
  list: (machine, [value = []]) => [...iterate(machine, value)],
  object: () => {
    throw new Unsupported("object()");
  },
  set: (machine, [value = []]) => new PySet(iterate(machine, value, { anyOrder: true })),
  str: (machine, [value = ""]) => text(machine, value),
  tuple: (machine, [value = []]) => new Tuple([...iterate(machine, value)]),
  type: (machine, args) => {
    if (args.length !== 1) throw new Unsupported("type with three arguments");
    return machine.typeOf(args[0]);
  },
};

const FUNCTIONS = {
  abs: (_, [value]) => (Number(value) < 0 ? -value : isNumber(value) ? value : fail("abs")),
  all: (machine, [items]) => quantified(machine, items, false),
  any: (machine, [items]) => quantified(machine, items, true),
  callable: (_, [value]) => [Func, Builtin, Bound, Class].some((kind) => value instanceof kind) || (value instanceof Instance ? value.cls.find("__call__") !== null : false),
  enumerate: (machine, [items, start = 0n], named) => {
    const first = named.get("start") ?? start;
    return new Iterator([...iterate(machine, items)].map((item, at) => new Tuple([first + BigInt(at), item])).values());
  },
  getattr: (machine, [value, name, ...otherwise]) => {
    const found = lookedUp(machine, value, name);
    if (found !== undefined) return found;
    if (otherwise.length) return otherwise[0];
    throw machine.raised("AttributeError", `'${typeName(value)}' object has no attribute '${name}'`);
  },
  hasattr: (machine, [value, name]) => lookedUp(machine, value, name) !== undefined,
  isinstance: (machine, [value, cls]) => classes(cls).some((each) => machine.isOf(value, each)),
  issubclass: (machine, [value, cls]) => classes(cls).some((each) => value.is(each)),
  iter: (machine, [value]) => new Iterator([...iterate(machine, value)].values()),
  len: (machine, [value]) => BigInt(lengthOf(machine, value)),
  max: (machine, args, named) => extreme(machine, args, named, "Gt"),
  min: (machine, args, named) => extreme(machine, args, named, "Lt"),
  next: (machine, [iterator, ...otherwise]) => {
    if (!(iterator instanceof Iterator)) throw new Unsupported("next of what is no iterator");
    const { done, value } = iterator.steps.next();
    if (!done) return value;
    if (otherwise.length) return otherwise[0];
    throw machine.raised("StopIteration");
  },
  range: (_, args) => {
    const [start, stop, step] = args.length === 1 ? [0n, args[0], 1n] : [args[0], args[1], args[2] ?? 1n];
    if (step === 0n || [start, stop, step].some((each) => typeof each !== "bigint")) throw new Unsupported("range of these");
    const found = [];
    for (let each = start; step > 0n ? each < stop : each > stop; each += step) {
      found.push(each);
      if (found.length > 100000) throw new Unsupported("a range of more than 100,000 numbers");
    }
    return found;
  },
  repr: (machine, [value]) => repr(machine, value),
  reversed: (machine, [value]) => new Iterator([...iterate(machine, value)].reverse().values()),
  sorted: (machine, [items], named) => ordered(machine, items, named),
  sum: (machine, [items, start = 0n]) => total(machine, items, start, (a, b) => binary(machine, "Add", a, b)),
  zip: (machine, lists, named) => {
    const all = lists.map((list) => [...iterate(machine, list)]);
    const shortest = Math.min(...all.map((list) => list.length));
    if (named.get("strict") && all.some((list) => list.length !== shortest)) throw machine.raised("ValueError", "zip() arguments have different lengths");
    return new Iterator(Array.from({ length: shortest }, (_, at) => new Tuple(all.map((list) => list[at]))).values());
  },
};

/** All names that every module sees. */
export function builtins() {
  const names = new Map();
  names.set("object", new Class("object"));
  names.set("int", new Class("int"));
  for (const [name, base] of Object.entries(EXCEPTIONS)) names.set(name, new Class(name, [names.get(base)]));
  for (const [name, make] of Object.entries(MAKERS)) {
    const cls = names.get(name) ?? new Class(name, name === "bool" ? [names.get("int")] : []);
    Object.assign(cls, { kind: "builtin", make });
    names.set(name, cls);
  }
  names.get("dict").attrs.set("fromkeys", new Builtin("fromkeys", (machine, [keys, value = null]) => new Dict([...iterate(machine, keys)].map((key) => [key, value]))));
  for (const [name, run] of Object.entries(FUNCTIONS)) names.set(name, new Builtin(name, run));
  names.set("NotImplemented", new Elsewhere("NotImplemented"));
  return names;
}

function fail(name) {
  throw new Unsupported(`${name} of this`);
}

function pairsOf(machine, value) {
  return [...iterate(machine, value)].map((pair) => {
    const items = [...iterate(machine, pair)];
    if (items.length !== 2) throw machine.raised("ValueError", "dictionary update sequence element has another length than 2");
    return items;
  });
}

function classes(cls) {
  const found = cls instanceof Tuple ? cls.items : [cls];
  if (!found.every((each) => each instanceof Class)) throw new Unsupported("a test of kinds that are no classes");
  return found;
}

function lengthOf(machine, value) {
  if (typeof value === "string") return [...value].length;
  if (value instanceof PySet || value instanceof Dict) return value.items.size;
  if (value instanceof Instance && value.cls.find("__len__")) return machine.callMethod(value, "__len__");
  if (value instanceof Iterator || value === null || isNumber(value)) throw machine.raised("TypeError", `object of type '${typeName(value)}' has no len()`);
  return [...iterate(machine, value)].length;
}

function extreme(machine, args, named, operator) {
  const items = args.length > 1 ? args : [...iterate(machine, args[0], { anyOrder: true })];
  if (named.size && !(named.size === 1 && named.has("default"))) throw new Unsupported("max or min with a key");
  if (!items.length) {
    if (named.has("default")) return named.get("default");
    throw machine.raised("ValueError", "max() or min() of nothing");
  }
  return items.reduce((best, item) => (compare(machine, operator, item, best) ? item : best));
}

function ordered(machine, items, named) {
  if ([...named.keys()].some((name) => name !== "key" && name !== "reverse")) throw new Unsupported("sorted with these");
  const key = named.get("key") ?? null;
  const keyed = [...iterate(machine, items, { anyOrder: true })].map((item) => [key === null ? item : machine.call(key, [item]), item]);
  if (items instanceof PySet && key !== null) throw new Unsupported("a set that is sorted by a key");
  const sign = truth(machine, named.get("reverse") ?? false) ? -1 : 1;
  keyed.sort(([a], [b]) => (equals(machine, a, b) ? 0 : sign * (compare(machine, "Lt", a, b) ? -1 : 1)));
  return keyed.map(([, item]) => item);
}
