"""The page of the small project, and edits of its files."""

PAGE = "docs/shapes.md"


def state_of(path) -> tuple[int, int, bytes]:
    """Everything that a write would change; a read changes only the time of access."""
    found = path.stat()
    return found.st_mtime_ns, found.st_ino, path.read_bytes()


def edit(path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())
