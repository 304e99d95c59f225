// The theme's search is a dialog without a name: a screen reader is told what opens.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
