// What the theme leaves out for those who do not see or point.
// Its search is a dialog without a name: a screen reader is told what opens.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
// Its tables scroll sideways: keys reach what sticks out.
window.addEventListener("load", () => {
  for (const each of document.querySelectorAll(".md-typeset__scrollwrap")) each.tabIndex = 0;
});
