// The parts of Python's library that declarations are written with: enum, dataclasses, NamedTuple, and what does nothing.

import { Builtin, Class, Dict, Elsewhere, Func, Instance, Module, Tuple, Unsupported } from "./values.js";
import { equals } from "./operations.js";

const same = (_, [value]) => value;
const unchanged = new Builtin("unchanged", same);

/** Modules of the library by name; `open` ones have more than what is here, which stops who uses it. */
export function library() {
  const Enum = new Class("Enum");
  Enum.kind = "enumBase";
  const NamedTuple = new Class("NamedTuple");
  NamedTuple.kind = "namedTupleBase";
  const names = {
    abc: { ABC: new Class("ABC"), abstractmethod: unchanged },
    "collections.abc": { Mapping: abstract("Mapping", ["dict"]), Sequence: abstract("Sequence", ["list", "tuple", "str"]) },
    dataclasses: {
      dataclass: new Builtin("dataclass", dataclassDecorator),
      field: new Builtin("field", (_, args, named) => new Instance(FIELD, new Map(named))),
      fields: new Builtin("fields", fieldsOf),
      replace: new Builtin("replace", replaced),
    },
    enum: { Enum, unique: unchanged },
    functools: { cache: unchanged, lru_cache: new Builtin("lru_cache", (_, args) => (args[0] instanceof Func ? args[0] : unchanged)) },
    typing: {
      NamedTuple,
      TYPE_CHECKING: false,
      cast: new Builtin("cast", (_, [, value]) => value),
      final: unchanged,
      overload: unchanged,
      runtime_checkable: unchanged,
    },
  };
  names.typing.Mapping = names["collections.abc"].Mapping;
  return new Map(
    Object.entries(names).map(([name, inside]) => {
      const module = new Module(name, new Map(Object.entries(inside)));
      module.open = true;
      return [name, module];
    }),
  );
}

const FIELD = new Class("Field");

function abstract(name, kinds) {
  const cls = new Class(name);
  cls.kind = "abstract";
  cls.kinds = kinds;
  return cls;
}

/** Make what a class statement defined a class of its kind: an Enum with members, a NamedTuple with fields. */
export function finished(machine, cls, assigned, annotated) {
  const kinds = cls.mro.slice(1).map((base) => base.kind);
  if (kinds.includes("enumBase")) return enumeration(machine, cls, assigned);
  if (kinds.includes("namedTupleBase")) {
    cls.kind = "namedTuple";
    cls.fields = annotated.map(({ name }) => ({ name, value: cls.attrs.get(name), has: cls.attrs.has(name) }));
    for (const { name } of cls.fields) cls.attrs.delete(name);
  }
  const inherited = cls.mro.slice(1).find((base) => base.fields);
  if (inherited && !cls.fields) Object.assign(cls, { fields: inherited.fields, frozen: inherited.frozen });
  cls.annotated = annotated;
  return cls;
}

function enumeration(machine, cls, assigned) {
  if (cls.mro.some((base) => !["enumBase", "plain", "enum"].includes(base.kind)) || cls.bases.length > 1) {
    throw new Unsupported(`${cls.name}, an Enum of another kind`);
  }
  if (["__new__", "_missing_", "__init__"].some((name) => cls.find(name))) throw new Unsupported(`${cls.name}, an Enum with rules`);
  cls.kind = "enum";
  cls.members = [];
  for (const name of assigned) {
    const value = cls.attrs.get(name);
    if (name.startsWith("_") || value instanceof Func || value instanceof Builtin) continue;
    const alias = cls.members.find((member) => equals(machine, member.attrs.get("value"), value));
    const attrs = [["name", name], ["value", value], ["_name_", name], ["_value_", value]];
    const member = alias ?? new Instance(cls, new Map(attrs));
    if (!alias) cls.members.push(member);
    cls.attrs.set(name, member);
  }
  cls.attrs.set("__members__", new Dict(assigned.filter((name) => cls.attrs.get(name)?.cls === cls).map((name) => [name, cls.attrs.get(name)])));
  return cls;
}

