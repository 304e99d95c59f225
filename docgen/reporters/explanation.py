"""A choice of backend for a person, for a page, and for other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.rendering.markdown import records_text
from docgen.visible import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.explain.choice import Candidate, Choice, Explanation

TOGETHER = "all of these"
"""Text in place of a kind of layer, for the backend that serves all kinds."""


def explanation_text(explanation: Explanation, *, everything: bool = False) -> str:
    """A line for each kind of layer under each scenario: the choice, and what was rejected before it.

    Args:
        explanation: The choices.
        everything: True to give each examined backend a line of its own, with its place.
    """
    scenarios = dict.fromkeys(choice.scenario for choice in explanation.choices)
    return "\n\n".join(
        "\n".join(map(visible_line, _scenario(name, explanation, everything=everything)))
        for name in scenarios
    )


def explanation_markdown(explanation: Explanation, *, everything: bool = False) -> str:
    """A table of the choices; with everything, a table of all backends that were examined."""
    if everything:
        headers = ["Scenario", "Layer", "Backend", "Outcome"]
        rows = [
            [choice.scenario, _asked(choice), candidate.name, _verdict(choice, candidate)]
            for choice in explanation.choices
            for candidate in choice.candidates
        ]
    else:
        headers = ["Scenario", "Layer", "Backend", "Rejected before it"]
        rows = []
        for scenario in dict.fromkeys(choice.scenario for choice in explanation.choices):
            for choice in (each for each in explanation.choices if each.scenario == scenario):
                rejected = "; ".join(f"{each.name} ({', '.join(each.reasons)})" for each in choice.rejected)
                rows.append([scenario, _asked(choice), _outcome(choice), rejected])
            if scenario in explanation.together:
                rows.append([scenario, TOGETHER, _together(explanation, scenario), ""])
    return records_text([headers, *rows])


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """The choices as plain data, in the order asked."""
    return {
        "choices": [
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
            for choice in explanation.choices
        ],
        "together": {
            scenario: serves.name if serves and serves.fits else None
            for scenario, serves in explanation.together.items()
        },
    }


def _scenario(name: str, explanation: Explanation, *, everything: bool) -> Iterator[str]:
    yield f"{name}:"
    choices = [choice for choice in explanation.choices if choice.scenario == name]
    for choice in choices:
        rejected = "; ".join(f"{each.name} ({', '.join(each.reasons)})" for each in choice.rejected)
        before = f"; rejected: {rejected}" if rejected and not everything else ""
        yield f"  {_asked(choice)}: {_outcome(choice)}{before}"
        if everything:
            for candidate in choice.candidates:
                yield f"    {candidate.name}: {_verdict(choice, candidate)}  ({candidate.location})"
    if len(choices) > 1:
        yield f"  {TOGETHER}: {_together(explanation, name)}"


def _asked(choice: Choice) -> str:
    # A setting that the model does not have is not mentioned.
    return ", ".join(f"{n}={v}" for n, v in choice.settings.items() if v is not False) or "the defaults"


def _together(explanation: Explanation, scenario: str) -> str:
    if scenario not in explanation.together:
        left = (each for each in explanation.choices if each.scenario == scenario and not each.chosen)
        return _outcome(next(left))
    serves = explanation.together[scenario]
    if serves is None:
        return "no backend serves them all, one for each does"
    return serves.name if serves.fits else f"unknown: {serves.name}: {serves.doubt}"


def _outcome(choice: Choice) -> str:
    if choice.doubt:
        return choice.doubt
    decisive = choice.decisive
    if decisive is None:
        return "no backend fits"
    return decisive.name if decisive.fits else f"unknown: {decisive.name}: {decisive.doubt}"


def _verdict(choice: Choice, candidate: Candidate) -> str:
    """Return the verdict on one backend."""
    said = "would fit" if candidate.fits else _why(candidate)
    if choice.doubt:
        return said
    if not candidate.tried:
        return f"not in the order of preference: {said}"
    if candidate == choice.chosen:
        return "chosen"
    if candidate == choice.decisive or candidate in choice.rejected:
        return said
    return f"lower priority: {said}"


def _why(candidate: Candidate) -> str:
    return f"unknown: {candidate.doubt}" if candidate.doubt else f"rejected: {', '.join(candidate.reasons)}"
