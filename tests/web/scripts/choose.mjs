// Choices for many questions: reads a file with the record and the questions, writes the answers as JSON.

import { readFileSync } from "node:fs";

import { TableChooser } from "../../../docgen/web/assets/table_choice.js";
import { Chooser, parseJson, plain } from "../../../docgen/web/assets/choice.js";

const { record, questions } = parseQuestions(readFileSync(process.argv[2], "utf8"));
const choosers = new Map(record.scenarios.map((scenario) => [scenario.name, new (record.table ? TableChooser : Chooser)(record, scenario)]));
const answers = questions.map(({ scenario, settings, model }) => {
  const chooser = choosers.get(scenario);
  try {
    const config = model ?? {};
    const cases = model ? chooser.cases(config) : [new Map(Object.entries(settings).map(([name, value]) => [name, plain(value)]))];
    return cases.map((given) => shown(chooser.choose(given, config)));
  } catch (error) {
    return chooser.why(error);
  }
});
process.stdout.write(JSON.stringify(answers));

function shown({ chosen, candidates, doubt, outside }) {
  if (outside) return "outside";
  const rejected = candidates.filter((each) => each.reasons.length).map((each) => [each.name, each.reasons]);
  return { chosen, rejected, ...(doubt ? { doubt } : {}) };
}

function parseQuestions(text) {
  // The record is docgen's own, in which no number is a value of Python; the questions hold such values.
  return { record: JSON.parse(text).record, questions: parseJson(text).questions };
}
