// All that is known of one cell: the answer under each scenario, what decided it and where, why, and what proves it.

import { answersOf } from "./data.js";
import { element, placeLink, prose } from "./text.js";

/** A function that shows the details of a cell, by the element of the cell. */
export function detailsOf(data) {
  const dialog = element("dialog", { class: "docgen-details", "aria-labelledby": "docgen-details-title" });
  // A click beside the dialog's content is a click on the dialog itself.
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  return (cell) => {
    const row = data.rowOf.get(cell.parentElement.dataset.row);
    const heading = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    const column = data.columnOf.get(heading.dataset.key);
    if (row === undefined || column === undefined) return;
    dialog.replaceChildren(...contents(data, row, column, cell, () => dialog.close()));
    dialog.showModal();
  };
}

function contents(data, row, column, cell, close) {
  const { name, why, proof } = data.rows[row];
  const { key, header, about } = data.columns[column];
  return [
    element("button", { type: "button", class: "docgen-close", "aria-label": "Close", click: close }, "×"),
    element("h2", { id: "docgen-details-title" }, `${name}: ${header}`),
    about ? element("p", {}, ...prose(about)) : "",
    element("dl", {}, ...answersOf(data, row, column).flatMap((answer) => answerParts(data, answer))),
    ...(why[key] ? reasons(data, why[key]) : []),
    ...(proof[key] ? evidence(proof[key]) : []),
    element("p", {}, element("a", { href: `#${cell.id}`, click: close }, "Link to this cell")),
  ];
}

function answerParts(data, answer) {
  const everywhere = answer.in.length === data.scenarios.length;
  const where = everywhere ? "Everywhere" : answer.in.map((each) => data.scenarios[each].label).join("; ");
  const place = placeLink(data, answer.place);
  return [
    element("dt", {}, where),
    element("dd", {}, element("strong", {}, answer.says)),
    ...(answer.when || []).map(([says, when]) => element("dd", {}, `${says} when `, element("code", {}, when))),
    answer.reason ? element("dd", {}, answer.reason) : null,
    place ? element("dd", {}, "Decided at ", place, answer.by === "static" ? "" : `, answered by ${answer.by}`) : null,
  ].filter((part) => part !== null);
}

function reasons(data, [text, place]) {
  const paragraphs = text.split(/\n\s*\n/).map((paragraph) => element("p", {}, ...prose(paragraph)));
  return [element("h3", {}, "Why"), ...paragraphs, element("p", {}, placeLink(data, place))];
}

function evidence(lines) {
  return [element("h3", {}, "Evidence"), element("ul", {}, ...lines.map((line) => element("li", {}, line)))];
}
