// Plays a Twee file of ours for a test: node twine_player.js FILE. Reads a line of JSON, answers with one.
// Of a list of choices, null begins again; a number takes the link of that index.
//
// SugarCube itself is on no package registry. This reads its documented macros set, if, link and
// goto, and complains of any text in which SugarCube would see a mark of its own.
"use strict";
const fs = require("fs");
const readline = require("readline");

const passages = new Map();
for (const part of ("\n" + fs.readFileSync(process.argv[2], "utf-8")).split("\n::").slice(1)) {
  const [head, ...lines] = part.split("\n");
  passages.set(/^ (.*?)(?: \[.*?\])?(?: \{.*\})?$/.exec(head)[1], lines.join("\n").trimEnd());
}
const data = JSON.parse(passages.get("StoryData"));
const MARKS = /<|\[\[|''|\/\/|__|==|~~|\^\^|--|@@|\{\{\{|"""|\$[A-Za-z_$]|\b_[A-Za-z]|\/[*%]|\\$/;
const WORDS = { is: "===", isnot: "!==", and: "&&", or: "||", not: "!", to: "=" };
Math.clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const random = (low, high) => low + Math.floor(Math.random() * (high - low + 1));

let V, T, links, passage, going;

function evaluate(text) {
  const code = text.replace(/"(?:\\.|[^"\\])*"|\$(\w+)|\b_(\w+)|\b[a-z]+\b/g, (all, story, temporary) =>
    all[0] === '"' ? all : story ? `V.${story}` : temporary ? `T.${temporary}` : WORDS[all] || all);
  return new Function("V", "T", "random", `return (${code})`)(V, T, random);
}

function parse(text) {
  const macro = /<<(\/?\w+)((?:\s+(?:"(?:\\.|[^"\\])*"|`[^`]*`|[^>"`]|>(?!>))*)?)>>/g;
  const root = { children: [] };
  const stack = [root];
  let at = 0;
  for (let found; (found = macro.exec(text)); at = macro.lastIndex) {
    const top = stack[stack.length - 1];
    top.children.push(text.slice(at, found.index));
    const [, name, args] = found;
    if (name === "else" || name === "elseif") {
      top.branches.push({ test: name === "else" ? "true" : args, children: (top.children = []) });
    } else if (name[0] === "/") {
      if (stack.pop().name !== name.slice(1)) throw new Error(`${found[0]} closes nothing`);
    } else {
      const node = { name, args: args.trim(), children: [] };
      top.children.push(node);
      if (name === "if") node.branches = [{ test: args, children: node.children }];
      if (name === "if" || name === "link") stack.push(node);
    }
  }
  if (stack.length > 1) throw new Error(`<<${stack.pop().name}>> is not closed`);
  root.children.push(text.slice(at));
  return root.children;
}

function run(nodes) {
  return nodes.map((node) => {
    if (typeof node === "string") return node;
    if (node.name === "set") return void evaluate(node.args) || "";
    if (node.name === "goto") return void (going = evaluate(node.args)) || "";
    if (node.name === "if") {
      const branch = node.branches.find((one) => evaluate(one.test));
      return branch ? run(branch.children) : "";
    }
    if (node.name !== "link") throw new Error(`no macro ${node.name}`);
    const args = node.args.match(/^("(?:\\.|[^"\\])*"|`[^`]*`)(?: "(.*)")?$/);
    const words = evaluate(args[1][0] === "`" ? args[1].slice(1, -1) : args[1]);
    links.push({ words: plain(words), body: node.children, goal: args[2] });
    return "";
  }).join("");
}

function plain(html) {
  const text = html.replace(/<\/?em>/g, "");
  const bare = text.replace(/&#\d+;/g, "\u00a7");
  if (MARKS.test(bare)) throw new Error(`SugarCube would see a mark in: ${text}`);
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replace(/\s+/g, " ").trim();
}

function show(name) {
  passage = name;
  links = [];
  const html = run(parse(passages.get(name).replace(/\n+/g, " ")));
  const all = (pattern) => [...html.matchAll(pattern)].map((found) => plain(found[1])).filter((text) => text);
  const left = html.replace(/<(h1|h2|p|li)[^>]*>.*?<\/\1>|<\/?ul[^>]*>/g, "").trim();
  if (left) throw new Error(`left over: ${left}`);
  const quoted = html.replace(/<p class="quoted">(.*?)<\/p>/g, (all, text) => (text.trim() ? `<p>&#62; ${text}</p>` : ""));
  return {
    scene: name,
    title: all(/<h2>(.*?)<\/h2>/g)[0] || "",
    text: [...quoted.matchAll(/<p>(.*?)<\/p>/g)].map((found) => plain(found[1])),
    locked: all(/<li class="locked">(.*?)<\/li>/g),
    last: [...html.matchAll(/<p class="ending">(.*?)<\/p>/g)].flatMap((found) => found[1].split("<br>").map(plain)),
    open: links.map((link) => link.words),
  };
}

function turn(choice) {
  if (choice === null) {
    V = {};
    T = {};
    run(parse(passages.get("StoryInit").replace(/\/\*.*?\*\//g, "")));
    return show(data.start);
  }
  const link = links[choice];
  going = link.goal;
  run(link.body);
  T = {};
  return show(going);
}

console.log("[]");
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  let answer;
  try {
    answer = JSON.parse(line).map(turn);
  } catch (error) {
    answer = { trouble: String(error) };
  }
  console.log(JSON.stringify(answer));
});
