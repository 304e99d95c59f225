// Operations on values as Python defines them; what Python would do in a way that is not followed here stops.

import { Bound, Builtin, Class, Dict, Elsewhere, Func, Instance, isNumber, Iterator, Module, PySet, Tuple, Unsupported } from "./values.js";

/** Whether a value counts as true. */
export function truth(machine, value) {
  if (value === null || value === false || value === "" || value === 0n || value === 0) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Tuple) return value.items.length > 0;
  if (value instanceof Dict || value instanceof PySet) return value.items.size > 0;
  if (value instanceof Elsewhere) throw new Unsupported(`${value.path} is not in the data`);
  if (value instanceof Instance) {
    for (const name of ["__bool__", "__len__"]) {
      if (value.cls.find(name)) return truth(machine, machine.callMethod(value, name));
    }
  }
  return true;
}

/** The items of a value, one by one. A set has no order: only who needs none may ask for several of its items. */
export function iterate(machine, value, { anyOrder = false } = {}) {
  if (Array.isArray(value)) return value;
  if (value instanceof Tuple) return value.items;
  if (value instanceof Dict) return value.keys();
  if (typeof value === "string") return [...value];
  if (value instanceof Iterator) return value.steps;
  if (value instanceof PySet) {
    if (value.items.size > 1 && !anyOrder) throw new Unsupported("the order of a set");
    return [...value.items.values()];
  }
  if (value instanceof Class && value.kind === "enum") return value.members;
  if (value instanceof Instance && value.cls.find("__iter__")) {
    return iterate(machine, machine.callMethod(value, "__iter__"));
  }
  if (value instanceof Elsewhere) throw new Unsupported(`${value.path} is not in the data`);
  throw machine.raised("TypeError", `'${typeName(value)}' object is not iterable`);
}

/** Whether two values are equal. */
export function equals(machine, one, other) {
  if (one === other) return true;
  if (isNumber(one) && isNumber(other)) return Number(one) === Number(other) && sameSize(one, other);
  if (Array.isArray(one) && Array.isArray(other)) return allEqual(machine, one, other);
  if (one instanceof Tuple && other instanceof Tuple) return allEqual(machine, one.items, other.items);
  if (one instanceof Dict && other instanceof Dict) {
    const same = ([key, value]) => other.has(key) && equals(machine, value, other.get(key));
    return one.items.size === other.items.size && one.pairs().every(same);
  }
  if (one instanceof PySet && other instanceof PySet) {
    return one.items.size === other.items.size && [...one.items.keys()].every((key) => other.items.has(key));
  }
  for (const [left, right] of [[one, other], [other, one]]) {
    if (!(left instanceof Instance)) continue;
    if (left.cls.find("__eq__")) return truth(machine, machine.callMethod(left, "__eq__", [right]));
    if (left.cls.fields && right instanceof Instance && left.cls === right.cls) {
      return left.cls.fields.every(({ name }) => equals(machine, left.attrs.get(name), right.attrs.get(name)));
    }
  }
  if (one instanceof Bound && other instanceof Bound) throw new Unsupported("methods that are compared");
  return false;
}

function sameSize(one, other) {
  // Beyond 2^53 a float stands for several whole numbers.
  return typeof one !== "bigint" || typeof other !== "bigint" || one === other;
}

function allEqual(machine, one, other) {
  return one.length === other.length && one.every((item, position) => equals(machine, item, other[position]));
}

/** Whether one value stands before another: `<`, the others follow from it. */
function less(machine, one, other) {
  if (isNumber(one) && isNumber(other)) return numeric(one) < numeric(other);
  if (typeof one === "string" && typeof other === "string") return pointsBefore(one, other);
  const lists = [one, other].map((each) => (each instanceof Tuple ? each.items : each));
  if (lists.every(Array.isArray) && Array.isArray(one) === Array.isArray(other)) {
    const [a, b] = lists;
    const at = a.findIndex((item, position) => position >= b.length || !equals(machine, item, b[position]));
    if (at < 0) return a.length < b.length;
    return at < b.length && less(machine, a[at], b[at]);
  }
  if (one instanceof Instance && one.cls.find("__lt__")) {
    return truth(machine, machine.callMethod(one, "__lt__", [other]));
  }
  throw new Unsupported(`the order of ${typeName(one)} and ${typeName(other)}`);
}

const numeric = (value) => (typeof value === "boolean" ? BigInt(value) : value);

function pointsBefore(one, other) {
  const [a, b] = [[...one], [...other]];
  const at = a.findIndex((sign, position) => sign !== b[position]);
  if (at < 0) return a.length < b.length;
  return at < b.length && a[at].codePointAt(0) < b[at].codePointAt(0);
}

/** Whether a container has a value. */
export function contains(machine, container, value) {
  if (typeof container === "string") {
    if (typeof value === "string") return container.includes(value);
    throw machine.raised("TypeError", `'in <string>' requires string as left operand, not ${typeName(value)}`);
  }
  if (container instanceof Dict || container instanceof PySet) return container.has(value);
  if (container instanceof Instance && container.cls.find("__contains__")) {
    return truth(machine, machine.callMethod(container, "__contains__", [value]));
  }
  for (const item of iterate(machine, container)) if (equals(machine, item, value)) return true;
  return false;
}

const IDENTICAL = (one, other) => {
  const plain = [one, other].some((each) => each === null || typeof each === "boolean");
  if (!plain && [one, other].every((each) => isNumber(each) || typeof each === "string" || each instanceof Tuple)) {
    throw new Unsupported("`is` between values that Python may share");
  }
  return one === other;
};

