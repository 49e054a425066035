"""What stands on the screen of `october write`, as blocks to be set: faults, page, facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from rich.cells import cell_len

from game.desk.facts import absent_choices, absent_people, length, others
from game.desk.following import Shown
from game.desk.reaching import Reaching
from game.desk.rehearsal import Hand, Rehearsal, Stopped
from game.play.dates import day_and_hour
from game.play.page import Page, Paragraph
from game.ui.leaves import prose_blocks, title_block
from game.ui.setting import Block, Line, Piece, blocks_of, clean, heading, shortened, width_of, words
from game.words import Words, languages

BEFORE = 2  # cells before every line of a page, for the mark of what has just changed
FRESH = "▎"
FAULT = (Piece("✗ ", "red"),)  # before the place of a fault
NEAR = 12  # characters of a long faulty line that stay on view before the fault


# ---------------------------------------------------------------- faults


def fault_blocks(faults: Sequence[Shown], say: Words, room: int) -> list[Block]:
    """Each fault in its place: the file, the line itself, what is wrong and how to mend it."""
    blocks: list[Block] = []
    for shown in faults:
        fault = shown.fault
        place = f"{fault.file}:{fault.line}:{fault.column}" if fault.line else fault.file
        head = (Piece(clean(place), "strong"), Piece(f"  {fault.code}", "quiet"))
        blocks.append(Block(head, FAULT, gap=int(bool(blocks))))
        if shown.line.strip():
            blocks += _line_blocks(shown, room)
        hint = (Piece(f" {clean(fault.hint)}", "strong"),) if fault.hint else ()
        blocks.append(Block((Piece(clean(fault.message)), *hint), (Piece("  "),), again=True))
    return blocks


def _line_blocks(shown: Shown, room: int) -> list[Block]:
    """The faulty line, or the part of it that fits, and a sign below the column."""
    number = f"  {shown.fault.line} │ "
    wide = max(8, room - len(number))
    text = clean(shown.line).strip()
    at = min(max(shown.fault.column - 1 - (len(shown.line) - len(shown.line.lstrip())), 0), len(text))
    begin = max(0, at - NEAR) if cell_len(text[: at + NEAR]) > wide else 0
    before = ("…" if begin else "") + text[begin:at]
    line = shortened(before + text[at:], wide)
    gutter = Piece(number, "quiet")
    rule = Piece(f"{' ' * (len(number) - 2)}│ ", "quiet")
    sign = Piece(" " * min(cell_len(before), wide - 1) + "↑", "red")
    return [Block((Piece(line),), (gutter,)), Block((Piece(""),), (rule, sign))]


# ---------------------------------------------------------------- the head


def head_lines(
    rehearsal: Rehearsal, page: Page, say: Words, read: str, older: str, faults: int, width: int
) -> list[Line]:
    """Two lines: the scene with its place in the files and its hour; the road, and when the
    story was read. `older` tells that the page is of an edition before the faults."""
    where = rehearsal.story.scenes[page.scene].where
    hour = day_and_hour(page.at, say) if page.at else ""
    left: Line = (Piece(f" {page.scene}", "strong"), Piece(f"  {clean(where.file)}:{where.line}", "quiet"))
    many = say("desk_faults_one") if faults == 1 else say("desk_faults", count=faults)
    ends = Piece(many, "red") if faults else Piece(read, "quiet")
    if older:
        under: Line = (Piece(" ! ", "red"), Piece(older, "red"))
        return [_ends(left, (Piece(hour),), width), _ends(under, (ends,), width)]
    count = len(rehearsal.taken)
    key = ("desk_road_none", "desk_road_one")[count] if count < 2 else "desk_road"
    under = (Piece(f" {say(key, start=rehearsal.start, count=count)}", "quiet"),)
    if rehearsal.by_hand:
        under += (Piece(" · ", "quiet"), Piece(say("desk_by_hand"), "red"))
    return [_ends(left, (Piece(hour),), width), _ends(under, (ends,), width)]


def _ends(left: Line, right: Line, width: int) -> Line:
    """A line with something at both ends; what is at the right gives way."""
    room = width - width_of(left) - width_of(right) - 1
    if room < 2:
        return _cut(left, width)
    return (*left, Piece(" " * room), *right)


def _cut(line: Line, width: int) -> Line:
    made: list[Piece] = []
    for piece in line:
        text = shortened(piece.text, width)
        made.append(piece._replace(text=text))
        width -= cell_len(text)
    return tuple(made)


# ---------------------------------------------------------------- the page


def page_blocks(
    rehearsal: Rehearsal,
    page: Page,
    say: Words,
    note_title: Callable[[str], str],
    lacking: Mapping[str, str],
    old: Collection[Paragraph] | None,
    older: bool,
) -> list[Block]:
    """The page in one language. A mark stands before the paragraphs that are not among the
    `old` ones (None: there is nothing to compare); what the language lacks, by `gaps`, is said."""
    blocks: list[Block] = []
    if page.title:
        title = title_block(page.title)
        if "title" in lacking:
            told = gap_words(lacking["title"], page.language, say)
            title = title._replace(pieces=(*title.pieces, Piece(f"  {told}", "red")))
        blocks.append(title)
    if "text" in lacking:
        blocks.append(words(gap_words(lacking["text"], page.language, say), "red", gap=1))
    for paragraph in page.paragraphs:
        fresh = old is not None and paragraph not in old
        made = _marked(blocks_of([paragraph]), fresh, gap=int(bool(blocks)))
        blocks += map(dimmed, made) if lacking.get("text") == "missing" else made
    rest = page._replace(title="", paragraphs=(), untranslated=False)
    after = prose_blocks(rest, say, note_title)
    blocks += [block._replace(gap=max(block.gap, int(number == 0))) for number, block in enumerate(after)]
    set_in = [block if block.lead[:1] in MARKS else indented(block, PLAIN) for block in blocks]
    return [dimmed(block) for block in set_in] if older else set_in


PLAIN = Piece(" " * BEFORE)
MARK = Piece(FRESH.ljust(BEFORE), "shape")
MARKS = ((MARK,), (PLAIN,))


def _marked(blocks: Iterable[Block], fresh: bool, gap: int) -> list[Block]:
    made = [indented(block, MARK if fresh else PLAIN) for block in blocks]
    made[:1] = [made[0]._replace(gap=gap)]
    return made


def indented(block: Block, mark: Piece) -> Block:
    """The block with a mark before every line of it."""
    if not block.lead:
        return block._replace(lead=(mark,), again=True)
    return block._replace(lead=(mark, *block.lead), under=(mark, *block.under) if block.under else ())


def dimmed(block: Block) -> Block:
    """The block in the quiet colour, but for what is red."""
    pieces = tuple(p._replace(role="quiet") if p.role in ("prose", "strong") else p for p in block.pieces)
    return block._replace(pieces=pieces)


def name_of(language: str, say: Words) -> str:
    """What a language is called; its code, where the interface does not know it."""
    return say(f"name_{language}") if language in languages() else language


# ---------------------------------------------------------------- beside the page


def length_line(rehearsal: Rehearsal, page: Page, say: Words) -> str:
    """Words on the page, in the scene, and how long the page takes."""
    told = length(rehearsal.story, page)
    time = f"{told.seconds // 60}:{told.seconds % 60:02}"
    return say("desk_words", page=told.page, scene=told.scene, time=time)


def gap_words(kind: str, language: str, say: Words) -> str:
    """That a language does not have a text, or an old one."""
    return say("desk_stale_here") if kind == "stale" else say("desk_not_in", language=name_of(language, say))


def language_lines(lacking: Mapping[str, Mapping[str, str]], say: Words) -> list[Block]:
    """What each other language lacks of the scene, by `gaps`, and what is old in it."""
    blocks: list[Block] = []
    for language, found in lacking.items():
        for kind in ("missing", "stale"):
            keys = [short(key) for key, each in found.items() if each == kind]
            if keys:
                told = say(f"desk_{kind}", language=name_of(language, say), count=len(keys))
                blocks.append(Block((Piece(f"{told}: ", "red"), Piece(", ".join(keys), "quiet"))))
        if not found:
            blocks.append(words(say("desk_told", language=name_of(language, say)), "quiet"))
    return blocks


def short(key: str) -> str:
    """The key of a text within its scene, without what goes without saying."""
    return key.removeprefix("choices/")


def fact_blocks(rehearsal: Rehearsal, page: Page, lacking: Mapping[str, Mapping[str, str]], say: Words) -> list[Block]:
    """How long the page is, what the languages lack, what the page could say and does not."""
    story, state, language = rehearsal.story, rehearsal.state, page.language
    blocks = [words(length_line(rehearsal, page, say)), *language_lines(lacking, say)]
    blocks.append(heading(say("desk_others")))
    left_out = others(story, language, state)
    for each in left_out:
        of = f"{short(each.of)}: " if each.of != "text" else ""
        blocks.append(_waiting(f"{of}{say('desk_if', condition=each.when)}", each.text))
    if not left_out:
        blocks.append(words(say("desk_others_none"), "quiet"))
    if closed := absent_choices(story, language, state, page):
        blocks.append(heading(say("desk_closed")))
        for choice in closed:
            why = say("desk_if", condition=choice.when) if choice.when else _unasked(rehearsal, choice.id, say)
            blocks.append(_waiting(f"{choice.id}: {why}", choice.words))
    if absent := absent_people(story, language, state):
        blocks.append(heading(say("desk_absent")))
        blocks += [_waiting(say("desk_if", condition=each.when), each.words) for each in absent]
    return blocks


def _unasked(rehearsal: Rehearsal, choice: str, say: Words) -> str:
    told = next(each for each in rehearsal.story.scenes[rehearsal.state.scene].choices if each.id == choice)
    return say("desk_closed_fallback" if told.fallback else "desk_closed_once")


def _waiting(when: str, text: str) -> Block:
    pieces = (Piece(clean(when), "water"), Piece(f"  {clean(text)}"))
    return Block(pieces, (Piece("· ", "quiet"),))


# ---------------------------------------------------------------- the road


def stopped_words(stopped: Stopped, rehearsal: Rehearsal, say: Words) -> str:
    """Why the road stops, and what waits."""
    step = stopped.step
    if step is None:
        why = say("desk_stopped_start", start=rehearsal.start)
    elif isinstance(step, Hand):
        why = say("desk_stopped_unknown", choice=step.name, value=step.value)
    else:
        keys = {"choice": step.choice, "scene": step.scene, "chance": step.chance}
        why = say(f"desk_stopped_{stopped.why}", **keys)
    told = say("desk_stopped", why=why)
    if stopped.left:
        told += " " + (say("desk_waiting_one") if stopped.left == 1 else say("desk_waiting", count=stopped.left))
    return told


def goal_words(reaching: Reaching, say: Words) -> str:
    """What a road is sought to."""
    scene = reaching.scene or say("desk_anywhere")
    return say("desk_goal", scene=scene, condition=reaching.condition) if reaching.condition else scene
