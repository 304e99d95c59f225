// Values as texts: what `str` and `repr` make of them.

import { Class, Dict, Instance, PySet, Raised, Tuple, Unsupported } from "./values.js";
import { typeName } from "./operations.js";

/** What `str(value)` is. */
export function text(machine, value) {
  if (typeof value === "string") return value;
  const cls = value instanceof Instance || value instanceof Tuple ? value.cls : null;
  if (cls?.find("__str__")) return machine.callMethod(value, "__str__");
  if (value instanceof Instance && cls.kind === "enum") return `${cls.name}.${value.attrs.get("name")}`;
  if (value instanceof Instance && cls.is(machine.builtins.get("BaseException"))) {
    const { items } = value.attrs.get("args");
    return items.length === 1 ? text(machine, items[0]) : items.length ? repr(machine, value.attrs.get("args")) : "";
  }
  return repr(machine, value);
}

/** What `repr(value)` is. */
export function repr(machine, value) {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return real(value);
  if (typeof value === "string") return quotation(value);
  const inner = (items) => [...items].map((item) => repr(machine, item)).join(", ");
  if (Array.isArray(value)) return `[${inner(value)}]`;
  if (value instanceof Tuple && !value.cls) return value.items.length === 1 ? `(${inner(value.items)},)` : `(${inner(value.items)})`;
  if (value instanceof Dict) return `{${value.pairs().map(([key, item]) => `${repr(machine, key)}: ${repr(machine, item)}`).join(", ")}}`;
  if (value instanceof PySet && value.items.size < 2 && !value.frozen) return value.items.size ? `{${inner(value.items.values())}}` : "set()";
  if (value instanceof Class && value.module) return `<class '${value.module}.${value.name}'>`;
  if (value instanceof Instance && value.cls.find("__repr__")) return machine.callMethod(value, "__repr__");
  throw new Unsupported(`the text of an object of ${typeName(value)}`);
}

/** What an error of the documented code says, as docgen says it. */
export function raisedText(machine, error) {
  if (!(error instanceof Raised)) return error.message;
  const said = text(machine, error.instance);
  return `raises ${error.instance.cls.name}${said ? `: ${said}` : ""}`;
}

function real(value) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits, power] = value.toExponential().split("e");
    const sign = power[0];
    return `${digits}e${sign}${power.slice(1).padStart(2, "0")}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function quotation(value) {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let made = "";
  for (const sign of value) {
    const named = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", [quote]: `\\${quote}` }[sign];
    if (!named && !/[\x20-\x7e]/.test(sign)) throw new Unsupported("the quotation of a text beyond ASCII");
    made += named ?? sign;
  }
  return `${quote}${made}${quote}`;
}
