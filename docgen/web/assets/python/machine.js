// The evaluator: modules that run when they are needed, calls, and a limit on how much is done.

import { attribute } from "./attributes.js";
import { builtins } from "./builtins.js";
import { evaluate } from "./evaluate.js";
import { execute, runBody } from "./execute.js";
import { constructed, library } from "./library.js";
import { equals, typeName } from "./operations.js";
import { repr } from "./texts.js";
import { Bound, Builtin, Class, Dict, Elsewhere, Func, Instance, Iterator, Module, Raised, Super, Tuple, Unsupported } from "./values.js";

const MOST_STEPS = 2_000_000;
const DEEPEST = 200;

/** An evaluator over the modules that docgen wrote. */
export class Machine {
  constructor(modules, attributeNames) {
    this.builtins = builtins();
    this.modules = library();
    this.attributeNames = attributeNames;
    for (const [name, { path, body, dropped }] of Object.entries(modules)) {
      const made = Object.assign(new Module(name), { path, body, dropped: new Set(dropped), state: "new" });
      this.modules.set(name, made);
    }
    this.tops = new Set(Object.keys(modules).map((name) => name.split(".")[0]));
    this.restart();
  }

  /** Forget what was done: each question has the same limit. */
  restart() {
    this.steps = 0;
    this.depth = 0;
    this.place = "";
  }

  /** Count a step, and remember where it is for a message. */
  step(line, scope) {
    this.steps += 1;
    if (line) this.place = `${scope.module.path}:${line}`;
    if (this.steps > MOST_STEPS) throw new Unsupported("more steps than a browser should take");
  }

  hasModule(name) {
    return this.modules.has(name);
  }

  module(name) {
    const found = this.modules.get(name);
    this.run(found);
    return found;
  }

  /** A module that is imported: one of the data, one of the library, or what stops who uses it. */
  imported(name) {
    if (this.modules.has(name)) return this.module(name);
    if (this.tops.has(name.split(".")[0])) throw new Unsupported(`${name} is not in the data`);
    return new Elsewhere(name);
  }

  /** Run a module once. */
  run(module) {
    if (module.state !== "new") return;
    module.state = "ready";
    const above = module.name.slice(0, Math.max(0, module.name.lastIndexOf(".")));
    if (above && this.modules.has(above)) this.run(this.modules.get(above));
    runBody(this, module.body, this.scopeOf(module));
  }

  scopeOf(module, names = module.names) {
    const scope = { names, parent: null, module };
    scope.holder = scope.names;
    return scope;
  }

  /** A scope inside another. */
  inside(scope, names = new Map()) {
    return { names, parent: scope, module: scope.module, holder: scope.holder, method: scope.method };
  }

  /** What a name stands for. */
  name(name, scope) {
    for (let each = scope; each; each = each.parent) {
      // A class body is no scope of the functions in it.
      if (each.names.has(name) && (each === scope || !each.isClass)) return each.names.get(name);
    }
    if (scope.module.names.has(name)) return scope.module.names.get(name);
    if (scope.module.dropped.has(name)) throw new Unsupported(`${scope.module.name}.${name} is not in the data`);
    if (this.builtins.has(name)) return this.builtins.get(name);
    if (scope.module.name === "" && this.modules.has(name)) return this.module(name);
    throw new Unsupported(`the name ${name}`);
  }

  /** A function, with the defaults of its parameters. */
  func(name, node, scope, args) {
    const made = new Func(name, node, scope);
    const [, , , , , , keywordDefaults, , defaults] = args;
    made.defaults = defaults.map((each) => evaluate(this, each, scope));
    made.keywordDefaults = keywordDefaults.map((each) => (each ? evaluate(this, each, scope) : undefined));
    return made;
  }

  call(callee, args, named = new Map()) {
    if (callee instanceof Builtin) return callee.run(this, args, named);
    if (callee instanceof Bound) return this.call(callee.func, [callee.self, ...args], named);
    if (callee instanceof Func) return this.callFunc(callee, args, named);
    if (callee instanceof Class) return this.construct(callee, args, named);
    if (callee instanceof Instance && callee.cls.find("__call__")) return this.callMethod(callee, "__call__", args, named);
    throw new Unsupported(callee instanceof Elsewhere ? `${callee.path} is not in the data` : `a call of ${typeName(callee)}`);
  }

  callMethod(value, name, args = [], named = new Map()) {
    return this.call(attribute(this, value, name), args, named);
  }

  callFunc(func, args, named) {
    const [, , signature, body] = func.node;
    const scope = this.inside(func.scope, parameters(this, func, signature, args, named));
    scope.holder = scope.names;
    scope.method = func.owner ? { owner: func.owner, self: args[0] } : func.scope.method;
    if (func.node[0] === "Lambda") return evaluate(this, func.node[3], scope);
    if (yields(body)) return new Iterator(execute(this, body, scope));
    this.depth += 1;
    if (this.depth > DEEPEST) throw new Unsupported("calls nested deeper than a browser should follow");
    const { value: left } = execute(this, body, scope).next();
    this.depth -= 1;
    return left?.kind === "return" ? left.value : null;
  }

