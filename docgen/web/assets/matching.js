// Requirements against answers. What is not known is no "no": such a row may fit, and stays in sight.

import { answerUnder } from "./data.js";

export const NOT = 0;
export const MAYBE = 1;
export const FITS = 2;

/** How an answer stands to one value of its column. */
export function standing(answer, value) {
  if (answer.all || answer.holds?.includes(value)) return FITS;
  return answer.open || answer.maybe?.includes(value) ? MAYBE : NOT;
}

/** The number of a value of a column by its text; -1 where no backend speaks of it. */
export function valueNumber(data, column, text) {
  return data.columns[column].values.findIndex((value) => value.text === text);
}

/** Requirements by name as pairs of a column and a value; a value that no backend speaks of fits none. */
function wantedPairs(data, has) {
  return Object.entries(has)
    .filter(([key]) => data.columnOf.has(key))
    .map(([key, text]) => {
      const column = data.columnOf.get(key);
      return [column, valueNumber(data, column, text)];
    });
}

/** What a choice asks of a row: pairs of a column and a value, with what the chosen scenario needs; the scenario or null. */
export function asked(data, state) {
  const scenario = data.scenarioOf.get(state.card) ?? null;
  const needs = scenario === null ? {} : data.scenarios[scenario].needs;
  return { pairs: [...wantedPairs(data, needs), ...wantedPairs(data, state.has)], scenario };
}

/** Whether a row serves all pairs at once: under the chosen scenario, or under any. */
export function verdict(data, row, { pairs, scenario }) {
  if (!pairs.length) return FITS;
  if (scenario !== null) return serves(data, row, pairs, scenario);
  return Math.max(...data.scenarios.map((_, each) => serves(data, row, pairs, each)));
}

function serves(data, row, pairs, scenario) {
  let least = FITS;
  for (const [column, value] of pairs) {
    least = Math.min(least, standing(answerUnder(data, row, column, scenario), value));
    if (least === NOT) break;
  }
  return least;
}