function dataclassDecorator(machine, args, named) {
  const known = ["frozen", "slots", "kw_only", "eq", "repr"];
  const odd = [...named].find(([name, value]) => !known.includes(name) || (name === "eq" && value === false));
  if (odd) throw new Unsupported(`dataclass(${odd[0]})`);
  const make = (cls) => {
    const inherited = cls.mro.slice(1).find((base) => base.fields)?.fields ?? [];
    const own = cls.annotated.filter(({ kind }) => kind !== "ClassVar");
    if (own.some(({ kind }) => kind)) throw new Unsupported(`${cls.name}, a dataclass with ${own.find(({ kind }) => kind).kind}`);
    const made = own.map(({ name }) => dataField(cls, name, named.get("kw_only") === true));
    cls.fields = [...inherited.filter((old) => !made.some((each) => each.name === old.name)), ...made];
    cls.frozen = named.get("frozen") === true;
    cls.kind = "dataclass";
    return cls;
  };
  return args.length ? make(args[0]) : new Builtin("dataclass", (_, [cls]) => make(cls));
}

function dataField(cls, name, keywordOnly) {
  const value = cls.attrs.get(name);
  if (value instanceof Instance && value.cls === FIELD) {
    const odd = [...value.attrs.keys()].find((key) => !["default", "default_factory", "repr", "kw_only", "metadata"].includes(key));
    if (odd) throw new Unsupported(`field(${odd})`);
    cls.attrs.delete(name);
    if (value.attrs.has("default")) cls.attrs.set(name, value.attrs.get("default"));
    return {
      name,
      has: value.attrs.has("default"),
      value: value.attrs.get("default"),
      factory: value.attrs.get("default_factory"),
      keywordOnly: keywordOnly || value.attrs.get("kw_only") === true,
      metadata: value.attrs.get("metadata"),
    };
  }
  return { name, has: cls.attrs.has(name), value, keywordOnly };
}

/** An object of a dataclass, or a NamedTuple, from arguments. */
export function constructed(machine, cls, args, named) {
  const positional = cls.fields.filter((field) => !field.keywordOnly);
  if (args.length > positional.length) throw machine.misfit(`${cls.name}() takes fewer arguments`);
  const given = new Map(args.map((value, position) => [positional[position].name, value]));
  for (const [name, value] of named) {
    if (given.has(name) || !cls.fields.some((field) => field.name === name)) throw machine.misfit(`${cls.name}() got an unexpected argument '${name}'`);
    given.set(name, value);
  }
  const attrs = new Map();
  for (const { name, has, value, factory } of cls.fields) {
    if (given.has(name)) attrs.set(name, given.get(name));
    else if (has) attrs.set(name, value);
    else if (factory) attrs.set(name, machine.call(factory, []));
    else throw machine.misfit(`${cls.name}() misses the argument '${name}'`);
  }
  if (cls.kind === "namedTuple" || cls.mro.some((base) => base.kind === "namedTuple")) return new Tuple([...attrs.values()], cls);
  const made = new Instance(cls, attrs);
  if (cls.find("__post_init__")) machine.callMethod(made, "__post_init__");
  return made;
}

function fieldsOf(machine, [value]) {
  const cls = value instanceof Class ? value : value?.cls;
  if (!cls?.fields || cls.kind === "namedTuple") throw new Unsupported("fields of what is no dataclass");
  const attrs = ({ name, has, value: set, metadata }) => [
    ["name", name],
    ["metadata", metadata ?? new Dict()],
    ...(has ? [["default", set]] : []),
  ];
  return new Tuple(cls.fields.map((field) => new Instance(FIELD, new Map(attrs(field)))));
}

function replaced(machine, [value], named) {
  if (!(value instanceof Instance) || !value.cls.fields) throw new Unsupported("replace of what is no dataclass");
  const kept = value.cls.fields.map(({ name }) => [name, value.attrs.get(name)]);
  const given = new Map([...kept, ...named]);
  return constructed(machine, value.cls, [], given);
}

/** A module that is not in the data. */
export function elsewhere(path) {
  return new Elsewhere(path);
}
