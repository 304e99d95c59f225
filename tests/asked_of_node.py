"""Questions to the picker's script, which node runs as a browser does."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

NODE = shutil.which("node")


def asked(record: dict[str, Any], questions: list[dict[str, Any]], tmp_path: Path) -> list[Any]:
    """Return the script's answers."""
    file = tmp_path / "questions.json"
    file.write_text(json.dumps({"record": record, "questions": questions}))
    script = Path(__file__).parent / "web/scripts/choose.mjs"
    result = subprocess.run([NODE, str(script), str(file)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)
