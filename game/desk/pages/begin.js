// Joining hands to what they move, and the first picture.
function listen() {
  $("search").addEventListener("input", search);
  $("search").addEventListener("keydown", (event) => {
    const first = $("found").querySelector("button");
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "Enter" && first) first.click();
    else if (event.key === "ArrowDown" && first) first.focus();
    else return;
    event.preventDefault();
  });
  $("found").addEventListener("keydown", (event) => {
    const item = event.target.closest("li");
    const next = { ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling }[event.key];
    if (event.key === "ArrowUp" && !next) $("search").focus();
    next?.firstElementChild.focus();
    if (event.key.startsWith("Arrow")) event.preventDefault();
  });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  for (const id of ["person", "variable", "coverage", "road"]) $(id).addEventListener("change", filter);
  $("chapter").addEventListener("change", () => {
    if ($("chapter").value) open($("chapter").value);
    else wider();
  });
  $("in").addEventListener("click", () => zoom(1.3));
  $("out").addEventListener("click", () => zoom(1 / 1.3));
  $("fit").addEventListener("click", () => fit());
  $("around").addEventListener("click", () => {
    const { chosen } = state;
    if (state.view.kind === "around" && state.view.scene === (chosen || state.view.scene)) return wider();
    if (!chosen) return;
    show({ kind: "around", scene: chosen });
    fit();
  });
  $("light").addEventListener("click", () => light(document.documentElement.dataset.theme !== "light"));
  $("save").addEventListener("click", save);
  document.addEventListener("keydown", pressed);
  window.addEventListener("resize", place);
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { left, top } = map.getBoundingClientRect();
    const lines = event.deltaMode === 1 ? 18 : 1;
    if (event.shiftKey) state.x -= (event.deltaY || event.deltaX) * lines;
    else return zoom(Math.exp(-event.deltaY * lines * 0.0016), event.clientX - left, event.clientY - top);
    place();
  }, { passive: false });
  drag();
  whole.addEventListener("pointerdown", jump);
  whole.addEventListener("pointermove", (event) => event.buttons && jump(event));
}

function jump(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(whole.getScreenCTM().inverse());
  const { width, height } = room();
  state.x = width / 2 - point.x * state.scale;
  state.y = height / 2 - point.y * state.scale;
  place();
}

// One finger or the mouse moves the map, two fingers bring it nearer; a press that does not
// move chooses what is under it.
function drag() {
  const fingers = new Map();
  let moved = 0;
  map.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 1) moved = 0;
  });
  window.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...fingers.entries()].find(([id]) => id !== event.pointerId)?.[1];
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (moved > 4) map.classList.add("moving");
    if (other) {
      const { left, top } = map.getBoundingClientRect();
      const far = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) || 1;
      zoom(far(now, other) / far(before, other), (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
    } else if (moved > 4) {
      state.x += now.x - before.x;
      state.y += now.y - before.y;
      place();
    }
    fingers.set(event.pointerId, now);
  });
  const up = (event) => {
    if (fingers.delete(event.pointerId) && !fingers.size) map.classList.remove("moving");
  };
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", up);
  map.addEventListener("click", (event) => {
    if (moved > 4) return;
    const card = event.target.closest(".scene");
    if (card) pick(card);
    else if (state.chosen && !state.drawn.ofChapters) choose("");
  });
}

function light(on) {
  document.documentElement.dataset.theme = on ? "light" : "dark";
  $("light").textContent = on ? "Dark" : "Light";
}

// What is drawn, as a file of its own: every colour written out.
function save() {
  const copy = map.cloneNode(true);
  const { width, height } = state.drawn;
  copy.querySelector("#world").removeAttribute("transform");
  for (const name of ["style", "class"]) copy.querySelector("#world").removeAttribute(name);
  const size = { xmlns: "http://www.w3.org/2000/svg", width: width + 80, height: height + 80,
    viewBox: `-40 -40 ${width + 80} ${height + 80}` };
  for (const [key, value] of Object.entries(size)) copy.setAttribute(key, value);
  const now = getComputedStyle(document.documentElement);
  const colours = $("style").textContent.replace(/var\((--[a-z-]+)\)/g, (_, name) => now.getPropertyValue(name).trim());
  const drawing = colours.slice(colours.indexOf("/* the drawing */")).replace("var(--head, 30px)", "30px");
  const ground = svg("rect", { x: -40, y: -40, width: width + 80, height: height + 80, fill: now.getPropertyValue("--ground").trim() });
  copy.prepend(svg("style", {}, drawing), ground);
  const file = new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
  const link = html("a", { href: URL.createObjectURL(file), download: `${data.story}.svg` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function begin() {
  $("title").textContent = data.title;
  $("title").lang = data.language;
  options($("chapter"), "all", data.chapters.map((chapter) => [chapter.id, chapter.title]));
  options($("person"), "anybody", Object.entries(data.people));
  options($("variable"), "any", Object.keys(data.variables).map((name) => [name, name]));
  for (const [value, [words]] of Object.entries(COVERAGE)) $("coverage").append(html("option", { value }, words));
  $("coverage-label").hidden = !data.walks;
  $("road-label").hidden = !data.road.length;
  for (const [id, value] of Object.entries(data.wanted)) {
    if (id === "road") $(id).checked = value;
    else $(id).value = value;
  }
  light(window.matchMedia("(prefers-color-scheme: light)").matches);
  listen();
  if ($("chapter").value) return open($("chapter").value);
  show(state.view);
  fit(0.8);
}

begin();
