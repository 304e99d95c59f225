// The parts of the tables' script that need no browser: requirements, addresses, files, hidden columns.

import assert from "node:assert/strict";
import test from "node:test";

import { hiddenKeys } from "../../../docgen/web/assets/columns.js";
import { indexed, sayTheSame } from "../../../docgen/web/assets/data.js";
import { csvText } from "../../../docgen/web/assets/download.js";
import { asked, FITS, MAYBE, NOT, verdict } from "../../../docgen/web/assets/matching.js";
import { readState, writeState } from "../../../docgen/web/assets/state.js";

const data = indexed({
  scenarios: [
    { name: "old", label: "Old card", needs: { cards: "1.0" } },
    { name: "new", label: "New card", needs: { cards: "2.0" } },
  ],
  columns: [
    { key: "cards", header: "Cards", flag: false, values: [{ text: "1.0" }, { text: "2.0" }] },
    { key: "sizes", header: "Sizes", flag: false, values: [{ text: "64" }, { text: "128" }] },
    { key: "sink", header: "Sink", flag: true, values: [{ text: "true" }] },
  ],
  answers: [
    { in: [0, 1], state: "known", says: "1.0, 2.0", holds: [0, 1], place: null },
    { in: [0], state: "known", says: "64", holds: [0], place: null },
    { in: [1], state: "known", says: "64, 128", holds: [0, 1], place: null },
    { in: [0, 1], state: "known", says: "no", place: null },
    { in: [0, 1], state: "unknown", says: "unknown", open: true, place: null },
    { in: [0, 1], state: "known", says: "Any", all: true, place: null },
    { in: [0, 1], state: "known", says: "2.0", holds: [1], place: null },
    { in: [0, 1], state: "unavailable", says: "unavailable", place: null },
    { in: [0, 1], state: "conditional", says: "yes or no", maybe: [0], place: null },
  ],
  rows: [
    { name: "BOTH", cells: [[0], [1, 2], [3]] },
    { name: "OPEN", cells: [[6], [5], [4]] },
    { name: "GONE", cells: [[7], [7], [7]] },
    { name: "SOMETIMES", cells: [[0], [5], [8]] },
  ],
  places: [],
});

const verdicts = (query) => {
  const wanted = asked(data, readState(query));
  return data.rows.map((_, row) => verdict(data, row, wanted));
};

for (const [query, expected] of [
  ["", [FITS, FITS, FITS, FITS]],
  ["?card=old", [FITS, NOT, NOT, FITS]],
  ["?card=new", [FITS, FITS, NOT, FITS]],
  ["?has.sizes=128", [FITS, FITS, NOT, FITS]],
  ["?card=old&has.sizes=128", [NOT, NOT, NOT, FITS]],
  ["?has.sink=true", [NOT, MAYBE, NOT, MAYBE]],
  ["?has.sizes=7", [NOT, FITS, NOT, FITS]],
  ["?has.unheard=of", [FITS, FITS, FITS, FITS]],
  // One card has to serve all at once: 1.0 is that of old, where 128 is not served.
  ["?has.cards=1.0&has.sizes=128&card=old", [NOT, NOT, NOT, FITS]],
]) {
  test(`rows that fit ${query || "nothing asked"}`, () => assert.deepEqual(verdicts(query), expected));
}

test("an address says all that was chosen, and leaves alone what is another's", () => {
  const query = "?q=x&name=A%26B&card=old&has.sizes=128&hide=sink&hide=cards&empty=hide&diff=BOTH&diff=A%26B&sort=-sizes";
  assert.equal(writeState(readState(query), query), query);
  assert.equal(writeState(readState(""), query), "?q=x");
  assert.deepEqual(readState("?diff=ONE").diff, []);
});

test("columns go that are hidden, that say nothing of the rows shown, and that two rows share", () => {
  const hidden = (rows, query) => [...hiddenKeys(data, ["cards", "sizes", "sink"], rows, readState(query))];
  assert.deepEqual(hidden([0, 1], "?hide=sizes"), ["sizes"]);
  assert.deepEqual(hidden([0, 2], "?empty=hide"), ["sink"]);
  assert.deepEqual(hidden([0, 1], "?empty=hide"), []);
  assert.deepEqual(hidden([0, 3], "?diff=BOTH&diff=SOMETIMES"), ["cards"]);
  assert.deepEqual(hidden([], "?empty=hide"), []);
  assert.ok(!sayTheSame(data, 0, 3, 1));
});

test("a spreadsheet runs nothing that a name spells", () => {
  const hostile = indexed({ ...data, rows: [{ ...data.rows[0], name: '=HYPERLINK("x"),1' }] });
  const text = csvText(hostile, [{ name: "t", keys: ["sizes"], rows: [0] }]);
  assert.equal(text, 'Table,Backend,Sizes\nt,"\'=HYPERLINK(""x""),1","64 (old); 64, 128 (new)"\n');
});
