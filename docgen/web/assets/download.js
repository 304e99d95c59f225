// What is shown, as a file for a spreadsheet or a program.

import { answersOf } from "./data.js";
import { element } from "./text.js";

/** Buttons that save what the tables show. */
export function downloads(data, shown) {
  const button = (label, make) => element("button", { type: "button", click: () => save(...make(data, shown())) }, label);
  return [button("CSV", csvFile), button("JSON", jsonFile)];
}

/** A line for each row that is shown, under a heading for each column that is. */
export function csvText(data, tables) {
  const keys = [...new Set(tables.flatMap((table) => table.keys))];
  const headers = keys.map((key) => data.columns[data.columnOf.get(key)].header);
  const lines = [["Table", "Backend", ...headers]];
  for (const { name, keys: own, rows } of tables) {
    for (const row of rows) {
      const cells = keys.map((key) => (own.includes(key) ? cellText(data, row, data.columnOf.get(key)) : ""));
      lines.push([name, data.rows[row].name, ...cells]);
    }
  }
  return lines.map((line) => `${line.map(quoted).join(",")}\n`).join("");
}

function csvFile(data, tables) {
  return ["table.csv", "text/csv", csvText(data, tables)];
}

function jsonFile(data, tables) {
  const rows = tables.flatMap((table) => table.rows.map((row) => rowRecord(data, table, row)));
  return ["table.json", "application/json", `${JSON.stringify(rows, null, 1)}\n`];
}

function rowRecord(data, table, row) {
  const cells = {};
  for (const key of table.keys) {
    cells[key] = answersOf(data, row, data.columnOf.get(key)).map((answer) => ({
      scenarios: answer.in.map((each) => data.scenarios[each].name),
      state: answer.state,
      says: answer.says,
      location: answer.place === null ? null : data.places[answer.place][0],
    }));
  }
  return { table: table.name, backend: data.rows[row].name, cells };
}

function cellText(data, row, column) {
  const answers = answersOf(data, row, column);
  if (answers.length === 1) return answers[0].says;
  const where = (answer) => answer.in.map((each) => data.scenarios[each].name).join(", ");
  return answers.map((answer) => `${answer.says} (${where(answer)})`).join("; ");
}

/** A field as spreadsheets read it; what they would take for a formula is a text. */
function quoted(text) {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
