"""A choice of backend for a person, and for other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.explain.selection import common
from docgen.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.explain.selection import Candidate, Choice


def choices_text(choices: Sequence[Choice]) -> str:
    """Each scenario with its choice, what was passed over before it, and what else there is."""
    scenarios = dict.fromkeys(choice.scenario for choice in choices)
    return "\n\n".join(
        "\n".join(
            visible_line(line)
            for line in _scenario(name, [each for each in choices if each.scenario == name])
        )
        for name in scenarios
    )


def _scenario(name: str, choices: Sequence[Choice]) -> Iterator[str]:
    yield f"{name}:"
    for choice in choices:
        yield from _choice(choice)
    if len(choices) > 1:
        yield f"  all of these: {_together(choices)}"


def _together(choices: Sequence[Choice]) -> str:
    left = next((choice for choice in choices if choice.chosen is None), None)
    if left is not None:
        return _outcome(left)
    serves = common(choices)
    if serves is None:
        return "no backend serves them all, one for each does"
    return f"cannot be told: {serves.name}: {serves.doubt}" if serves.doubt else serves.name


def _choice(choice: Choice) -> Iterator[str]:
    # What a model does not have goes without saying.
    asked = ", ".join(f"{n}={v}" for n, v in choice.settings.items() if v is not False) or "the defaults"
    yield f"  {asked}: {_outcome(choice)}"
    chosen = choice.chosen
    behind = False
    for candidate in choice.candidates:
        if chosen is not None and candidate.name == chosen.name:
            yield f"    {candidate.name}: chosen  ({candidate.location})"
            behind = True
        elif choice.doubt:
            yield f"    {candidate.name}: {'would fit' if candidate.fits else _why(candidate)}  ({candidate.location})"
        elif candidate.tried and not behind:
            yield f"    {candidate.name}: passed over: {_why(candidate)}  ({candidate.location})"
        elif candidate.tried:
            yield f"    {candidate.name}: behind it{_unfit(candidate)}  ({candidate.location})"
        else:
            yield f"    {candidate.name}: not in the order of preference{_unfit(candidate)}  ({candidate.location})"


def _outcome(choice: Choice) -> str:
    if choice.doubt:
        return f"cannot be told: {choice.doubt}"
    if choice.chosen:
        return choice.chosen.name
    doubtful = next((c for c in choice.candidates if c.tried and c.doubt), None)
    return f"cannot be told: {doubtful.name}: {doubtful.doubt}" if doubtful else "no backend fits"


def _why(candidate: Candidate) -> str:
    return f"cannot be told: {candidate.doubt}" if candidate.doubt else "; ".join(candidate.reasons)


def _unfit(candidate: Candidate) -> str:
    return ", and would fit" if candidate.fits else f": {_why(candidate)}"


def choices_record(choices: Sequence[Choice]) -> list[dict[str, Any]]:
    """The choices as plain data, in the order asked."""
    return [
        {
            "scenario": choice.scenario,
            "settings": choice.settings,
            "chosen": choice.chosen.name if choice.chosen else None,
            "doubt": choice.doubt,
            "candidates": [
                {
                    "name": candidate.name,
                    "tried": candidate.tried,
                    "reasons": list(candidate.reasons),
                    "doubt": candidate.doubt,
                    "location": str(candidate.location),
                }
                for candidate in choice.candidates
            ],
        }
        for choice in choices
    ]
