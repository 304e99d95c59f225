"""A progress bar: how many backends have been asked, and which one is being asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from docgen.visible import visible_line

if TYPE_CHECKING:
    from typing import TextIO

    from rich.progress import Progress, TaskID


class ProgressBar:
    """Progress bar that appears with the first backend and is removed at the end; without a backend, nothing is loaded.

    The number of backends is known only when the last one is found, so the bar has no end.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._drawn: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._drawn is not None:
            self._drawn[0].stop()

    def __call__(self, name: str) -> None:
        """Show that a backend is being asked."""
        if self._drawn is None:
            self._drawn = self._draw()
        progress, task = self._drawn
        progress.update(task, advance=1, description=visible_line(name))

    def _draw(self) -> tuple[Progress, TaskID]:
        # Imported here: most runs recall their answers and need no bar.
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        progress = Progress(
            BarColumn(),
            TextColumn("{task.completed:.0f}", markup=False),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
            console=Console(file=self._stream),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        progress.start()
        return progress, progress.add_task("", total=None)
