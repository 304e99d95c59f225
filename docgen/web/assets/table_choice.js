// The choice of a backend looked up among those that docgen computed, for code that no browser can run.

/** Looks choices up under one scenario. */
export class TableChooser {
  constructor(record, scenario) {
    this.table = record.table;
    this.scenario = scenario;
  }

  /** What a field for an input shows: the values that any of the computed choices has. */
  describe({ name, normal }) {
    const normally = normal === null || normal === "none" ? "not stated" : `${normal} (default)`;
    if (normal === "false") return { flag: true, options: null, normal: normally };
    const held = new Set(this.table.tables.flatMap((each) => each.values[name] ?? []));
    held.delete(normal);
    const numbers = [...held].every((word) => Number.isFinite(Number(word)));
    return { flag: false, options: numbers ? [...held].sort((one, other) => one - other) : [...held], normal: normally };
  }

  /** Whether any of the computed choices has a value of an input besides its default. */
  varies({ name, normal }) {
    return this.table.tables.some((each) => each.values[name]?.some((word) => word !== normal));
  }

  /** A value as users of docgen explain write it. */
  canonical(value) {
    if (value === null) return "none";
    return typeof value === "number" && Number.isInteger(value) ? `${value}.0` : String(value);
  }

  /** The choice for inputs by name; `outside` if it is not among those that were computed. */
  choose(given) {
    const words = this.words(given);
    for (const entry of this.table.tables) {
      const position = this.position(entry, words);
      if (position < 0) continue;
      const { chosen, rejected, doubt } = this.table.outcomes[entry.choices[this.scenario.name][position]];
      return { chosen, doubt, candidates: rejected.map(([name, reasons]) => ({ name, reasons, doubt: "" })) };
    }
    return { chosen: null, candidates: [], doubt: "", outside: true };
  }

  /**
   * Inputs near to those given that were computed, in words: the input `last`, which was set last, keeps its value, and
   * so does each other one as far as some computed choice has them all.
   */
  settled(given, last) {
    const wanted = this.words(given);
    const names = [last, ...wanted.keys()].filter((name, position, all) => name && all.indexOf(name) === position);
    const kept = new Map();
    for (const name of names) {
      kept.set(name, wanted.get(name) ?? this.normal(name));
      if (!this.table.tables.some((entry) => this.allows(entry, kept))) kept.delete(name);
    }
    const fitting = this.table.tables.filter((entry) => this.allows(entry, kept));
    const entry = fitting.find((each) => this.position(each, kept) >= 0) ?? fitting[0];
    for (const [name, listed] of Object.entries(entry?.values ?? {})) {
      if (!kept.has(name) && !listed.includes(this.normal(name))) kept.set(name, listed[0]);
    }
    return new Map([...kept].filter(([name, word]) => word !== this.normal(name)));
  }

  words(given) {
    return new Map([...given].map(([name, value]) => [name, this.canonical(value)]));
  }

  normal(name) {
    return this.table.inputs.find((each) => each.name === name)?.normal ?? null;
  }

  /** Whether an entry has these values of inputs, whatever the others are. */
  allows(entry, words) {
    return [...words].every(([name, word]) => entry.values[name]?.includes(word) ?? word === this.normal(name));
  }

  /** The number of a combination of an entry; -1 if the entry has it not. */
  position(entry, words) {
    if (!this.allows(entry, words)) return -1;
    let position = 0;
    for (const [name, listed] of Object.entries(entry.values)) {
      const found = listed.indexOf(words.get(name) ?? this.normal(name));
      if (found < 0) return -1;
      position = position * listed.length + found;
    }
    return position;
  }

  why(error) {
    throw error;
  }
}
