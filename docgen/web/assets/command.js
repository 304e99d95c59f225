// The command of a terminal that answers what a page was asked, ready to be copied.

import { element } from "./text.js";

/** The text of the command for a scenario and parameters as users write them. */
export function commandText(words, scenario, settings, model = "") {
  const stated = [...settings].map(([name, value]) => `${name}=${value}`);
  return [...words, "--scenario", scenario, ...(model ? ["--model-config", model] : []), ...stated].map(quoted).join(" ");
}

function quoted(word) {
  return /^[\w.,:%+@=/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command with a button that copies it. */
export function commandPart(text) {
  const code = element("code", { tabindex: "0" }, text);
  const copy = element("button", { type: "button", click: () => copied(text, code, copy) }, "Copy");
  return element("p", { class: "docgen-command" }, code, copy);
}

async function copied(text, code, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Some browsers give files no clipboard: what is marked can be copied by hand.
    getSelection().selectAllChildren(code);
    button.textContent = "Marked";
  }
}
