// The game begins by itself (textual.js); this gives it the keys, and begins it again.
"use strict";

document.getElementById("again").addEventListener("click", () => window.location.reload());

const watched = new MutationObserver(() => {
  if (document.body.classList.contains("-closed")) {
    document.getElementById("again").focus();
  } else if (document.body.classList.contains("-first-byte")) {
    document.querySelector(".xterm-helper-textarea")?.focus();
  }
});
watched.observe(document.body, { attributes: true, attributeFilter: ["class"] });
