"""What a language lacks, put into its files where it belongs: an entry with nothing in it,
in the order of the story, and above it, as a remark, the source.

The remarks begin with `# en | ` (the code is that of the story's own language). They
belong to `october translate`: it takes each away once its text is told.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from game.desk.overlay import STEP, Entry, Pages, wants_lines
from game.desk.translated import text_of
from game.story.model import Prose, Story

OF_STORY = ("title", "by", "about", "content", "credits", "variables", "phrases", "endings")
SPACED = ("scenes", "notes")  # blank lines stand between their entries
Head = tuple[str, str]  # what a document begins with: ("chapter", its id), ("story", id) or ("", "")
Tree = dict[str, "Tree | Prose"]  # names as they are nested in a document, down to texts


def place_of(story: Story, key: str) -> tuple[Head, list[str]]:
    """The document that a text belongs in, and its path in there."""
    names = key.split("/")
    if names[0] == "chapters":
        return ("chapter", names[1]), names[2:]
    if names[0] == "scenes":
        return ("chapter", story.scenes[names[1]].chapter), names
    return ("story", story.id) if names[0] in OF_STORY else ("", ""), names


@dataclass(slots=True)
class Folder:
    """The files of one language, and where in them each path is. A story that is one file
    has its languages in that file: `alone` is its name then."""

    language: str
    alone: str = ""
    pages: dict[str, Pages] = field(default_factory=dict[str, Pages])
    at: dict[str, Entry] = field(default_factory=dict[str, Entry])  # by the path of a text, or of what holds some
    heads: dict[tuple[str, Head], list[Entry]] = field(default_factory=dict[tuple[str, Head], list[Entry]])

    def add(self, name: str, text: str, whole: bool = True) -> None:
        """Take a file in: all of it, or those of its documents that say the language."""
        pages = self.pages[name] = Pages(name, text)
        for document in pages.documents:
            inside = document.entries()
            if not whole and ("language" not in inside or inside["language"].value != self.language):
                continue
            kind = next((kind for kind in ("chapter", "story") if kind in inside), "")
            head = (kind, inside[kind].value if kind else "")
            self.heads.setdefault((name, head), []).append(document)
            for key, entry in inside.items():
                own = kind == "chapter" and key != "scenes"
                self.index(f"chapters/{head[1]}/{key}" if own else key, entry)

    def index(self, path: str, entry: Entry) -> None:
        if "/" in path or not entry.entries():
            self.at.setdefault(path, entry)
        for name, inner in entry.entries().items():
            self.index(f"{path}/{name}", inner)

    def file_for(self, source: str) -> str:
        """The file in which the texts of a file of the story are told."""
        return self.alone or f"{self.language}/{source}"

    def file(self, name: str) -> Pages:
        if name not in self.pages:
            self.add(name, "")
        return self.pages[name]

    def entry(self, key: str) -> Entry | None:
        """Where a text is told, or would be."""
        found = self.at.get(key)
        if found is None and key.endswith("/say"):
            found = self.at.get(key.removesuffix("/say"))  # a choice written short
            return found if found is not None and found.inside is None and not found.empty else None
        return found


def add_missing(folder: Folder, story: Story, texts: Iterable[Prose], told: Container[str]) -> None:
    """Make an entry for each text that is not told and has none, and renew the remarks.
    `texts` are all those of the story, in its order."""
    trees: dict[tuple[str, Head], Tree] = {}
    for prose in texts:
        head, names = place_of(story, prose.key)
        tree = trees.setdefault((prose.where.file, head), {})
        for name in names[:-1]:
            inner = tree.setdefault(name, {})
            assert isinstance(inner, dict)
            tree = inner
        tree[names[-1]] = prose
    grower = _Grower(folder, f"# {story.language} | ", told)
    for (source, head), tree in trees.items():
        grower.document(source, head, tree)
    grower.renew_remarks(texts)


@dataclass(slots=True)
class _Grower:
    folder: Folder
    remark: str
    told: Container[str]
    remarks: dict[tuple[str, int], list[Prose]] = field(default_factory=dict[tuple[str, int], list[Prose]])

    def lacking(self, tree: Tree | Prose) -> Tree | Prose | None:
        """What of a tree has no entry yet."""
        if isinstance(tree, Prose):
            return None if tree.key in self.told or self.folder.entry(tree.key) is not None else tree
        rest = {name: lacking for name, inner in tree.items() if (lacking := self.lacking(inner)) is not None}
        return rest or None

    def document(self, source: str, head: Head, tree: Tree) -> None:
        if self.lacking(tree) is None:
            return
        name = self.folder.file_for(source)
        pages = self.folder.file(name)
        there = self.folder.heads.get((name, head), [])
        holder = next((document for document in there if document.entries().keys() & tree.keys()), None)
        holder = holder or (there[0] if there else None)
        rest = self.grow(pages, holder, tree, f"chapters/{head[1]}" if head[0] == "chapter" else "")
        if rest:
            lines = [f"language: {self.folder.language}"] if self.folder.alone else []
            lines += [f"{head[0]}: {head[1]}"] if head[0] else []
            before = ["---"] if pages.text.strip() or pages.edits else []
            pages.append("\n".join([*before, *lines, *self.lines(rest, 0)]) + "\n")

    def grow(self, pages: Pages, holder: Entry | None, tree: Tree, path: str) -> Tree:
        """Put what is lacking into a holder that is there. When there is none, what has no
        place anywhere else comes back."""
        before: Entry | None = None
        rest: Tree = {}
        for name, inner in tree.items():
            full = f"{path}/{name}" if path and name != "scenes" else name
            own = holder.entries().get(name) if holder else None
            entry = own or (self.folder.at.get(full) if "/" in full else None)
            lacking = self.lacking(inner)
            if lacking is None:
                pass
            elif entry is not None and isinstance(lacking, dict) and isinstance(inner, dict):
                self.grow_entry(self.folder.pages[entry.file], entry, inner, lacking, full)
            elif holder is None:
                rest[name] = lacking
            else:
                self.put(pages, holder, before, name, lacking)
            before = own or before
        return rest

    def grow_entry(self, pages: Pages, entry: Entry, tree: Tree, lacking: Tree, path: str) -> None:
        if entry.inside is not None:
            self.grow(pages, entry, tree, path)
        elif entry.empty and entry.in_braces:
            pages.insert(entry.end, " {" + ", ".join(_in_braces(lacking)) + "}")
            self.above(pages, entry, lacking)
        elif entry.empty:
            pages.below(entry.end[0], "\n".join(self.lines(lacking, entry.key[1] + STEP, entry.name)) + "\n")
        else:
            self.widen(pages, entry, lacking)

    def widen(self, pages: Pages, entry: Entry, lacking: Tree) -> None:
        """A choice written short gets room for more than its words."""
        if entry.in_braces:
            pages.insert(entry.begin, "{say: ")
            pages.insert(entry.end, ", " + ", ".join(_in_braces(lacking)) + "}")
            self.above(pages, entry, lacking)
            return
        column = entry.key[1] + STEP
        colon = (entry.key[0], entry.key[1] + len(entry.name) + 1)
        pages.replace(colon, entry.begin, "\n" + " " * column + "say: ")
        lines = pages.lines
        for number in range(entry.begin[0] + 1, entry.end[0] + 1):
            if lines[number].strip():
                pages.insert((number, 0), " " * STEP)
        pages.below(entry.end[0], "\n".join(self.lines(lacking, column)) + "\n")

    def put(self, pages: Pages, holder: Entry, before: Entry | None, name: str, lacking: Tree | Prose) -> None:
        """A new entry in a holder, behind that one (None: before all)."""
        inside = holder.entries()
        one: Tree = {name: lacking}
        if holder.braces:
            words = ", ".join(_in_braces(one))
            if before is not None:
                pages.insert(before.end, f", {words}")
            else:
                pages.insert((holder.begin[0], holder.begin[1] + 1), f"{words}, " if inside else words)
            self.above(pages, holder, one)
            return
        first = next(iter(inside.values()), None)
        column = first.key[1] if first else holder.key[1] + STEP
        block = "\n".join(self.lines(one, column)) + "\n"
        spaced = holder.name in SPACED and _spaced(pages, inside)
        if before is not None:
            pages.below(before.end[0], f"\n{block}" if spaced else block)
        else:
            # The first key of a document says what it is, and stays the first.
            line = holder.key[0] if holder.name or not first else first.end[0]
            pages.below(line, f"{block}\n" if spaced else block)

    def lines(self, lacking: Tree, column: int, holder: str = "") -> list[str]:
        """Entries with nothing in them, and the source of each above it."""
        found: list[str] = []
        for name, inner in lacking.items():
            if holder in SPACED and found:
                found.append("")
            if isinstance(inner, dict):
                found += [" " * column + f"{name}:", *self.lines(inner, column + STEP, name)]
                continue
            found += [" " * column + line for line in self.source(inner)]
            bar = " |" if wants_lines(name, text_of(inner)) else ""
            found.append(" " * column + f"{name}:{bar}")
        return found

    def source(self, prose: Prose, label: str = "") -> list[str]:
        lines = (label + text_of(prose)).split("\n")
        return [(self.remark + line).rstrip(" ") for line in lines]

    # ------------------------------------------------------------ remarks

    def above(self, pages: Pages, entry: Entry, lacking: Tree) -> None:
        """Sources for what stands in braces, to go above the line on which it does."""
        self.remarks.setdefault((pages.name, entry.key[0]), []).extend(_texts(lacking))

    def renew_remarks(self, texts: Iterable[Prose]) -> None:
        """Take away the remarks that are there, and write one for each entry that is empty."""
        order = {prose.key: number for number, prose in enumerate(texts)}
        for prose in texts:
            entry = self.folder.entry(prose.key)
            if entry is not None and prose.key not in self.told:
                self.remarks.setdefault((entry.file, entry.key[0]), []).append(prose)
        for pages in self.folder.pages.values():
            lines = pages.lines
            inside = set[int]()
            for document in pages.documents:
                inside.update(_lines_of_texts(document))
            for number, line in enumerate(lines):
                if number not in inside and line.lstrip(" ").startswith(self.remark.rstrip(" ")):
                    pages.replace((number, 0), (number + 1, 0), "")
        for (name, number), missing in self.remarks.items():
            pages = self.folder.pages[name]
            line = pages.lines[number]
            column = len(line) - len(line.lstrip(" "))
            one = len(missing) == 1 and line.strip().startswith(f"{_name(missing[0])}:")
            for prose in sorted(missing, key=lambda prose: order[prose.key]):
                label = "" if one else f"{_name(prose)}: "
                pages.below(number - 1, "\n".join(" " * column + words for words in self.source(prose, label)) + "\n")


def _name(prose: Prose) -> str:
    return prose.key.rpartition("/")[2]


def _texts(tree: Tree) -> Iterator[Prose]:
    for inner in tree.values():
        if isinstance(inner, dict):
            yield from _texts(inner)
        else:
            yield inner


def _in_braces(lacking: Tree) -> list[str]:
    return [
        f"{name}: {{{', '.join(_in_braces(inner))}}}" if isinstance(inner, dict) else f"{name}: "
        for name, inner in lacking.items()
    ]


def _lines_of_texts(entry: Entry) -> Iterator[int]:
    """The lines on which a value goes on that began on another."""
    if entry.inside is None:
        yield from range(entry.begin[0] + 1, entry.end[0] + 1)
    for inner in entry.entries().values():
        yield from _lines_of_texts(inner)


def _spaced(pages: Pages, inside: Mapping[str, Entry]) -> bool:
    """Whether blank lines part the entries, as far as can be seen."""
    entries = list(inside.values())
    lines = pages.lines
    return len(entries) < 2 or any(not line.strip() for line in lines[entries[0].end[0] : entries[1].key[0]])
