"""vLLM's own kernel, compared with its class's declarations; an environment variable names the tree, which is large."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docgen.verify.evidence_files import read_evidence
from tests.foreign_kernel.__main__ import measured

TREE = os.environ.get("DOCGEN_VLLM_TREE")
ELSEWHERE = {"ENCODER", "ENCODER_ONLY"}
"""Attention types that another kernel of the tree computes."""


@pytest.mark.slow
@pytest.mark.skipif(not TREE, reason="DOCGEN_VLLM_TREE names no tree of vLLM")
def test_claims_of_a_foreign_kernel_are_measured(tmp_path: Path) -> None:
    assert measured(Path(str(TREE)), tmp_path, "interpreter", "--", "-n", "0") == 0
    lines = read_evidence(tmp_path / "evidence", "interpreter").measurements
    assert {line.claim.value for line in lines if line.outcome.value != "verified"} == ELSEWHERE
    assert {line.backend for line in lines} == {"TRITON_ATTN"}
    assert "int4_per_token_head" in {line.claim.value for line in lines}
