// Statements. Each step may hand out what a generator yields; the outcome says how a block was left.

import { attribute } from "./attributes.js";
import { assign, evaluate } from "./evaluate.js";
import { finished } from "./library.js";
import { binary, iterate, truth } from "./operations.js";
import { Builtin, Class, Dict, Elsewhere, Instance, PySet, Unsupported, Wrapped } from "./values.js";

const WRAPPERS = { classmethod: "classmethod", staticmethod: "staticmethod", property: "property", cached_property: "property" };

const STATEMENTS = {
  *Assert(machine, [, , test], scope) {
    if (!truth(machine, evaluate(machine, test, scope))) throw machine.raised("AssertionError");
  },
  *Assign(machine, [, , targets, value], scope) {
    const found = evaluate(machine, value, scope);
    for (const target of targets) assign(machine, target, found, scope);
  },
  *AnnAssign(machine, [, , target, value, kind], scope) {
    if (scope.annotated && target[0] === "Name") scope.annotated.push({ name: target[2], kind });
    if (value) assign(machine, target, evaluate(machine, value, scope), scope);
  },
  *AugAssign(machine, [, , target, operator, value], scope) {
    const old = evaluate(machine, target, scope);
    const found = evaluate(machine, value, scope);
    // A list grows in place: whoever holds it sees the new items.
    if (Array.isArray(old) && operator === "Add") old.push(...iterate(machine, found));
    else if (old instanceof Dict || old instanceof PySet) throw new Unsupported("an operator that changes a container");
    else assign(machine, target, binary(machine, operator, old, found), scope);
  },
  *Break() {
    return { kind: "break" };
  },
  *ClassDef(machine, node, scope) {
    scope.names.set(node[2], yield* classOf(machine, node, scope));
  },
  *Continue() {
    return { kind: "continue" };
  },
  *Expr(machine, [, , value], scope) {
    if (value[0] === "Yield") yield value[2] ? evaluate(machine, value[2], scope) : null;
    else if (value[0] === "YieldFrom") yield* iterate(machine, evaluate(machine, value[2], scope));
    else evaluate(machine, value, scope);
  },
  *For(machine, [, , target, source, body, otherwise], scope) {
    for (const item of iterate(machine, evaluate(machine, source, scope))) {
      assign(machine, target, item, scope);
      const left = yield* execute(machine, body, scope);
      if (left?.kind === "break") return undefined;
      if (left?.kind === "return") return left;
    }
    return yield* execute(machine, otherwise, scope);
  },
  *FunctionDef(machine, [, , name, args, body, decorators], scope) {
    const node = ["FunctionDef", 0, args, body];
    scope.names.set(name, decorated(machine, machine.func(name, node, scope, args), decorators, scope));
  },
  *If(machine, [, , test, body, otherwise], scope) {
    return yield* execute(machine, truth(machine, evaluate(machine, test, scope)) ? body : otherwise, scope);
  },
  *Import(machine, [, , names], scope) {
    for (const [, , name, as] of names) {
      scope.names.set(as ?? name.split(".")[0], machine.imported(as ? name : name.split(".")[0]));
    }
  },
  *ImportFrom(machine, [, , module, names], scope) {
    if (module === "__future__") return;
    for (const [, , name, as] of names) {
      if (name === "*") throw new Unsupported(`everything of ${module}`);
      scope.names.set(as ?? name, attribute(machine, machine.imported(module), name));
    }
  },
  *Pass() {},
  *Raise(machine, [, , value], scope) {
    if (!value) throw new Unsupported("raise without an exception");
    const found = evaluate(machine, value, scope);
    const instance = found instanceof Class ? machine.call(found, []) : found;
    if (!(instance instanceof Instance)) throw new Unsupported("raise of what is no exception");
    throw machine.raisedInstance(instance);
  },
  *Return(machine, [, , value], scope) {
    return { kind: "return", value: value ? evaluate(machine, value, scope) : null };
  },
  *While(machine, [, , test, body, otherwise], scope) {
    while (truth(machine, evaluate(machine, test, scope))) {
      const left = yield* execute(machine, body, scope);
      if (left?.kind === "break") return undefined;
      if (left?.kind === "return") return left;
    }
    return yield* execute(machine, otherwise, scope);
  },
};

/** Run statements; how they were left, or undefined at their end. */
export function* execute(machine, statements, scope) {
  for (const statement of statements) {
    machine.step(statement[1], scope);
    const rule = STATEMENTS[statement[0]];
    if (!rule) throw new Unsupported(`${statement[0] === "Unsupported" ? statement[2] : statement[0]} is not followed`);
    const left = yield* rule(machine, statement, scope);
    if (left) return left;
  }
  return undefined;
}

/** Run the statements of a module. A name whose value is not followed stands for that, and stops who uses it. */
export function runBody(machine, statements, scope) {
  for (const statement of statements) {
    try {
      for (const yielded of execute(machine, [statement], scope)) throw new Unsupported(`${yielded} outside of a function`);
    } catch (error) {
      const names = error instanceof Unsupported ? boundBy(statement) : null;
      if (!names) throw error;
      for (const name of names) scope.names.set(name, new Elsewhere(`${name} (${error.message})`));
    }
  }
}

function boundBy([kind, , first]) {
  if (kind === "FunctionDef" || kind === "ClassDef") return [first];
  const targets = kind === "Assign" ? first : kind === "AnnAssign" ? [first] : [];
  return targets.length && targets.every(([each]) => each === "Name") ? targets.map((target) => target[2]) : null;
}

function* classOf(machine, [, , name, bases, keywords, body, decorators, dropped], scope) {
  if (keywords.length) throw new Unsupported(`class ${name} with keywords`);
  const found = bases.map((base) => evaluate(machine, base[0] === "Subscript" ? base[2] : base, scope));
  if (!found.every((base) => base instanceof Class)) throw new Unsupported(`class ${name} with a base that is not in the data`);
  if (found.some((base) => base.find("__init_subclass__"))) throw new Unsupported(`class ${name} with __init_subclass__`);
  const inner = machine.inside(scope);
  inner.annotated = [];
  inner.isClass = true;
  yield* execute(machine, body, inner);
  const cls = new Class(name, found, inner.names);
  Object.assign(cls, { module: scope.module.name, dropped: new Set(dropped) });
  // Functions know the class that they stand in, for super().
  for (const value of inner.names.values()) ownedBy(value, cls);
  const assigned = body.flatMap((statement) => (["Assign", "AnnAssign"].includes(statement[0]) ? (boundBy(statement) ?? []) : []));
  const made = finished(machine, cls, assigned.filter((each) => inner.names.has(each)), inner.annotated);
  return decorated(machine, made, decorators, scope);
}

function ownedBy(value, cls) {
  const func = value instanceof Wrapped ? value.func : value;
  if (func && Object.hasOwn(func, "owner") && !func.owner) func.owner = cls;
}

function decorated(machine, value, decorators, scope) {
  return decorators.reduceRight((made, node) => {
    if (node[0] === "Name" && node[2] in WRAPPERS) return new Wrapped(WRAPPERS[node[2]], made);
    const decorator = evaluate(machine, node, scope);
    if (!(decorator instanceof Builtin)) throw new Unsupported("a decorator that is not in the data");
    return machine.call(decorator, [made]);
  }, value);
}
