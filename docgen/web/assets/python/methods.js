// Methods of texts, lists, dictionaries and sets: those that read, and the few that add.

import { Dict, isNumber, PySet, Tuple, Unsupported } from "./values.js";
import { equals, iterate, truth } from "./operations.js";

const asciiOnly = (value) => {
  if (/[\u0080-\uffff]/.test(value)) throw new Unsupported("the case of a text beyond ASCII");
  return value;
};
const stripped = (pattern) => (_, value, signs = null) => {
  if (signs !== null) throw new Unsupported("strip with an argument");
  return asciiOnly(value).replace(pattern, "");
};
const edge = (test) => (machine, value, part) => {
  const parts = part instanceof Tuple ? part.items : [part];
  return parts.some((each) => test(value, each));
};

const TEXTS = {
  capitalize: (_, value) => asciiOnly(value).charAt(0).toUpperCase() + value.slice(1).toLowerCase(),
  casefold: (_, value) => asciiOnly(value).toLowerCase(),
  count: (_, value, part) => BigInt(value.split(part).length - 1),
  endswith: edge((value, part) => value.endsWith(part)),
  isdigit: (_, value) => /^[0-9]+$/.test(asciiOnly(value)),
  join: (machine, value, items) => [...iterate(machine, items)].map((item) => onlyText(machine, item)).join(value),
  lower: (_, value) => asciiOnly(value).toLowerCase(),
  lstrip: stripped(/^[\s]+/),
  partition: (_, value, mark) => {
    const at = value.indexOf(mark);
    return new Tuple(at < 0 ? [value, "", ""] : [value.slice(0, at), mark, value.slice(at + mark.length)]);
  },
  removeprefix: (_, value, part) => (value.startsWith(part) ? value.slice(part.length) : value),
  removesuffix: (_, value, part) => (part && value.endsWith(part) ? value.slice(0, -part.length) : value),
  replace: (_, value, old, made) => value.replaceAll(old, () => made),
  rpartition: (_, value, mark) => {
    const at = value.lastIndexOf(mark);
    return new Tuple(at < 0 ? ["", "", value] : [value.slice(0, at), mark, value.slice(at + mark.length)]);
  },
  rstrip: stripped(/[\s]+$/),
  split: (_, value, mark = null, most = null) => {
    if (most !== null) throw new Unsupported("split with a limit");
    return mark === null ? asciiOnly(value).split(/\s+/).filter(Boolean) : value.split(mark);
  },
  startswith: edge((value, part) => value.startsWith(part)),
  strip: stripped(/^[\s]+|[\s]+$/g),
  title: () => {
    throw new Unsupported("title");
  },
  upper: (_, value) => asciiOnly(value).toUpperCase(),
};

const LISTS = {
  append: (_, list, item) => void list.push(item),
  copy: (_, list) => [...list],
  count: (machine, list, item) => BigInt(list.filter((each) => equals(machine, each, item)).length),
  extend: (machine, list, items) => void list.push(...iterate(machine, items)),
  index: (machine, list, item) => {
    const at = list.findIndex((each) => equals(machine, each, item));
    if (at < 0) throw machine.raised("ValueError", "the item is not in the list");
    return BigInt(at);
  },
  insert: (_, list, at, item) => void list.splice(Number(at), 0, item),
};

const DICTS = {
  copy: (_, dict) => new Dict(dict.pairs()),
  get: (_, dict, key, otherwise = null) => (dict.has(key) ? dict.get(key) : otherwise),
  items: (_, dict) => dict.pairs().map((pair) => new Tuple([...pair])),
  keys: (_, dict) => dict.keys(),
  setdefault: (_, dict, key, value = null) => {
    if (!dict.has(key)) dict.set(key, value);
    return dict.get(key);
  },
  update: (machine, dict, other) => {
    if (!(other instanceof Dict)) throw new Unsupported("update with something other than a dictionary");
    for (const [key, value] of other.pairs()) dict.set(key, value);
  },
  values: (_, dict) => dict.values(),
};

const SETS = {
  add: (_, set, item) => void set.add(item),
  issubset: (machine, set, other) => {
    const others = new PySet(iterate(machine, other, { anyOrder: true }));
    return [...set.items.keys()].every((key) => others.items.has(key));
  },
  union: (machine, set, other) =>
    new PySet([...set.items.values(), ...iterate(machine, other, { anyOrder: true })], set.frozen),
};

/** The methods of a value by name, of the kinds above; null for other kinds. */
export function methodsOf(value) {
  if (typeof value === "string") return TEXTS;
  if (Array.isArray(value)) return LISTS;
  if (value instanceof Dict) return DICTS;
  if (value instanceof PySet) return SETS;
  if (value instanceof Tuple) return { count: tupled(LISTS.count), index: tupled(LISTS.index) };
  return null;
}

function tupled(method) {
  return (machine, tuple, ...rest) => method(machine, tuple.items, ...rest);
}

function onlyText(machine, item) {
  if (typeof item === "string") return item;
  throw machine.raised("TypeError", "sequence item: expected str instance");
}

/** Whether all, or any, of the items count as true; no more are looked at than that takes. */
export function quantified(machine, items, wanted) {
  for (const item of iterate(machine, items, { anyOrder: true })) if (truth(machine, item) === wanted) return wanted;
  return !wanted;
}

/** The sum of numbers. */
export function total(machine, items, start, add) {
  let sum = start;
  for (const item of iterate(machine, items, { anyOrder: true })) {
    if (!isNumber(item)) throw new Unsupported("a sum of what are no numbers");
    sum = add(sum, item);
  }
  return sum;
}