const COMPARISONS = {
  Eq: equals,
  NotEq: (machine, one, other) => !equals(machine, one, other),
  Lt: less,
  Gt: (machine, one, other) => less(machine, other, one),
  LtE: (machine, one, other) => less(machine, one, other) || equals(machine, one, other),
  GtE: (machine, one, other) => less(machine, other, one) || equals(machine, one, other),
  Is: (_, one, other) => IDENTICAL(one, other),
  IsNot: (_, one, other) => !IDENTICAL(one, other),
  In: (machine, one, other) => contains(machine, other, one),
  NotIn: (machine, one, other) => !contains(machine, other, one),
};

/** The outcome of a comparison by the name of its operator. */
export function compare(machine, operator, one, other) {
  for (const each of [one, other]) if (each instanceof Elsewhere) throw new Unsupported(`${each.path} is not in the data`);
  return COMPARISONS[operator](machine, one, other);
}

const WHOLE = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mult: (a, b) => a * b,
  // Python rounds towards minus infinity, and the rest has the sign of the divisor.
  FloorDiv: (a, b) => (a - (((a % b) + b) % b)) / b,
  Mod: (a, b) => ((a % b) + b) % b,
  Div: (a, b) => Number(a) / Number(b),
  Pow: (a, b) => a ** b,
  BitOr: (a, b) => a | b,
  BitAnd: (a, b) => a & b,
  BitXor: (a, b) => a ^ b,
  LShift: (a, b) => a << b,
  RShift: (a, b) => a >> b,
};
const REAL = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mult: (a, b) => a * b,
  Div: (a, b) => a / b,
  FloorDiv: (a, b) => Math.floor(a / b),
};

/** The outcome of an operator between two values. */
export function binary(machine, operator, one, other) {
  if (isNumber(one) && isNumber(other)) return arithmetic(machine, operator, numeric(one), numeric(other));
  if (operator === "Add") {
    if (typeof one === "string" && typeof other === "string") return one + other;
    if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
    if (one instanceof Tuple && other instanceof Tuple) return new Tuple([...one.items, ...other.items]);
  }
  if (operator === "Mult" && typeof one === "string" && typeof other === "bigint") return one.repeat(Math.max(0, Number(other)));
  if (operator === "BitOr" && one instanceof Dict && other instanceof Dict) return new Dict([...one.pairs(), ...other.pairs()]);
  if (one instanceof PySet && other instanceof PySet) return ofSets(operator, one, other);
  throw new Unsupported(`${operator} between ${typeName(one)} and ${typeName(other)}`);
}

function arithmetic(machine, operator, one, other) {
  const divides = ["Div", "FloorDiv", "Mod"].includes(operator);
  if (divides && Number(other) === 0) throw machine.raised("ZeroDivisionError", "division by zero");
  if (typeof one === "bigint" && typeof other === "bigint") {
    const bounded = !["Pow", "LShift", "RShift"].includes(operator) || (other >= 0n && other < 1024n);
    if (operator in WHOLE && bounded) return WHOLE[operator](one, other);
  } else if (operator in REAL) return REAL[operator](Number(one), Number(other));
  throw new Unsupported(`${operator} between numbers`);
}

function ofSets(operator, one, other) {
  const [a, b] = [one, other].map((set) => [...set.items.values()]);
  const found = {
    BitOr: () => [...a, ...b],
    BitAnd: () => a.filter((item) => other.has(item)),
    Sub: () => a.filter((item) => !other.has(item)),
  }[operator];
  if (!found) throw new Unsupported(`${operator} between sets`);
  return new PySet(found(), one.frozen);
}

/** An item of a container by its key. */
export function subscript(machine, container, key) {
  if (container instanceof Dict) {
    if (!container.has(key)) throw machine.raised("KeyError", key);
    return container.get(key);
  }
  if (container instanceof Class && container.kind === "enum") {
    const member = container.members.find((each) => each.attrs.get("name") === key);
    if (!member) throw machine.raised("KeyError", key);
    return member;
  }
  const items = container instanceof Tuple ? container.items : typeof container === "string" ? [...container] : container;
  if (!Array.isArray(items) || !isNumber(key)) throw new Unsupported(`an item of ${typeName(container)}`);
  const position = Number(key) < 0 ? Number(key) + items.length : Number(key);
  if (position < 0 || position >= items.length) throw machine.raised("IndexError", `${typeName(container)} index out of range`);
  return items[position];
}

/** A part of a sequence, by steps of one. */
export function sliced(container, lower, upper) {
  const items = container instanceof Tuple ? container.items : typeof container === "string" ? [...container] : container;
  if (!Array.isArray(items)) throw new Unsupported(`a part of ${typeName(container)}`);
  const part = items.slice(lower === null ? 0 : Number(lower), upper === null ? items.length : Number(upper));
  if (typeof container === "string") return part.join("");
  return container instanceof Tuple ? new Tuple(part) : part;
}

/** The name of a value's class. */
export function typeName(value) {
  if (value === null) return "NoneType";
  if (typeof value === "bigint") return "int";
  if (typeof value === "number") return "float";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (Array.isArray(value)) return "list";
  if (value instanceof Tuple) return value.cls ? value.cls.name : "tuple";
  if (value instanceof Dict) return "dict";
  if (value instanceof PySet) return value.frozen ? "frozenset" : "set";
  if (value instanceof Instance) return value.cls.name;
  if (value instanceof Class) return "type";
  if (value instanceof Func || value instanceof Builtin) return "function";
  if (value instanceof Module) return "module";
  return value?.constructor?.name ?? "unknown";
}