  construct(cls, args, named) {
    if (cls.kind === "enum") return memberOf(this, cls, args);
    if (cls.make) return cls.make(this, args, named);
    if (cls.find("__new__")) throw new Unsupported(`${cls.name}.__new__`);
    if (cls.is(this.builtins.get("BaseException")) && !cls.find("__init__")) {
      return new Instance(cls, new Map([["args", new Tuple(args)]]));
    }
    if (cls.fields && !cls.find("__init__")) return constructed(this, cls, args, named);
    if (["plain", "dataclass"].includes(cls.kind) && !cls.is(this.builtins.get("BaseException"))) {
      const made = new Instance(cls);
      if (cls.find("__init__")) this.callMethod(made, "__init__", args, named);
      else if (args.length || named.size) throw this.raised("TypeError", `${cls.name}() takes no arguments`);
      return made;
    }
    throw new Unsupported(`an object of ${cls.name}`);
  }

  /** The class of a value. */
  typeOf(value) {
    if (value instanceof Instance || (value instanceof Tuple && value.cls)) return value.cls;
    const found = this.builtins.get(typeName(value));
    if (found instanceof Class) return found;
    throw new Unsupported(`the class of ${typeName(value)}`);
  }

  /** Whether a value is of a class. */
  isOf(value, cls) {
    if (value instanceof Elsewhere || value instanceof Super) throw new Unsupported("the class of what is not in the data");
    const kinds = ["int", "float", "bool", "str", "list", "tuple", "dict", "set", "frozenset", "NoneType"];
    if (cls.kind === "abstract") return cls.kinds.includes(value instanceof Tuple ? "tuple" : typeName(value));
    if (cls === this.builtins.get("object")) return true;
    if (cls === this.builtins.get("tuple")) return value instanceof Tuple;
    if (cls === this.builtins.get("type")) return value instanceof Class;
    if (value === null || [Func, Builtin, Bound, Module, Iterator, Class].some((kind) => value instanceof kind)) {
      if (value === null || cls.kind !== "builtin") return false;
      throw new Unsupported(`a test whether ${typeName(value)} is of ${cls.name}`);
    }
    return kinds.includes(typeName(value)) ? this.typeOf(value).is(cls) : value.cls.is(cls);
  }

  /** An exception of the documented code, to be thrown. */
  raised(name, ...args) {
    return new Raised(new Instance(this.builtins.get(name), new Map([["args", new Tuple(args)]])));
  }

  raisedInstance(instance) {
    if (!instance.attrs.has("args")) throw new Unsupported(`an exception ${instance.cls.name} with a beginning of its own`);
    return new Raised(instance);
  }

  /** A call that a signature does not take. */
  misfit(text) {
    return Object.assign(this.raised("TypeError", text), { misfit: true });
  }
}

function memberOf(machine, cls, [value]) {
  const found = cls.members.find((member) => member === value || equals(machine, member.attrs.get("value"), value));
  if (found) return found;
  throw machine.raised("ValueError", `${repr(machine, value)} is not a valid ${cls.name}`);
}

function parameters(machine, func, [, , positionOnly, plain, rest, keywordOnly, , restNamed], args, named) {
  const names = new Map();
  const positional = [...positionOnly, ...plain].map((each) => each[2]);
  positional.forEach((name, position) => position < args.length && names.set(name, args[position]));
  if (rest) names.set(rest[2], new Tuple(args.slice(positional.length)));
  else if (args.length > positional.length) throw machine.misfit(`${func.name}() takes fewer arguments`);
  const others = new Dict();
  for (const [name, value] of named) {
    const known = plain.some((each) => each[2] === name) || keywordOnly.some((each) => each[2] === name);
    if (known && !names.has(name)) names.set(name, value);
    else if (!known && restNamed) others.set(name, value);
    else throw machine.misfit(`${func.name}() got an unexpected argument '${name}'`);
  }
  if (restNamed) names.set(restNamed[2], others);
  const optional = positional.length - func.defaults.length;
  positional.forEach((name, position) => {
    if (!names.has(name) && position >= optional) names.set(name, func.defaults[position - optional]);
  });
  keywordOnly.forEach((each, position) => {
    if (!names.has(each[2]) && func.keywordDefaults[position] !== undefined) names.set(each[2], func.keywordDefaults[position]);
  });
  const missing = [...positional, ...keywordOnly.map((each) => each[2])].find((name) => !names.has(name));
  if (missing) throw machine.misfit(`${func.name}() misses the argument '${missing}'`);
  return names;
}

const known = new WeakMap();

/** Whether statements yield, those of functions inside them apart. */
function yields(body) {
  if (!known.has(body)) known.set(body, body.some(statementYields));
  return known.get(body);
}

function statementYields(node) {
  if (!Array.isArray(node)) return false;
  if (node[0] === "Yield" || node[0] === "YieldFrom") return true;
  if (["FunctionDef", "ClassDef", "Lambda"].includes(node[0])) return false;
  return node.some(statementYields);
}
