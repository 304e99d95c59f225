// Cells by keyboard: one cell of a table is a stop for Tab, arrows move between the cells, Enter opens one.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** Let keys and clicks open the cells of a table. */
export function reachable(table, open) {
  let stop = table.querySelector("tbody td");
  if (!stop) return;
  stop.tabIndex = 0;
  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td");
    if (cell) stop = moved(stop, cell);
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td");
    if (!cell || event.target !== cell) return;
    if (event.key === "Enter" || event.key === " ") open(cell);
    else if (event.key in STEPS) neighbour(cell, STEPS[event.key])?.focus();
    else return;
    event.preventDefault();
  });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (cell && !event.target.closest("a")) open(cell);
  });
}

/** Make sure that the stop of Tab is a cell that is shown. */
export function keepReachable(table) {
  const stop = table.querySelector('td[tabindex="0"]');
  const first = table.querySelector("tbody tr:not([hidden]) td:not([hidden])");
  if (stop && first && (stop.hidden || stop.parentElement.hidden)) moved(stop, first);
}

function moved(stop, cell) {
  // A cell that loses its place in the order of Tab, even for a moment, loses the focus.
  if (stop === cell) return cell;
  stop.removeAttribute("tabindex");
  cell.tabIndex = 0;
  return cell;
}

/** The next cell that is shown in a direction. It becomes one that takes the focus. */
function neighbour(cell, [down, right]) {
  let found = cell;
  do {
    const row = found.parentElement;
    if (right) found = right > 0 ? found.nextElementSibling : found.previousElementSibling;
    else found = (down > 0 ? row.nextElementSibling : row.previousElementSibling)?.cells[found.cellIndex];
  } while (found && (found.hidden || found.parentElement.hidden));
  if (found?.tagName !== "TD") return null;
  found.tabIndex = -1;
  return found;
}
