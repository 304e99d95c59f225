// Expressions.

import { attribute } from "./attributes.js";
import { binary, compare, iterate, sliced, subscript, truth } from "./operations.js";
import { repr, text } from "./texts.js";
import { Dict, Elsewhere, isNumber, Iterator, PySet, Super, Tuple, Unsupported } from "./values.js";

const CONSTANTS = {
  NoneType: () => null,
  bool: (value) => value,
  float: (value) => Number(value),
  int: (value) => BigInt(value),
  str: (value) => value,
};

const EXPRESSIONS = {
  Attribute: (machine, [, , value, name], scope) => attribute(machine, evaluate(machine, value, scope), name),
  BinOp: (machine, [, , left, operator, right], scope) =>
    binary(machine, operator, evaluate(machine, left, scope), evaluate(machine, right, scope)),
  BoolOp: (machine, [, , operator, values], scope) => {
    let found = null;
    for (const value of values) {
      found = evaluate(machine, value, scope);
      if (truth(machine, found) === (operator === "Or")) break;
    }
    return found;
  },
  Call: called,
  Compare: (machine, [, , left, operators, others], scope) => {
    let one = evaluate(machine, left, scope);
    for (const [position, operator] of operators.entries()) {
      const other = evaluate(machine, others[position], scope);
      if (!compare(machine, operator, one, other)) return false;
      one = other;
    }
    return true;
  },
  Constant: (_, [, , type, value]) => {
    if (!(type in CONSTANTS)) throw new Unsupported(`a constant of type ${value}`);
    return CONSTANTS[type](value);
  },
  Dict: (machine, [, , keys, values], scope) => {
    const made = new Dict();
    for (const [position, key] of keys.entries()) {
      const value = evaluate(machine, values[position], scope);
      if (key !== null) made.set(evaluate(machine, key, scope), value);
      else for (const [inner, item] of dictOf(value).pairs()) made.set(inner, item);
    }
    return made;
  },
  DictComp: (machine, [, , key, value, generators], scope) => {
    const pair = (inner) => [evaluate(machine, key, inner), evaluate(machine, value, inner)];
    return new Dict([...comprehended(machine, generators, scope, pair)]);
  },
  GeneratorExp: (machine, [, , element, generators], scope) =>
    new Iterator(comprehended(machine, generators, scope, (inner) => evaluate(machine, element, inner))),
  IfExp: (machine, [, , test, body, otherwise], scope) =>
    evaluate(machine, truth(machine, evaluate(machine, test, scope)) ? body : otherwise, scope),
  JoinedStr: (machine, [, , values], scope) => values.map((value) => evaluate(machine, value, scope)).join(""),
  FormattedValue: (machine, [, , value, conversion, spec], scope) => {
    const found = evaluate(machine, value, scope);
    if (spec && evaluate(machine, spec, scope)) throw new Unsupported("a format");
    if (conversion === 114) return repr(machine, found);
    if (conversion === 97) throw new Unsupported("the conversion !a");
    return text(machine, found);
  },
  Lambda: (machine, node, scope) => machine.func("<lambda>", node, scope, node[2]),
  List: (machine, [, , elements], scope) => spread(machine, elements, scope),
  ListComp: (machine, [, , element, generators], scope) => [
    ...comprehended(machine, generators, scope, (inner) => evaluate(machine, element, inner)),
  ],
  Name: (machine, [, , name], scope) => machine.name(name, scope),
  NamedExpr: (machine, [, , target, value], scope) => {
    const found = evaluate(machine, value, scope);
    scope.holder.set(target[2], found);
    return found;
  },
  Set: (machine, [, , elements], scope) => new PySet(spread(machine, elements, scope)),
  SetComp: (machine, [, , element, generators], scope) =>
    new PySet(comprehended(machine, generators, scope, (inner) => evaluate(machine, element, inner))),
  Subscript: (machine, [, , value, key], scope) => {
    const container = evaluate(machine, value, scope);
    if (key[0] !== "Slice") return subscript(machine, container, evaluate(machine, key, scope));
    const [lower, upper, step] = key.slice(2).map((each) => (each ? evaluate(machine, each, scope) : null));
    if (step !== null) throw new Unsupported("a part with a step");
    return sliced(container, lower, upper);
  },
  Tuple: (machine, [, , elements], scope) => new Tuple(spread(machine, elements, scope)),
  UnaryOp: (machine, [, , operator, operand], scope) => {
    const value = evaluate(machine, operand, scope);
    if (operator === "Not") return !truth(machine, value);
    if (operator === "USub" && isNumber(value)) return typeof value === "number" ? -value : -BigInt(value);
    throw new Unsupported(`the operator ${operator}`);
  },
};

