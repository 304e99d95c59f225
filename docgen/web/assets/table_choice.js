// The choice of a backend looked up among those that docgen computed, for code that no browser can run.

/** Looks choices up under one scenario. */
export class TableChooser {
  constructor(record, scenario) {
    this.table = record.table;
    this.scenario = scenario;
  }

  /** What a field for an input shows. */
  describe({ name, normal, values }) {
    const held = this.table.tables.flatMap((each) => each.values[name] ?? []);
    return { flag: normal === "false", options: values, normal: normal === null || normal === "none" ? "not stated" : normal, held: [...new Set(held)] };
  }

  /** A value as users of docgen explain write it. */
  canonical(value) {
    if (value === null) return "none";
    return typeof value === "number" && Number.isInteger(value) ? `${value}.0` : String(value);
  }

  /** The choice for inputs by name; `outside` if it is not among those that were computed. */
  choose(given) {
    const words = new Map([...given].map(([name, value]) => [name, this.canonical(value)]));
    for (const entry of this.table.tables) {
      const position = this.position(entry, words);
      if (position < 0) continue;
      const { chosen, rejected, doubt } = this.table.outcomes[entry.choices[this.scenario.name][position]];
      return { chosen, doubt, candidates: rejected.map(([name, reasons]) => ({ name, reasons, doubt: "" })) };
    }
    return { chosen: null, candidates: [], doubt: "", outside: true };
  }

  /** The number of a combination of an entry; -1 if the entry has it not. */
  position(entry, words) {
    const values = Object.entries(entry.values);
    for (const { name, normal } of this.table.inputs) {
      if (!(name in entry.values) && words.has(name) && words.get(name) !== normal) return -1;
    }
    let position = 0;
    for (const [name, listed] of values) {
      const normal = this.table.inputs.find((each) => each.name === name).normal;
      const found = listed.indexOf(words.get(name) ?? normal);
      if (found < 0) return -1;
      position = position * listed.length + found;
    }
    return position;
  }

  why(error) {
    throw error;
  }
}
