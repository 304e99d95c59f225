// The picker of computed choices: whatever is picked, in whatever order, leads to a choice that was computed.

import assert from "node:assert/strict";
import test from "node:test";

import { TableChooser } from "../../../docgen/web/assets/table_choice.js";

const inputs = [
  { name: "size", normal: "5", values: null },
  { name: "kind", normal: "PLAIN", values: ["PLAIN", "OPEN", "ODD"] },
  { name: "latent", normal: "false", values: null },
  { name: "heads", normal: "none", values: null },
];
const tables = [
  { title: "small", values: { size: ["1", "5", "10"], kind: ["PLAIN", "OPEN"] } },
  { title: "odd", values: { kind: ["ODD"], heads: ["none", "2"] } },
  { title: "latent", values: { latent: ["true"], size: ["7"], heads: ["2", "4"] } },
].map((entry) => ({ ...entry, choices: { card: Array(12).fill(0) } }));
const chooser = new TableChooser({ table: { inputs, tables, outcomes: [{ chosen: "A", rejected: [], doubt: "" }] } }, { name: "card" });
const settled = (given, last) => Object.fromEntries(chooser.settled(new Map(Object.entries(given)), last));

test("what was computed stays as it is", () => {
  assert.deepEqual(settled({ size: "10", kind: "OPEN" }, "size"), { size: "10", kind: "OPEN" });
  assert.deepEqual(settled({}, "size"), {});
});

test("what was set last stays, and what it needs is set", () => {
  assert.deepEqual(settled({ kind: "OPEN", latent: "true" }, "latent"), { latent: "true", size: "7", heads: "2" });
  assert.deepEqual(settled({ latent: "true", size: "7", heads: "4", kind: "ODD" }, "kind"), { kind: "ODD" });
  assert.deepEqual(settled({ size: "7", heads: "4" }, "latent"), {});
});

test("every walk through the form has an answer", () => {
  const fields = inputs.filter((input) => chooser.varies(input)).map((input) => [input.name, ["", ...(chooser.describe(input).options ?? ["true"])]]);
  let state = new Map();
  let seed = 1;
  const drawn = (count) => (seed = (seed * 48271) % 2147483647) % count;
  for (let step = 0; step < 2000; step += 1) {
    const [name, words] = fields[drawn(fields.length)];
    const word = words[drawn(words.length)];
    state = new Map([...state].filter(([other]) => other !== name));
    if (word) state.set(name, word);
    state = chooser.settled(state, name);
    assert.equal(chooser.choose(state).chosen, "A", JSON.stringify([...state]));
    if (word) assert.equal(state.get(name), word);
  }
});

test("numbers are listed in order", () => {
  assert.deepEqual(chooser.describe(inputs[0]).options, ["1", "7", "10"]);
});
