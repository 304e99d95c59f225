// What a reader chose, as the query of the address: a link shows another reader the same.

const PREFIX = "has.";
const OWN = ["name", "card", "hide", "empty", "diff", "sort"];

/** The choice that a query spells. */
export function readState(query) {
  const given = new URLSearchParams(query);
  const has = {};
  for (const [name, value] of given) {
    if (name.startsWith(PREFIX) && value) has[name.slice(PREFIX.length)] = value;
  }
  const diff = given.getAll("diff").slice(0, 2);
  return {
    name: given.get("name") || "",
    card: given.get("card") || "",
    has,
    hide: given.getAll("hide"),
    empty: given.get("empty") === "hide",
    diff: diff.length === 2 ? diff : [],
    sort: given.get("sort") || "",
  };
}

/** The query that spells a choice, after what others wrote there; empty where nothing is chosen. */
export function writeState(state, query = "") {
  const given = new URLSearchParams(query);
  for (const name of [...given.keys()]) {
    if (name.startsWith(PREFIX) || OWN.includes(name)) given.delete(name);
  }
  if (state.name) given.set("name", state.name);
  if (state.card) given.set("card", state.card);
  for (const [key, value] of Object.entries(state.has)) given.set(PREFIX + key, value);
  for (const key of state.hide) given.append("hide", key);
  if (state.empty) given.set("empty", "hide");
  for (const name of state.diff) given.append("diff", name);
  if (state.sort) given.set("sort", state.sort);
  const text = given.toString();
  return text ? `?${text}` : "";
}

/** Put a choice into the address; a page shown where addresses cannot be changed goes without. */
export function rememberState(state) {
  const { pathname, search, hash } = window.location;
  try {
    window.history.replaceState(window.history.state, "", `${pathname}${writeState(state, search)}${hash}`);
  } catch {
    // In a sandboxed frame, or from some file systems: the page works, and a link to it shows everything.
  }
}
