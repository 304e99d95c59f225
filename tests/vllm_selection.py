"""Answers of `docgen explain` about vLLM, compared with vLLM's own selector, imported and run.

    python tests/vllm_selection.py TREE...

Each TREE holds the directory `vllm` of a release. The choices for some models under every scenario of the shipped
profile are computed from the source; then the selector is imported in a child process under the same assumptions and
asked the same questions. Prints each difference; the exit status is 1 if there is one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from docgen.config import ValueList
from docgen.config.load import load_config
from docgen.explain.selection import Inquiry, explain
from docgen.explain.settings import Settings
from docgen.project.introspection import discovered
from docgen.runtime.child import ask
from docgen.static.answers.questions import Questioner
from docgen.static.source.tree import SourceTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docgen.model.cell import Cell

MODELS: dict[str, dict[str, Any]] = {
    "Llama 3": {
        "model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 4096, "num_hidden_layers": 32,
        "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256,
    },
    "Gemma 3": {
        "model_type": "gemma3", "architectures": ["Gemma3ForConditionalGeneration"],
        "text_config": {
            "model_type": "gemma3_text", "hidden_size": 2560, "num_hidden_layers": 34, "sliding_window": 1024,
        },
        "vision_config": {"model_type": "siglip_vision_model", "hidden_size": 1152, "num_attention_heads": 16},
    },
    "GPT-OSS": {
        "model_type": "gpt_oss", "architectures": ["GptOssForCausalLM"], "hidden_size": 2880, "num_hidden_layers": 24,
        "num_attention_heads": 64, "num_key_value_heads": 8, "head_dim": 64, "sliding_window": 128,
        "layer_types": ["sliding_attention", "full_attention"] * 12, "vocab_size": 201088,
    },
    "DeepSeek-V3": {
        "model_type": "deepseek_v3", "architectures": ["DeepseekV3ForCausalLM"], "hidden_size": 7168,
        "num_hidden_layers": 61, "num_attention_heads": 128, "num_key_value_heads": 128, "kv_lora_rank": 512,
        "q_lora_rank": 1536, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "vocab_size": 129280,
    },
    "DeepSeek-V3.2": {
        "model_type": "deepseek_v32", "architectures": ["DeepseekV32ForCausalLM"], "hidden_size": 7168,
        "num_hidden_layers": 61, "num_attention_heads": 128, "num_key_value_heads": 128, "kv_lora_rank": 512,
        "q_lora_rank": 1536, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "vocab_size": 129280,
        "index_topk": 2048, "index_n_heads": 64, "index_head_dim": 128,
    },
    "Whisper": {
        "model_type": "whisper", "architectures": ["WhisperForConditionalGeneration"], "is_encoder_decoder": True,
        "d_model": 1280, "encoder_attention_heads": 20, "decoder_attention_heads": 20, "vocab_size": 51866,
        "encoder_layers": 32, "decoder_layers": 32,
    },
    "BERT": {
        "model_type": "bert", "architectures": ["BertModel"], "hidden_size": 768, "num_attention_heads": 12,
        "num_hidden_layers": 12, "vocab_size": 30522,
    },
}  # fmt: skip
"""Configurations as checkpoints hold them, without what has nothing to do with attention."""

SELECTED = """(lambda chosen: [
  backend for backend in vllm.v1.attention.backends.registry.AttentionBackendEnum
  if backend.value == chosen.__module__ + '.' + chosen.__qualname__
])({})"""
"""The members of the registry that stand for the class that the selector gives."""

STUBBED = "not installed here"
"""Suffix of the reason of an answer that depends on a stub."""
CURRENT = "vllm.config.vllm.get_current_vllm_config_or_none"
"""Gives the configuration that the profile assumes; here it is set as vLLM sets its own."""
ASK = """(
  setattr(vllm.config.vllm, '_current_vllm_config', ({current})()),
  vllm.v1.attention.selector._cached_get_attn_backend.cache_clear(),
  {selected},
)[-1]"""
"""Asks the selector as a process would that serves this model and no other."""


class Comparison(NamedTuple):
    """The outcome for one release."""

    compared: int
    """Choices that were compared."""
    differences: list[str]
    """Choices that are not the imported selector's."""
    untold: list[str]
    """Choices that the child cannot tell, for something that is not installed there."""


def compare(root: Path, models: Mapping[str, dict[str, Any]]) -> Comparison:
    """Hold the choices for some models against the selector of the release at `root`."""
    config = load_config(root, None, "vllm")
    rules = config.explain
    assert rules is not None
    settings = Settings(rules, Questioner(SourceTree(root, config.packages), config, config.scenarios))
    lists: dict[str, ValueList] = {}
    said: dict[tuple[str, str], str | None] = {}
    for model, content in models.items():
        explanation, _ = explain(root, config, Inquiry(None, {}, content, everything=False))
        for choice in explanation.choices:
            title = (
                f"{model}: {', '.join(f'{name}={value}' for name, value in choice.settings.items() if value)}"
            )
            said[choice.scenario, title] = choice.chosen.name if choice.chosen else None
            if title not in lists:
                case = settings.case(choice.settings, content)
                ask_it = ASK.format(
                    current=case.bound(rules.assume[CURRENT]),
                    selected=case.bound(SELECTED.format(rules.asked[0])),
                )
                lists[title] = ValueList(key=f"choice_{len(lists)}", title=title, expression=ask_it)
    rows = tuple(
        row.name
        for row in discovered(
            Questioner(SourceTree(root, config.packages), config, config.scenarios[:1]), config
        )
    )
    asked = msgspec.structs.replace(
        config,
        discovery=msgspec.structs.replace(config.discovery, skip=rows),
        capability=(),
        table=(),
        list=tuple(lists.values()),
    )
    found = ask(root, asked)
    answers = {
        (scenario, title): cell
        for title, each in lists.items()
        for cell in found.lists[each.key]
        for scenario in cell.scenarios
    }
    found_out = [*_disagreements(said, answers)]
    untold = [text for text in found_out if text.endswith(STUBBED)]
    return Comparison(len(said) - len(untold), [text for text in found_out if text not in untold], untold)


def _disagreements(
    said: Mapping[tuple[str, str], str | None], answers: Mapping[tuple[str, str], Cell]
) -> Iterator[str]:
    for (scenario, title), name in said.items():
        cell = answers.get((scenario, title))
        ran = cell.value[0] if cell is not None and isinstance(cell.value, list) and cell.value else None
        reason = "was not asked" if cell is None else (cell.reason or "").partition(" (/")[0]
        # Where nothing serves, the selector raises.
        refused = reason.startswith(("raises ValueError", "raises NotImplementedError"))
        if ran != name or (ran is None and not refused):
            yield f"{scenario}: {title}: {name}, imported: {ran} {reason}"


if __name__ == "__main__":
    status = 0
    for tree in map(Path, sys.argv[1:]):
        outcome = compare(tree, MODELS)
        print(f"{tree.name}: {outcome.compared} choices compared, {len(outcome.differences)} differences")
        for line in (*outcome.differences, *(f"cannot be compared: {each}" for each in outcome.untold)):
            print(f"  {line}")
        status |= bool(outcome.differences)
    sys.exit(status)
