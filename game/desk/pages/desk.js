// Finding, filtering and reading: the controls, the panel, the keys.
const $ = (id) => document.getElementById(id);
const panel = $("panel");

function html(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else element.setAttribute(key, value);
  }
  element.append(...inside.filter((part) => part !== "" && part != null));
  return element;
}

// ------------------------------------------------------------ filters

const text = (scene) => (scene.searched ??= [scene.id, scene.title, scene.text, scene.place, scene.ending,
  ...scene.exits.flatMap((exit) => [exit.id, exit.say])].join("\n").toLocaleLowerCase());
const COVERAGE = {
  "": ["any share", () => true],
  never: ["never met", (share) => share === 0],
  one: ["under 1 %", (share) => share < 0.01],
  ten: ["under 10 %", (share) => share < 0.1],
  half: ["over half", (share) => share > 0.5],
};

function wanted(scene) {
  const words = $("search").value.trim().toLocaleLowerCase();
  const [person, variable] = [$("person").value, $("variable").value];
  return (!words || words.split(/\s+/).every((word) => text(scene).includes(word)))
    && (!$("chapter").value || state.view.kind === "around" || scene.chapter === $("chapter").value)
    && (!person || scene.people.some(([name]) => name === person))
    && (!variable || scene.asks.includes(variable) || scene.sets.includes(variable))
    && (scene.share === null || COVERAGE[$("coverage").value][1](scene.share))
    && (!$("road").checked || road.has(scene.id));
}

function filter() {
  const met = new Set([...scenes.values()].filter(wanted).map((scene) => scene.id));
  const isMet = (id) => state.drawn.ofChapters ? chapters.get(id).scenes.some((scene) => met.has(scene.id)) : met.has(id);
  for (const element of map.querySelectorAll(".scene")) element.classList.toggle("dim", !isMet(element.dataset.id));
  for (const element of whole.querySelectorAll("rect[data-id]")) element.classList.toggle("dim", !isMet(element.dataset.id));
  for (const element of map.querySelectorAll(".way")) {
    element.classList.toggle("dim", !(isMet(element.dataset.from) && isMet(element.dataset.to)));
  }
  const all = `${scenes.size} scene${scenes.size === 1 ? "" : "s"}`;
  const near = state.view.kind === "around" ? `${state.drawn.cards.size} around ${state.view.scene} · ` : "";
  $("count").textContent = near + (met.size === scenes.size ? all : `${met.size} of ${all}`);
  return met;
}

function search() {
  const met = filter();
  const words = $("search").value.trim();
  const found = words ? [...scenes.values()].filter((scene) => met.has(scene.id)).slice(0, 60) : [];
  $("found").replaceChildren(...found.map((scene) => html("li", {}, html("button", {
    type: "button", "data-id": scene.id, click: () => { $("found").hidden = true; go(scene.id); },
  }, scene.title, html("small", {}, scene.id)))));
  $("found").hidden = !found.length;
}

// Choose a scene, wherever it is: draw another part of the story when it has to be.
function go(id) {
  if (!state.drawn.cards.has(id)) open(scenes.get(id).chapter, id);
  if (state.drawn.cards.has(id)) choose(id);
}

function open(chapter, scene = "") {
  const there = chapters.get(chapter).scenes;
  $("chapter").value = large ? chapter : $("chapter").value;
  if (there.length > MOST_IN_BAND) show({ kind: "around", scene: scene || there[0].id });
  else show({ kind: "chapter", chapter });
  fit(0.8);
}

function options(select, first, entries) {
  select.append(html("option", { value: "" }, first));
  for (const [value, words] of entries) select.append(html("option", { value }, words));
}

// ------------------------------------------------------------ one scene

function choose(id, move = true) {
  state.chosen = state.drawn.ofChapters ? "" : id;
  for (const element of map.querySelectorAll(".scene")) element.classList.toggle("chosen", element.dataset.id === state.chosen);
  for (const element of map.querySelectorAll(".told.near")) element.remove();
  for (const element of map.querySelectorAll(".way")) {
    const near = Boolean(id) && (element.dataset.from === id || element.dataset.to === id);
    element.classList.toggle("near", near);
    const isRoad = element.classList.contains("road");
    element.setAttribute("marker-end", `url(#head-${near && !isRoad ? "near" : element.dataset.head})`);
    if ("far" in element.dataset && !isRoad) element.setAttribute("visibility", near ? "visible" : "hidden");
  }
  $("around").disabled = !state.chosen && state.view.kind !== "around";
  panel.hidden = !state.chosen;
  if (!state.chosen) return panel.replaceChildren();
  panel.replaceChildren(...about(scenes.get(id)));
  panel.scrollTop = 0;
  rove(id);
  if (move) bringIn(id);
}

