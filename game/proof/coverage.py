"""What many seeded walks have met of a story, and what not: a check on the proof that is
independent of it, and for a story too large for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.proof.walks import Walks
from game.story.model import GO_ON, Story


def coverage(story: Story, number: int, seed: int, fair: bool) -> Iterator[str]:
    """Lines that tell what so many walks have met."""
    walks = Walks(story, seed, fair)
    for _ in range(number):
        walks.walk(lambda state: True)
    lengths = sorted(walks.lengths)
    yield f"{number} walks, {walks.steps} choices; from {lengths[0]} to {lengths[-1]} choices a walk."
    yield _share("scenes", story.scenes, walks.scenes)
    choices = [(scene.id, choice.id) for scene in story.scenes.values() for choice in scene.choices]
    taken = {(scene, choice) for scene, choice, _ in walks.taken}
    offered = [f"{choice} of {scene}" for scene, choice in choices if choice != GO_ON]
    yield _share("choices", offered, {f"{choice} of {scene}" for scene, choice in taken})
    endings = {story.scenes[scene].ending for scene in walks.ends}
    yield _share("endings", story.endings, endings)
    for scene, count in walks.ends.most_common():
        kind = story.scenes[scene].ending or "no ending"
        yield f"  {100 * count / number:5.1f} % end in {scene} ({kind})"


def _share(what: str, there: Iterable[str], met: Iterable[str]) -> str:
    all_there, known = list(there), set(met)
    never = [name for name in all_there if name not in known]
    told = f"{what.capitalize()}: {len(all_there) - len(never)} of {len(all_there)}"
    return f"{told}; never met: {', '.join(never)}." if never else f"{told}."
