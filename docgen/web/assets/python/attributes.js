// Attributes, and what a function becomes when it is looked up on a class or an object.

import { Bound, Builtin, Class, Elsewhere, Func, Instance, Module, Super, Tuple, Unsupported, Wrapped } from "./values.js";
import { methodsOf } from "./methods.js";
import { typeName } from "./operations.js";

/** An attribute of a value. */
export function attribute(machine, value, name) {
  const found = lookedUp(machine, value, name);
  if (found !== undefined) return found;
  throw machine.raised("AttributeError", `'${typeName(value)}' object has no attribute '${name}'`);
}

/** The same; undefined where there is none. */
export function lookedUp(machine, value, name) {
  if (value instanceof Elsewhere) return new Elsewhere(`${value.path}.${name}`);
  if (value instanceof Module) return ofModule(machine, value, name);
  if (value instanceof Class) return ofClass(machine, value, name);
  if (value instanceof Super) return ofSuper(machine, value, name);
  if (value instanceof Instance) return ofInstance(machine, value, name);
  if (value instanceof Tuple && value.cls) return ofNamedTuple(machine, value, name);
  if (value instanceof Func && ["__name__", "__qualname__"].includes(name)) return value.name;
  const method = methodsOf(value)?.[name];
  if (method && Object.hasOwn(methodsOf(value), name)) {
    return new Builtin(name, (_, args, named) => {
      if (named.size) throw new Unsupported(`${name} with named arguments`);
      const found = method(machine, value, ...args);
      return found === undefined ? null : found;
    });
  }
  // What the kinds of Python have is written down by Python itself: the rest is known not to be there.
  const known = machine.attributeNames[typeName(value)];
  if (!known || known.includes(name)) throw new Unsupported(`${name} of ${typeName(value)}`);
  return undefined;
}

function ofModule(machine, module, name) {
  machine.run(module);
  if (module.names.has(name)) return module.names.get(name);
  const inner = `${module.name}.${name}`;
  if (machine.hasModule(inner)) return machine.module(inner);
  if (module.dropped.has(name)) throw new Unsupported(`${inner} is not in the data`);
  return module.open ? new Elsewhere(inner) : undefined;
}

function ofClass(machine, cls, name) {
  if (name === "__name__" || name === "__qualname__") return cls.name;
  if (name === "__module__") return cls.module;
  const found = cls.find(name);
  if (found) return bound(machine, found.value, null, cls);
  if (name.startsWith("__")) throw new Unsupported(`${name} of a class`);
  return undefined;
}

function ofSuper(machine, { owner, self }, name) {
  const cls = self instanceof Class ? self : self.cls;
  const found = cls.find(name, owner);
  if (!found) throw new Unsupported(`super().${name}`);
  return self instanceof Class ? bound(machine, found.value, null, cls) : bound(machine, found.value, self, cls);
}

function ofInstance(machine, instance, name) {
  const found = instance.cls.find(name);
  if (found?.value instanceof Wrapped && found.value.kind === "property") {
    return machine.call(found.value.func, [instance]);
  }
  if (instance.attrs.has(name)) return instance.attrs.get(name);
  if (found) return bound(machine, found.value, instance, instance.cls);
  if (name === "__class__") return instance.cls;
  if (instance.cls.find("__getattr__")) return machine.callMethod(instance, "__getattr__", [name]);
  if (name.startsWith("__")) throw new Unsupported(`${name} of an object`);
  return undefined;
}

function ofNamedTuple(machine, tuple, name) {
  const at = tuple.cls.fields.findIndex((field) => field.name === name);
  if (at >= 0) return tuple.items[at];
  const found = tuple.cls.find(name);
  if (!found) throw new Unsupported(`${name} of a NamedTuple`);
  if (found.value instanceof Wrapped && found.value.kind === "property") return machine.call(found.value.func, [tuple]);
  return bound(machine, found.value, tuple, tuple.cls);
}

function bound(machine, value, instance, cls) {
  if (value instanceof Wrapped) {
    if (value.kind === "classmethod") return new Bound(value.func, cls);
    if (value.kind === "staticmethod") return value.func;
    throw new Unsupported("a property of a class");
  }
  if (value instanceof Instance && value.cls.find("__get__")) throw new Unsupported("a descriptor");
  if (instance !== null && (value instanceof Func || value instanceof Builtin)) return new Bound(value, instance);
  return value;
}