function about(scene) {
  const people = scene.people.map(([name, when]) => (data.people[name] ?? name) + (when ? ` (if ${when})` : "")).join(", ");
  const facts = html("p", { class: "facts" });
  const add = (label, value, name = "") => value && facts.append(`${label} `, html("span", { class: name }, value), html("br"));
  add("Scene", scene.id);
  add("Where it is written", scene.where);
  add("When", [scene.day, scene.hour].filter(Boolean).join(", ") || (scene.aside ? "aside" : ""));
  add("Where", data.places[scene.place] ?? scene.place);
  add("Here", people);
  add("Basis", scene.basis);
  add("Begins", scene.begins.join(", "));
  add("Does", scene.do.join("; "));
  add("Asks for", scene.asks.join(", "));
  add("Changes", scene.sets.join(", "));
  add("Ends", data.endings[scene.ending] ?? scene.ending);
  if (scene.share !== null) add("Walks that come here", `${percent(scene.share)} of ${data.walks}`, "share");
  const parts = [
    html("button", { class: "close", type: "button", "aria-label": "Close (Esc)", click: () => leave() }, "×"),
    html("h2", { lang: data.language }, scene.title), facts,
  ];
  if (scene.exits.length) parts.push(html("h3", {}, "Leads to"), html("ul", { class: "ways" }, ...scene.exits.map(exitRow)));
  const from = into.get(scene.id) ?? [];
  if (from.length) {
    parts.push(html("h3", {}, "Comes from"), html("ul", { class: "ways" }, ...from.slice(0, 40).map((way) =>
      html("li", {}, door(way.from, taken(way)), html("span", { class: "also" }, inWords(way))))));
  }
  if (scene.text) parts.push(html("h3", {}, "Text"), html("div", { class: "text", lang: data.language }, scene.text));
  return parts;
}

function door(id, isRoad) {
  return html("button", { type: "button", class: isRoad ? "taken" : "", click: () => go(id) }, scenes.get(id).title);
}

function exitRow(exit) {
  const also = [exit.id, exit.if && `if ${exit.if}`, exit.once && "once", exit.fallback && "fallback", ...exit.do];
  const row = html("li", {}, html("span", { class: "say", lang: data.language }, exit.say || "Go on"));
  row.append(html("span", { class: "also" }, also.filter(Boolean).join(" · ")));
  for (const track of exit.tracks) {
    const when = [track.kind === "visit" && `a visit, then ${track.then}`, track.kind === "return" && "back",
      track.if && (track.if === "otherwise" ? track.if : `if ${track.if}`), track.odds && percent(track.odds)];
    const words = when.filter(Boolean).join(" · ");
    const way = { from: state.chosen, to: track.to, exit };
    row.append(html("span", {}, "→ ", door(track.to, taken(way)), words ? ` ${words}` : "", html("br")));
  }
  return row;
}

function leave() {
  const { chosen } = state;
  choose("");
  map.querySelector(`[data-id="${chosen}"]`)?.focus();
}

// ------------------------------------------------------------ keys

// One card at a time is in the order of the Tab key; arrows go from card to card.
function rove(id) {
  const cards = [...map.querySelectorAll(".scene")];
  const one = cards.find((card) => card.dataset.id === id) ?? cards[0];
  for (const card of cards) card.setAttribute("tabindex", card === one ? 0 : -1);
}

function neighbour(id, key) {
  const here = state.drawn.cards.get(id);
  const along = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  let best = null;
  for (const card of state.drawn.cards.values()) {
    const [dx, dy] = [card.x - here.x, card.y - here.y];
    const ahead = dx * along[0] + dy * along[1];
    const aside = Math.abs(dx * along[1]) + Math.abs(dy * along[0]);
    if (card.id === id || ahead <= 1) continue;
    const far = ahead + 2.5 * aside;
    if (!best || far < best.far) best = { far, id: card.id };
  }
  return best?.id;
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "Escape") return escape(event);
  if (typing) return;
  const card = event.target.closest?.(".scene");
  const keys = {
    "/": () => $("search").focus(), "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3),
    0: () => fit(), a: () => $("around").click(), n: () => onward(1), p: () => onward(-1),
  };
  if (card && event.key.startsWith("Arrow")) {
    const next = neighbour(card.dataset.id, event.key);
    if (next) {
      rove(next);
      map.querySelector(`[data-id="${next}"]`).focus({ preventScroll: true });
      bringIn(next);
      if (state.chosen) choose(next);
    }
  } else if (card && (event.key === "Enter" || event.key === " ")) pick(card);
  else if (keys[event.key]) keys[event.key]();
  else return;
  event.preventDefault();
}

function escape() {
  if (!$("found").hidden || $("search").value) {
    $("search").value = "";
    search();
  } else if (state.chosen) leave();
  else if (state.view.kind === "around" || (large && state.view.kind === "chapter")) wider();
}

function wider() {
  $("chapter").value = large ? "" : $("chapter").value;
  const one = $("chapter").value;
  show(one ? { kind: "chapter", chapter: one } : { kind: large ? "chapters" : "all" });
  fit();
}

// The next of the scenes that are asked for, or the one before.
function onward(by) {
  const met = filter();
  const all = [...scenes.keys()].filter((id) => met.has(id));
  const here = all.indexOf(state.chosen);
  if (all.length) go(all[here < 0 ? (by > 0 ? 0 : all.length - 1) : (here + by + all.length) % all.length]);
}

const pick = (card) => (card.dataset.chapter ? open(card.dataset.chapter) : choose(card.dataset.id));
