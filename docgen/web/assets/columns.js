// Which columns of a table are shown: those a reader left, that say something, and that tell two rows apart.

import { answersOf, sayTheSame } from "./data.js";

const NOTHING = new Set(["no", "None", "none", "not applicable", "not declared", "unavailable"]);

/** Whether a column says no, or nothing, of all these rows. */
export function saysNothing(data, column, rows) {
  return rows.every((row) => answersOf(data, row, column).every((answer) => NOTHING.has(answer.says)));
}

/** The keys of the columns to hide, of those that a table has. */
export function hiddenKeys(data, keys, rows, state) {
  const compared = state.diff.map((name) => data.rowOf.get(name));
  const both = compared.length === 2 && compared.every((row) => rows.includes(row));
  return new Set(
    keys.filter((key) => {
      const column = data.columnOf.get(key);
      if (state.hide.includes(key)) return true;
      if (both && sayTheSame(data, ...compared, column)) return true;
      return state.empty && rows.length > 0 && saysNothing(data, column, rows);
    }),
  );
}
