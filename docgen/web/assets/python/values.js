// Values of Python in a browser. Whole numbers are BigInt, so that 1 and 1.0 stay apart; None is null; a list is an array.

/** Something that this evaluator does not do as Python does: no answer is drawn from it. */
export class Unsupported extends Error {}

/** An exception of the documented code. */
export class Raised extends Error {
  constructor(instance) {
    super(`raises ${instance.cls.name}: ${instance.attrs.get("args").items.map(String).join(", ")}`);
    this.instance = instance;
  }
}

/** A class, of the documented code or built in. */
export class Class {
  constructor(name, bases = [], attrs = new Map()) {
    Object.assign(this, { name, bases, attrs, module: "", dropped: new Set(), kind: "plain" });
    this.mro = [this, ...merged([...bases.map((base) => [...base.mro]), [...bases]])];
  }

  /** An attribute as it stands in the class or the nearest base that has it. */
  find(name, after = null) {
    const start = after === null ? 0 : this.mro.indexOf(after) + 1;
    for (const each of this.mro.slice(start)) {
      if (each.attrs.has(name)) return { value: each.attrs.get(name), owner: each };
      if (each.dropped.has(name)) throw new Unsupported(`${each.name}.${name} is not in the data`);
    }
    return null;
  }

  is(other) {
    return this.mro.includes(other);
  }
}

/** Bases in the order of Python's method resolution. */
function merged(lists) {
  const order = [];
  let rest = lists;
  for (;;) {
    const left = rest.filter((list) => list.length);
    if (!left.length) return order;
    const next = left.map((list) => list[0]).find((each) => !left.some((list) => list.indexOf(each) > 0));
    if (!next) throw new Unsupported("bases without a consistent order");
    order.push(next);
    rest = left.map((list) => (list[0] === next ? list.slice(1) : list));
  }
}

/** An object of a class. */
export class Instance {
  constructor(cls, attrs = new Map()) {
    Object.assign(this, { cls, attrs });
  }
}

/** A tuple; of a NamedTuple's class where that is given. */
export class Tuple {
  constructor(items, cls = null) {
    Object.assign(this, { items, cls });
  }
}

/** A function of the documented code, with the scopes that it sees. */
export class Func {
  constructor(name, node, scope, owner = null) {
    Object.assign(this, { name, node, scope, owner, defaults: [], keywordDefaults: [] });
  }
}

/** A function of Python's own: of the machine, the arguments and the named arguments. */
export class Builtin {
  constructor(name, run) {
    Object.assign(this, { name, run });
  }
}

/** A function with its first argument. */
export class Bound {
  constructor(func, self) {
    Object.assign(this, { func, self });
  }
}

/** What a decorator makes of a function in a class body: `classmethod`, `staticmethod` or `property`. */
export class Wrapped {
  constructor(kind, func) {
    Object.assign(this, { kind, func });
  }
}

/** `super()` in a method. */
export class Super {
  constructor(owner, self) {
    Object.assign(this, { owner, self });
  }
}

/** A module, its names filled as it runs. */
export class Module {
  constructor(name, names = new Map()) {
    Object.assign(this, { name, names, path: name, dropped: new Set(), state: "ready" });
  }
}

/** An iterator that is used up, as a generator is. */
export class Iterator {
  constructor(steps) {
    this.steps = steps;
  }
}

/** What stands for a name that is imported from elsewhere: using it stops the evaluation. */
export class Elsewhere {
  constructor(path) {
    this.path = path;
  }
}


const identities = new WeakMap();
let last = 0;

/** A text for an object that no other has. */
function identity(value) {
  if (!identities.has(value)) identities.set(value, `o${(last += 1)}`);
  return identities.get(value);
}

/** A text that is the same for values that are equal as keys. */
export function keyOf(value) {
  if (typeof value === "string") return `s${value}`;
  if (typeof value === "boolean") return `n${Number(value)}`;
  if (typeof value === "bigint" || typeof value === "number") return `n${value}`;
  if (value === null) return "none";
  if (value instanceof Tuple) return `t(${value.items.map((item) => JSON.stringify(keyOf(item))).join()})`;
  if (value instanceof PySet && value.frozen) return `f(${[...value.items.keys()].sort().join()})`;
  if (Array.isArray(value) || value instanceof Dict || value instanceof PySet) {
    throw new Unsupported("a key that is no key in Python");
  }
  if (value instanceof Instance && value.cls.fields) {
    if (!value.cls.frozen) throw new Unsupported(`an object of ${value.cls.name} as a key`);
    const fields = value.cls.fields.map(({ name }) => JSON.stringify(keyOf(value.attrs.get(name))));
    return `d${identity(value.cls)}(${fields.join()})`;
  }
  if (value instanceof Instance && (value.cls.find("__eq__") || value.cls.find("__hash__"))) {
    throw new Unsupported(`an object of ${value.cls.name} as a key`);
  }
  return identity(value);
}

/** A dictionary, in the order of insertion. */
export class Dict {
  constructor(pairs = []) {
    this.items = new Map();
    for (const [key, value] of pairs) this.set(key, value);
  }

  get(key) {
    return this.items.get(keyOf(key))?.[1];
  }

  has(key) {
    return this.items.has(keyOf(key));
  }

  set(key, value) {
    const text = keyOf(key);
    this.items.set(text, [this.items.has(text) ? this.items.get(text)[0] : key, value]);
  }

  keys() {
    return [...this.items.values()].map(([key]) => key);
  }

  values() {
    return [...this.items.values()].map(([, value]) => value);
  }

  pairs() {
    return [...this.items.values()];
  }
}

/** A set, frozen or not. */
export class PySet {
  constructor(values = [], frozen = false) {
    this.items = new Map();
    this.frozen = frozen;
    for (const value of values) this.add(value);
  }

  add(value) {
    const text = keyOf(value);
    if (!this.items.has(text)) this.items.set(text, value);
  }

  has(value) {
    return this.items.has(keyOf(value));
  }
}

/** Whether a value is a number of Python. */
export function isNumber(value) {
  return typeof value === "bigint" || typeof value === "number" || typeof value === "boolean";
}
