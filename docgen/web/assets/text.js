// Elements and texts. Every text goes in as a text node or an attribute, never as markup: names are strangers'.

/** An element with attributes and children; a child that is a text becomes a text node, one that is null is left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A link to a place of the source; its text alone where the project shows its sources nowhere. */
export function placeLink(data, number) {
  if (number === null || number === undefined) return null;
  const [text, address] = data.places[number];
  return address ? element("a", { href: address }, text) : element("code", {}, text);
}

/** `1 backend`, `2 backends`. */
export function counted(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

/** A text with its code spans as elements, be they written with one backtick or with two. */
export function prose(text) {
  return text.split(/`{1,2}([^`]+)`{1,2}/).map((part, odd) => (odd % 2 ? element("code", {}, part) : part));
}

/** Do something once the page is there, and again where a theme exchanges the page without loading it. */
export function onPage(start) {
  if (window.document$?.subscribe) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
