"""The profile of SGLang on a small tree of its shape: names in lists and dictionaries, and a page in MDX."""

import json

from tiny_project import write_tree

from docgen.cli.main import main

HOME = "python/sglang/srt"
FILES = {
    f"{HOME}/layers/attention/attention_registry.py": """ATTENTION_BACKENDS = {}


def register_attention_backend(name):
    def decorate(function):
        ATTENTION_BACKENDS[name] = function
        return function

    return decorate


@register_attention_backend("flashinfer")
def create_flashinfer(runner): ...


@register_attention_backend("fa4")
def create_fa4(runner): ...


@register_attention_backend("cutlass_mla")
def create_cutlass(runner): ...
""",
    f"{HOME}/layers/attention/vision.py": 'QKV_BACKEND_IMPL = {"fa4": object, "flashinfer_cudnn": object}\n',
    f"{HOME}/model_executor/model_runner.py": """import torch

CHUNKED_PREFIX_CACHE_SUPPORTED_ATTENTION_BACKENDS = ["flashinfer", "fa4", "cutlass_mla"]
""",
    f"{HOME}/server_args.py": """from sglang.srt.common import is_cuda


class ServerArgs:
    def _handle_kv4_compatibility(self):
        if self.kv_cache_dtype != "fp4_e2m1":
            return
        if not is_cuda():
            raise RuntimeError("not tested")
        choices = ["cutlass_mla", "flashinfer"] if self.use_mla_backend() else ["triton"]
        assert self.attention_backend in choices, f"expects one of {choices}"
""",
    f"{HOME}/common.py": "import torch\n\n\ndef is_cuda():\n    return torch.cuda.is_available()\n",
    f"{HOME}/speculative/draft_utils.py": """class DraftBackendFactory:
    def __init__(self, runner, steps):
        self.draft_model_runner = runner
        self.speculative_num_steps = steps

    def _create_backend(self, kind, known, error):
        return known[self.draft_model_runner.backend]()

    def create_decode_backend(self):
        if self.speculative_num_steps == 1:
            return None
        return self._create_backend("decode", {"flashinfer": print, "fa4": print}, "not supported")
""",
}
PAGE = """### MHA Backends

<table style={{width: "100%"}}>
  <thead>
    <tr><th>**Backend**</th><th>**FP4 KV Cache**</th><th>**Spec topk=1**</th><th>**MultiModal**</th></tr>
  </thead>
  <tbody>
    <tr><td>**FlashInfer**</td><td>❌</td><td>✅</td><td>❌</td></tr>
    <tr><td>**FA4 (FlashAttention 4)**</td><td>✅</td><td>✅</td><td>✅</td></tr>
  </tbody>
</table>

### MLA Backends

<table>
  <tr><th>Backend</th><th>FP4 KV Cache</th><th>Chunked Prefix Cache</th><th>Spec topk=1</th></tr>
  <tr><td>FlashInfer MLA</td><td>✅</td><td>✅</td><td>✅</td></tr>
  <tr><td>FA4</td><td>✅</td><td>❌</td><td>✅</td></tr>
  <tr><td>Cutlass MLA</td><td>✅</td><td>✅</td><td>✅</td></tr>
</table>
"""


def test_the_page_of_attention_backends(tmp_path, capsys):
    folders = ("", "srt/", "srt/layers/", "srt/layers/attention/", "srt/model_executor/", "srt/speculative/")
    packages = {f"python/sglang/{folder}__init__.py": "" for folder in folders}
    page = {"docs_new/docs/advanced_features/attention_backend.mdx": PAGE}
    write_tree(tmp_path, {**packages, **FILES, **page})
    assert main(["check", "--profile", "sglang", "--root", str(tmp_path), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [(each["rule"], each["message"]) for each in report["findings"]] == [
        ("underclaim", "flashinfer, MultiModal: the docs say ❌, the code says ✅"),
        ("underclaim", "fa4, Chunked Prefix Cache: the docs say ❌, the code says ✅"),
        ("overclaim", "cutlass_mla, Spec topk=1: the docs say ✅, the code says ❌"),
    ]
    assert report["compared"] == 5 + 8
