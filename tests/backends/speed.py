"""Time of the kernels and of their peers: on a GPU, `python -m tests.backends.speed [--peer TREE]`.

All are timed in one run, in turn, medians over many launches, replayed from CUDA graphs as engines do: Python's time to
launch is printed beside it. The first lines say what the machine itself can do: a copy, and a launch of nothing.
`--peer` names a source tree of vLLM, whose Triton kernel is timed as well. A kernel that has not passed the comparison
with the oracle, on a smaller batch of the same shapes, is not timed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import triton

from backends.mla.attention_layer import MLAImpl
from backends.triton_attn.launch import TritonAttentionImpl
from backends.triton_mla.launch import TritonMLAImpl
from backends.triton_sparse_mla.launch import TritonSparseMLAImpl
from backends.types import AttentionType, KVCacheDType
from tests.backends.cases import Case, Spec, make_case
from tests.backends.errors import LIMITS, relative_error
from tests.backends.mla_cases import MLACase, MLASpec, make_mla_case
from tests.backends.speed_peers import TORCH, is_causal, load_vllm, torch_of, vllm_of

ROUNDS = 5
LAUNCHES = 20
HOST_LAUNCHES = 100
COPIED = 2 << 30
"""Bytes of the copy that memory is compared with."""
MANY_QUERIES = 16
"""Query tokens from which on a launch is bound by products rather than by memory."""

PREFILL = Spec((4096,) * 4, (4096,) * 4, dtype=torch.bfloat16, kv_heads=8, group=4, head_size=128)
DECODE = replace(PREFILL, query_lens=(1,), seq_lens=(4096,))
WHISPER = replace(
    PREFILL,
    attn_type=AttentionType.ENCODER_DECODER,
    query_lens=(4,) * 32,
    seq_lens=(1500,) * 32,
    kv_heads=20,
    group=1,
    head_size=64,
    hand_over_keys=False,
)
"""A decoding step of beam search over 30 seconds of sound."""
FP8 = {"cache_dtype": KVCacheDType.FP8_E4M3, "k_scale": 0.02, "v_scale": 0.02}
STANDARD = {
    "prefill 4x4096": PREFILL,
    "prefill 1x16384": replace(PREFILL, query_lens=(16384,), seq_lens=(16384,)),
    "prefill 16x1024": replace(PREFILL, query_lens=(1024,) * 16, seq_lens=(1024,) * 16),
    "prefill 16x1024 d80, 16 heads": replace(
        PREFILL, query_lens=(1024,) * 16, seq_lens=(1024,) * 16, head_size=80, kv_heads=16, group=1
    ),
    "prefill 4x4096 d80, 16 heads": replace(PREFILL, head_size=80, kv_heads=16, group=1),
    "prefill 16x1024 d96, 16 heads": replace(
        PREFILL, query_lens=(1024,) * 16, seq_lens=(1024,) * 16, head_size=96, kv_heads=16, group=1
    ),
    "prefill 4x4096 d256, 2 KV heads": replace(PREFILL, head_size=256, kv_heads=2),
    "prefill 16x1024 d64": replace(PREFILL, query_lens=(1024,) * 16, seq_lens=(1024,) * 16, head_size=64),
    "encoder 8x1500 d64, 20 heads": replace(
        WHISPER, attn_type=AttentionType.ENCODER, query_lens=(1500,) * 8, seq_lens=(1500,) * 8
    ),
    "cross 32x4 of 1500 d64, 20 heads": WHISPER,
    "decode 1x4096": DECODE,
    "decode 1x32768": replace(DECODE, seq_lens=(32768,)),
    "decode 8x8192": replace(DECODE, query_lens=(1,) * 8, seq_lens=(8192,) * 8),
    "decode 64x4096": replace(DECODE, query_lens=(1,) * 64, seq_lens=(4096,) * 64),
    "decode 63x1024 and 1x32768": replace(DECODE, query_lens=(1,) * 64, seq_lens=(1024,) * 63 + (32768,)),
    "decode 256x1024": replace(DECODE, query_lens=(1,) * 256, seq_lens=(1024,) * 256),
    "decode 128x2048": replace(DECODE, query_lens=(1,) * 128, seq_lens=(2048,) * 128),
    "decode 64x2048 d64, 32 KV heads": replace(
        DECODE, query_lens=(1,) * 64, seq_lens=(2048,) * 64, kv_heads=32, group=1, head_size=64
    ),
    "prefill 4x4096 fp8_e4m3 cache": replace(PREFILL, **FP8),
    "decode 64x4096 fp8_e4m3 cache": replace(DECODE, query_lens=(1,) * 64, seq_lens=(4096,) * 64, **FP8),
    "4 chunks of 1024 of 4096": replace(PREFILL, query_lens=(1024,) * 4),
    "60 decodes x4096": replace(DECODE, query_lens=(1,) * 60, seq_lens=(4096,) * 60),
    "both of these": replace(PREFILL, query_lens=(1024,) * 4 + (1,) * 60, seq_lens=(4096,) * 64),
    "8 decodes x32768": replace(DECODE, query_lens=(1,) * 8, seq_lens=(32768,) * 8),
    "4 chunks and these": replace(
        PREFILL, query_lens=(1024,) * 4 + (1,) * 8, seq_lens=(4096,) * 4 + (32768,) * 8
    ),
}
DEEPSEEK = MLASpec(
    (1,), (4096,), torch.bfloat16, heads=128, rank=512, rope=64, nope=128, value=128, block_size=64
)
LATENT = {
    "latent decode 1x4096 h16": replace(DEEPSEEK, heads=16),
    "latent decode 1x4096 h128": DEEPSEEK,
    "latent decode 64x4096 h16": replace(DEEPSEEK, heads=16, query_lens=(1,) * 64, seq_lens=(4096,) * 64),
    "latent decode 64x4096 h128": replace(DEEPSEEK, query_lens=(1,) * 64, seq_lens=(4096,) * 64),
    "latent decode 63x1024 and 1x32768 h128": replace(
        DEEPSEEK, query_lens=(1,) * 64, seq_lens=(1024,) * 63 + (32768,)
    ),
    "latent decode 64x4096 h128 fp8_e4m3": replace(
        DEEPSEEK, query_lens=(1,) * 64, seq_lens=(4096,) * 64, kv_scale=0.02
    ),
    "sparse latent decode 64 of 2048 h128": replace(
        DEEPSEEK, query_lens=(1,) * 64, seq_lens=(8192,) * 64, topk=2048
    ),
}


@dataclass(frozen=True)
class Timed:
    """Time that a launch takes."""

    milliseconds: float
    """On the GPU."""
    launching: float
    """On the host, in milliseconds."""

    def per_second(self, amount: float, unit: float) -> float:
        """An amount of work in so many units a second."""
        return amount / (self.milliseconds * 1e-3) / unit


def timed(*works: Callable[[], object]) -> list[Timed]:
    """Median time of each work, the works taking turns; every replay finds the L2 cache full of something else."""
    flush = torch.empty(256 << 20, dtype=torch.int8, device="cuda")
    taken: list[list[float]] = [[] for _ in works]
    graphs = [captured(work) for work in works]
    for _ in range(ROUNDS * LAUNCHES):
        for graph, times in zip(graphs, taken, strict=True):
            flush.zero_()
            start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            start.record()
            graph.replay()
            end.record()
            end.synchronize()
            times.append(start.elapsed_time(end))
    return [
        Timed(statistics.median(times), host_time(work)) for times, work in zip(taken, works, strict=True)
    ]


def captured(work: Callable[[], object]) -> torch.cuda.CUDAGraph:
    """The launches of a work, to be replayed; it runs before, for what compiles or allocates on its first run."""
    side = torch.cuda.Stream()
    with torch.cuda.stream(side):
        for _ in range(3):
            work()
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        work()
    return graph


def host_time(work: Callable[[], object]) -> float:
    """Milliseconds that a launch keeps the host, the median of some."""
    taken = []
    for _ in range(HOST_LAUNCHES):
        torch.cuda.synchronize()
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(taken)


@triton.jit
def _nothing() -> None:
    """Do nothing."""


def machine() -> str:
    """Lines: the card and its software, what a copy moves, and what the host takes to launch a compiled kernel."""
    source, target = (torch.empty(COPIED, dtype=torch.int8, device="cuda") for _ in range(2))
    taken = []
    # Not from a graph, whose copies go another way, which is slower.
    for _ in range(LAUNCHES):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        target.copy_(source)
        end.record()
        end.synchronize()
        taken.append(start.elapsed_time(end))
    copy = Timed(statistics.median(taken), 0.0)
    compiled = _nothing[(1,)]()
    launch = host_time(compiled[1, 1, 1])
    return (
        f"{torch.cuda.get_device_name()}, torch {torch.__version__}, Triton {triton.__version__}\n"
        f"{'a copy':38} {copy.milliseconds:8.4f} ms {copy.per_second(2 * COPIED, 1e9):7.0f} GB/s\n"
        f"{'a launch of nothing':63} host {launch * 1e3:4.0f} us"
    )


def peers_of(case: Case, vllm: Callable[..., None] | None) -> dict[str, Callable[[], object]]:
    """The peers that take a batch: torch's kernels where all requests are alike, vLLM's where there is a cache."""
    spec = case.spec
    peers: dict[str, Callable[[], object]] = {}
    if len({*spec.query_lens}) == len({*spec.seq_lens}) == 1:
        peers |= {name: torch_of(spec, kernel) for name, kernel in TORCH.items()}
    if vllm is not None and case.kv_cache is not None:
        peers["vLLM"] = vllm_of(vllm, case)
    usable = {}
    for name, work in peers.items():
        try:
            work()
            torch.cuda.synchronize()
        except RuntimeError as error:
            sys.stderr.write(f"{name} does not take this batch: {str(error).splitlines()[0]}\n")
        else:
            usable[name] = work
    return usable


def standard(name: str, spec: Spec, vllm: Callable[..., None] | None) -> str:
    """One line: time, throughput, the host's time, and the times of the peers over it."""
    few = [min(n, 257) for n in (spec.query_lens[0], spec.query_lens[-1])]
    cached = spec.attn_type is not AttentionType.ENCODER
    small = replace(spec, query_lens=few, seq_lens=[spec.seq_lens[0]] * 2 if cached else few)
    check = make_case(small, "cuda")
    error = relative_error(check.run(TritonAttentionImpl), check.expected())
    if error >= LIMITS["bfloat16"]:
        raise SystemExit(f"{name}: relative error {error:.2e}, not timed")
    case = make_case(spec, "cuda")
    peers = peers_of(case, vllm)
    ours, *others = timed(case.launch(TritonAttentionImpl), *peers.values())
    if spec.query_lens[0] > MANY_QUERIES:
        unseen = 0.5 if is_causal(spec) else 0.0
        pairs = sum(q * (s - (q - 1) * unseen) for q, s in zip(spec.query_lens, spec.seq_lens, strict=True))
        rate = ours.per_second(4 * pairs * spec.kv_heads * spec.group * spec.head_size, 1e12)
        done = f"{rate:7.0f} TFLOP/s"
    else:
        number = 1 if spec.cache_dtype.is_quantized else spec.dtype.itemsize
        read = 2 * sum(spec.seq_lens) * spec.kv_heads * spec.head_size * number
        done = f"{ours.per_second(read, 1e9):7.0f} GB/s"
    beside = "".join(
        f"  {peer} {other.milliseconds / ours.milliseconds:5.2f} x"
        for peer, other in zip(peers, others, strict=True)
    )
    return f"{name:38} {ours.milliseconds:8.4f} ms {done}  host {ours.launching * 1e3:4.0f} us{beside}"


