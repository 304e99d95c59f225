// The data of a page, with what is looked up often kept in maps.

/** The data that docgen wrote into the page; null on a page without any. */
export function readData(root) {
  const holder = root.getElementById("docgen-data");
  return holder ? indexed(JSON.parse(holder.textContent)) : null;
}

/** The record with maps from keys of columns, and names of rows and scenarios, to their numbers. */
export function indexed(record) {
  const numbers = (list, key) => new Map(list.map((each, number) => [each[key], number]));
  return {
    ...record,
    columnOf: numbers(record.columns, "key"),
    rowOf: numbers(record.rows, "name"),
    scenarioOf: numbers(record.scenarios, "name"),
  };
}

/** The answers of one cell. */
export function answersOf(data, row, column) {
  return data.rows[row].cells[column].map((number) => data.answers[number]);
}

/** What a cell says under one scenario. */
export function answerUnder(data, row, column, scenario) {
  for (const number of data.rows[row].cells[column]) {
    const answer = data.answers[number];
    if (answer.in.includes(scenario)) return answer;
  }
  throw new Error(`no answer for ${data.rows[row].name} under ${data.scenarios[scenario].name}`);
}

/** Whether two rows say the same in a column, scenario by scenario. */
export function sayTheSame(data, one, other, column) {
  return data.scenarios.every((_, scenario) => {
    const [a, b] = [one, other].map((row) => answerUnder(data, row, column, scenario));
    return a.says === b.says && a.state === b.state;
  });
}
