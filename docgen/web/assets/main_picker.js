// The start of the picker, where a page has a place for it and the data.

import { startPicker } from "./picker.js";
import { onPage } from "./text.js";

onPage(() => {
  const holder = document.querySelector(".docgen-picker");
  const choice = document.getElementById("docgen-choice");
  if (holder && choice && !holder.firstElementChild) startPicker(JSON.parse(choice.textContent), holder);
});
