"""The writer's screen: a page that follows the files, and the keys to go anywhere in them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from game.desk.following import Edition
from game.desk.reaching import Reaching
from game.desk.rehearsal import Rehearsal, rehearse
from game.play.make import make_note
from game.proof.asking import Asker
from game.ui.leaves import note_blocks, title_block
from game.ui.messages import KeyPointed, NotePointed, RowTaken
from game.ui.screens.jump import ANYWHERE, SCENE, START, JumpScreen
from game.ui.screens.leaf import Leaf
from game.ui.screens.stage import BY, Stage
from game.ui.setting import Block, words
from game.ui.widgets.menu import Row
from game.ui.writing import FAULT, goal_words
from game.words import Words


class WriteScreen(Stage):
    """Takes choices, goes to scenes by roads that are proved, changes what is remembered.

    `asker` answers for the story of now, laid out once; `reaching` is the question that is on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
        Binding("up,k", "hand(-1)", show=False),
        Binding("down,tab", "hand(1)", show=False),
        Binding("left", "value(-1)", show=False),
        Binding("right", "value(1)", show=False),
        Binding("enter", "take", show=False),
        Binding("space", "turn(1)", show=False),
        Binding("b", "turn(-1)", show=False),
        Binding("pagedown", "turn_side(1)", show=False),
        Binding("pageup", "turn_side(-1)", show=False),
        Binding("u,backspace", "undo", show=False),
        Binding("g,slash", "go", show=False),
        Binding("e", "go_edited", show=False),
        Binding("v", "by_hand", show=False),
        Binding("l", "languages", show=False),
        Binding("f", "next_fault", show=False),
        Binding("n", "notes", show=False),
        Binding("t", "app.next_theme", show=False),
        Binding("f1,question_mark", "help", show=False),
        Binding("escape", "leave_it", show=False),
        Binding("q", "app.leave", show=False),
    ]

    def __init__(self, edition: Edition, language: str, scene: str = "") -> None:
        super().__init__(edition, language)
        self.wanted = scene  # where to go as soon as there is a story
        self.asker: Asker | None = None

    def on_mount(self) -> None:
        if self.wanted:
            self.reach(self.wanted)

    def put_edition(self, edition: Edition) -> None:
        super().put_edition(edition)
        if self.wanted and edition.story is not None:
            self.reach(self.wanted)

    # ------------------------------------------------------------ the road

    def stand(self, rehearsal: Rehearsal, told: str = "") -> None:
        """Stand at the end of another road; whatever was being proved does not matter now."""
        self.leave_proof()
        if self.rehearsal is None or self.rehearsal.state.scene != rehearsal.state.scene:
            self.choices.hand = 0
        self.rehearsal, self.old, self.told = rehearsal, None, told
        self.put_all()

    def action_number(self, number: int) -> None:
        self.choices.take_number(number)

    def action_take(self) -> None:
        if self.panel.display:
            self.action_value(1)
        else:
            self.choices.take_hand()

    def on_row_taken(self, message: RowTaken) -> None:
        message.stop()
        if self.panel.display and message.row in self.panel.things:
            self.panel.hand = next(n for n, row in enumerate(self.panel.rows) if row.id == message.row)
            self.action_value(1)
        elif self.rehearsal is not None and message.row in [row.id for row in self.choices.rows]:
            choice, _, chance = message.row.partition(BY)
            self.stand(self.rehearsal.take(choice, chance))

    def action_undo(self) -> None:
        told = self.rehearsal
        if told is not None:
            self.stand(told.back(), self.desk.words("desk_undone" if told.done else "desk_at_beginning"))

    def action_value(self, step: int) -> None:
        """The thing at the hand gets its next value, by hand."""
        told = self.rehearsal
        if told is not None and self.panel.display and (change := self.panel.changed(step)) is not None:
            tops = [sheet.top for sheet in self.pages]
            self.stand(told.with_step(change))
            for sheet, top in zip(self.pages, tops, strict=True):
                sheet.top = top

    # ------------------------------------------------------------ going to a scene

    def action_go(self) -> None:
        told = self.rehearsal
        if told is None:
            return
        screen = JumpScreen(told, self.told_in[0])

        def chosen(row: str | None) -> None:
            now = self.rehearsal  # the story may have been edited meanwhile
            if now is not None and row and row.startswith(START):
                self.stand(rehearse(now.story, row.removeprefix(START)))
            elif row:
                self.reach("" if row == ANYWHERE else row.removeprefix(SCENE), screen.condition)

        self.app.push_screen(screen, chosen)

    def action_go_edited(self) -> None:
        """To the scene edited last; from there to the next of them."""
        scenes = [scene for scene in self.edited if self.rehearsal and scene in self.rehearsal.story.scenes]
        here = self.rehearsal.state.scene if self.rehearsal else ""
        after = scenes.index(here) + 1 if here in scenes else 0
        if scenes and scenes[after % len(scenes)] != here:
            self.reach(scenes[after % len(scenes)])
        else:
            self.tell(self.desk.words("desk_edited_none"))

    def reach(self, scene: str, condition: str = "") -> None:
        """Ask for a road there, in another thread; the answer is told by `answer`."""
        told = self.rehearsal
        if told is None:
            return
        self.wanted = ""
        if scene and scene not in told.story.scenes:
            self.tell(self.desk.words("desk_no_scene", scene=scene))
            return
        self.leave_proof()
        if self.asker is None or self.asker.story is not told.story or self.asker.left:
            self.asker = Asker(told.story)
        self.reaching = Reaching(self.asker, scene, condition, self.answered)
        self.told = ""
        self.put_notice()
        self.put_foot()
        self.reaching.start()

    def answered(self, reaching: Reaching) -> None:
        """Called in the other thread."""
        self.desk.from_thread(self.answer, reaching)

    def answer(self, reaching: Reaching) -> None:
        if reaching is not self.reaching:
            return  # another key has left it
        if reaching.failed is not None:
            raise reaching.failed
        self.reaching = None
        say, found = self.desk.words, reaching.rehearsal
        goal = goal_words(reaching, say)
        if found is None:
            key = "desk_open" if reaching.bounded else "desk_no_road"
            self.tell(reaching.refused or say(key, goal=goal))
            self.put_foot()
            return
        count = len(found.taken)
        key = "desk_found" if reaching.shortest else "desk_found_some"
        key = ("desk_found_none", "desk_found_one")[count] if count < 2 else key
        assert self.rehearsal is not None
        story = self.rehearsal.story  # it may have been edited meanwhile
        self.stand(found if found.story is story else found.again(story), say(key, goal=goal, count=count))

    def leave_proof(self) -> None:
        if self.reaching is not None:
            self.reaching.leave()
            self.reaching = None

    # ------------------------------------------------------------ keys

    def action_hand(self, step: int) -> None:
        (self.panel if self.panel.display else self.choices).move_hand(step)

    def action_turn(self, pages: int) -> None:
        for sheet in self.pages:
            sheet.turn(pages)

    def action_turn_side(self, pages: int) -> None:
        (self.panel if self.panel.display else self.side).turn(pages)

    def action_by_hand(self) -> None:
        """Open what is remembered, or close it."""
        self.panel.display = not self.panel.display and self.rehearsal is not None
        self.put_all()

    def action_languages(self) -> None:
        """One language, then the next, then the story's own beside each other."""
        if self.rehearsal is not None:
            codes = self.rehearsal.story.languages
            ways = [*((code,) for code in codes), *((codes[0], code) for code in codes[1:])]
            self.shown = ways[(ways.index(self.told_in) + 1) % len(ways)]
            self.put_all()

    def action_next_fault(self) -> None:
        """The next fault comes to the top, around the end."""
        heads = [n for n, line in enumerate(self.faults.set_lines(self.faults.size.width)) if line[:1] == FAULT]
        later = next((n for n in heads if n > self.faults.top), 0)
        self.faults.scroll_lines((later if self.faults.more_below else 0) - self.faults.top)

    def action_notes(self) -> None:
        """The notes of the page, one below the other."""
        told = self.rehearsal
        if told is None:
            return
        notes = self.page(self.told_in[0]).notes
        self.show_notes(notes) if notes else self.tell(self.desk.words("no_notes"))

    def show_notes(self, notes: tuple[str, ...]) -> None:
        told, say = self.rehearsal, self.desk.words
        assert told is not None
        blocks: list[Block] = []
        for note in notes:
            made = note_blocks(make_note(told.story, self.told_in[0], note, told.state), say)
            blocks += [block._replace(gap=2) if n == 0 and blocks else block for n, block in enumerate(made)]
        self.app.push_screen(Leaf(blocks))

    def on_note_pointed(self, message: NotePointed) -> None:
        message.stop()
        self.show_notes((message.note,))

    def action_help(self) -> None:
        def asked(action: str | None) -> None:
            if action:
                self.call_later(self.run_action, action)

        self.app.push_screen(help_leaf(self.desk.words), asked)

    def action_leave_it(self) -> None:
        """Leave what is being proved, or the panel."""
        if self.reaching is not None:
            self.leave_proof()
            self.tell(self.desk.words("desk_left"))
        elif self.panel.display:
            self.action_by_hand()
        self.put_foot()

    def on_key_pointed(self, message: KeyPointed) -> None:
        message.stop()
        self.call_later(self.run_action, message.action)


KEYS = (
    ("g", "help_desk_go", "go"),
    ("e", "help_desk_edited", "go_edited"),
    ("u", "help_desk_back", "undo"),
    ("v", "help_desk_hand", "by_hand"),
    ("l", "help_desk_languages", "languages"),
    ("n", "help_desk_notes", "notes"),
    ("f", "help_desk_fault", "next_fault"),
    ("t", "help_theme", "app.next_theme"),
    ("q", "help_desk_leave", "app.leave"),
)


def help_leaf(say: Words) -> Leaf:
    """What the keys do; those of one letter can be taken here."""
    blocks = [title_block(say("desk_help")), words(say("desk_help_about"), gap=1)]
    told = [("1-9", "help_choose"), (f"{say('name_space')}, b", "help_read"), (say("name_updown"), "help_desk_side")]
    column = max(len(key) for key, _ in told) + 2
    for number, (key, text) in enumerate(told):
        blocks.append(words(say(text), lead=key.ljust(column), lead_role="strong", gap=int(number == 0)))
    return Leaf(blocks, [Row(action, say(text), lead=key.ljust(column)) for key, text, action in KEYS], numbered=False)