def latent_of(case: MLACase, impl: type[MLAImpl]) -> Callable[[], object]:
    """A launch of a backend of latent attention on a batch."""
    layer = case.layer(impl)
    output = torch.empty(*case.query.shape[:2], case.spec.rank, dtype=case.spec.dtype, device="cuda")
    return lambda: layer.forward(
        query=case.query,
        latent=case.latent,
        key_rope=case.key_rope,
        kv_cache=case.kv_cache,
        metadata=case.metadata,
        output=output,
        **({} if case.indices is None else {"indices": case.indices}),
    )


def latent(name: str, spec: MLASpec) -> str:
    """One line: time, and the cache read for it; there is no peer in torch."""
    impl: type[MLAImpl] = TritonMLAImpl if spec.topk is None else TritonSparseMLAImpl
    check = make_mla_case(replace(spec, query_lens=spec.query_lens[:2], seq_lens=spec.seq_lens[:2]), "cuda")
    error = relative_error(check.forward(impl)[0], check.expected()[0])
    if error >= LIMITS["bfloat16"]:
        raise SystemExit(f"{name}: relative error {error:.2e}, not timed")
    (ours,) = timed(latent_of(make_mla_case(spec, "cuda"), impl))
    keys = sum(min(spec.topk or length, length) for length in spec.seq_lens)
    number = spec.dtype.itemsize if spec.kv_scale is None else 1
    read = ours.per_second(number * keys * (spec.rank + spec.rope), 1e9)
    work = ours.per_second(2 * keys * spec.heads * (2 * spec.rank + spec.rope), 1e12)
    return f"{name:38} {ours.milliseconds:8.4f} ms {read:7.0f} GB/s  {work:5.0f} TFLOP/s  host {ours.launching * 1e3:4.0f} us"


def main() -> None:
    """Print a line for each batch."""
    parser = argparse.ArgumentParser(prog="python -m tests.backends.speed")
    parser.add_argument("--peer", type=Path, metavar="TREE", help="source tree of vLLM")
    tree = parser.parse_args().peer
    vllm = None if tree is None else load_vllm(tree)
    sys.stdout.write(machine() + "\n")
    for name, spec in STANDARD.items():
        sys.stdout.write(standard(name, spec, vllm) + "\n")
        sys.stdout.flush()
    for name, latent_spec in LATENT.items():
        sys.stdout.write(latent(name, latent_spec) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