/** The value of an expression in a scope. */
export function evaluate(machine, node, scope) {
  machine.step(node[1], scope);
  const rule = EXPRESSIONS[node[0]];
  if (!rule) throw new Unsupported(`${node[0] === "Unsupported" ? node[2] : node[0]} is not followed`);
  return rule(machine, node, scope);
}

/** Give a name, the names of a tuple, or an attribute its value. */
export function assign(machine, target, value, scope) {
  const [kind, , first, second] = target;
  if (kind === "Name") scope.names.set(first, value);
  else if (kind === "Tuple" || kind === "List") {
    const items = [...iterate(machine, value)];
    if (first.some(([each]) => each === "Starred")) throw new Unsupported("a starred target");
    if (items.length !== first.length) throw machine.raised("ValueError", "the number of values to unpack differs");
    first.forEach((each, position) => assign(machine, each, items[position], scope));
  } else if (kind === "Subscript" && second[0] !== "Slice") {
    const container = evaluate(machine, first, scope);
    const key = evaluate(machine, second, scope);
    if (container instanceof Dict) container.set(key, value);
    else throw new Unsupported("an item that is assigned");
  } else if (kind === "Attribute") {
    const owner = evaluate(machine, first, scope);
    if (!owner.attrs || owner.cls?.frozen || owner.cls?.find("__setattr__")) throw new Unsupported("an attribute that is assigned");
    if (owner.cls?.find(second)) throw new Unsupported("an attribute of an object over one of its class");
    owner.attrs.set(second, value);
  } else throw new Unsupported(`an assignment to ${kind}`);
}

function called(machine, [, , func, args, keywords], scope) {
  if (func[0] === "Name" && func[2] === "super" && !args.length && !scope.names.has("super")) {
    const { owner, self } = scope.method ?? {};
    if (!owner) throw new Unsupported("super() here");
    return new Super(owner, self);
  }
  const callee = evaluate(machine, func, scope);
  const positional = spread(machine, args, scope);
  const named = new Map();
  for (const [, , name, value] of keywords) {
    const found = evaluate(machine, value, scope);
    if (name) named.set(name, found);
    else for (const [key, item] of dictOf(found).pairs()) named.set(key, item);
  }
  return machine.call(callee, positional, named);
}

function dictOf(value) {
  if (value instanceof Dict) return value;
  throw new Unsupported(value instanceof Elsewhere ? `${value.path} is not in the data` : "** of what is no dictionary");
}

function spread(machine, elements, scope) {
  return elements.flatMap((element) =>
    element[0] === "Starred" ? [...iterate(machine, evaluate(machine, element[2], scope))] : [evaluate(machine, element, scope)],
  );
}

/** The items of a comprehension, one by one. What it goes over first belongs to the scope around it. */
function comprehended(machine, generators, scope, make) {
  const outer = evaluate(machine, generators[0][3], scope);
  const inner = machine.inside(scope);
  function* items(depth) {
    const [, , target, source, tests] = generators[depth];
    for (const item of iterate(machine, depth ? evaluate(machine, source, inner) : outer)) {
      machine.step(target[1], scope);
      assign(machine, target, item, inner);
      if (!tests.every((test) => truth(machine, evaluate(machine, test, inner)))) continue;
      if (depth + 1 < generators.length) yield* items(depth + 1);
      else yield make(inner);
    }
  }
  return items(0);
}

