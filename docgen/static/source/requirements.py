"""Packages that the metadata of a project names, and those that so many projects use that none needs to name them.

Nothing but a scenario says for certain that a package of others is installed. A project's metadata says that whoever
installs the project gets the package, or may choose to. Every word of a metadata file counts, also in comments and
in optional groups, because there are more forms of such files than could be read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.static.source.tree import SourceTree

_METADATA = re.compile(
    r"pyproject\.toml|setup\.(py|cfg)|PKG-INFO|Pipfile|(environment|conda|meta)[\w-]*\.ya?ml|.*require.*\.(txt|in|lock)",
    re.IGNORECASE,
)
"""Names of files at the root that name requirements."""
_INSIDE = (
    (re.compile("requirements"), re.compile(r".*\.(txt|in)", re.IGNORECASE)),
    (re.compile(r".*\.(dist|egg)-info"), re.compile(r"METADATA|PKG-INFO|requires\.txt")),
)
"""Names of directories at the root, each with the names of the files in it that name requirements."""
_PARTS = 8
"""Most parts of a word that are looked at."""
_WORD = re.compile(r"[a-z0-9]+(?:[-_.]+[a-z0-9]+)*")

DISTRIBUTIONS = {
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "crypto": "pycryptodome",
    "cv2": "opencv",
    "docx": "python-docx",
    "fitz": "pymupdf",
    "git": "gitpython",
    "jwt": "pyjwt",
    "mpl-toolkits": "matplotlib",
    "openai-harmony": "oss-harmony",
    "openssl": "pyopenssl",
    "osgeo": "gdal",
    "pil": "pillow",
    "pkg-resources": "setuptools",
    "psycopg2": "psycopg2-binary",
    "pythoncom": "pywin32",
    "skbase": "scikit-base",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "win32api": "pywin32",
    "yaml": "pyyaml",
    "zmq": "pyzmq",
}
"""Distributions whose top-level package has another name, by that name."""

_NAMES = """
absl accelerate aiohttp annotated_types anyio attr attrs boto3 botocore bs4 cachetools cattrs celery certifi cffi
click cloudpickle cryptography cupy cv2 cython dask datasets dateutil dill django docutils einops evaluate fastapi
filelock flask flax fsspec gensim google grpc gymnasium h5py httpx huggingface_hub hypothesis importlib_metadata
importlib_resources IPython jax jaxlib jinja2 joblib jsonschema keras lightgbm lightning llvmlite loguru lxml
markdown markupsafe marshmallow matplotlib more_itertools mpl_toolkits msgpack msgspec multidict networkx nltk
numba numpy onnx onnxruntime openai opentelemetry optax optuna orjson packaging paddle pandas paramiko peft PIL
pkg_resources platformdirs plotly pluggy polars prometheus_client psutil psycopg2 py pyarrow pydantic
pydantic_core pygments pymongo pynvml pyparsing pytest pytorch_lightning pytz ray redis regex requests rich
safetensors scipy seaborn sentencepiece setuptools six skimage sklearn sortedcontainers sqlalchemy starlette
statsmodels sympy tabulate tensorboard tensorflow tiktoken timm tokenizers toml tomli toolz torch torchaudio
torchvision tornado tqdm transformers triton trio typer typing_extensions typing_inspect tzdata ujson urllib3
uvicorn wandb werkzeug wrapt xarray xgboost yaml yarl zmq zstandard
"""
WIDESPREAD = frozenset(_NAMES.split())
"""Top-level packages that are taken to be installed where neither scenario nor metadata says so."""

_WORDS: WeakKeyDictionary[SourceTree, frozenset[str]] = WeakKeyDictionary()


def is_expected(module: str, tree: SourceTree) -> bool:
    """Tell whether a package of others is expected to be installed: it is widespread, or the metadata names it.

    Args:
        module: Dotted name of the package, or of a module in it.
        tree: The project; the files that are read for this count as read.
    """
    top = module.partition(".")[0]
    if top in WIDESPREAD:
        return True
    with tree.reads.by(_READER):
        if tree not in _WORDS:
            _WORDS[tree] = frozenset(_named(tree))
    name = _normal(top)
    return not _WORDS[tree].isdisjoint({name, f"py{name}", DISTRIBUTIONS.get(name, name)})


_READER = "requirements of the project"
"""The name of the reader under which the metadata files are recorded."""


def _named(tree: SourceTree) -> Iterator[str]:
    """Names that words of the metadata stand for: `azure-core` for azure too, and `python-dateutil` for dateutil."""
    for path in _files(tree):
        for word in {*_WORD.findall((tree.beside(path) or b"").decode(errors="replace").lower())}:
            parts = _normal(word).split("-", _PARTS)[:_PARTS]
            yield from parts
            yield from ("-".join(parts[:length]) for length in range(2, len(parts) + 1))


def _files(tree: SourceTree) -> Iterator[str]:
    """Paths of the metadata files, relative to the root."""
    for name in sorted(tree.listed()):
        if _METADATA.fullmatch(name):
            yield name
        for directory, files in _INSIDE:
            if directory.fullmatch(name):
                yield from (f"{name}/{each}" for each in sorted(tree.listed(name)) if files.fullmatch(each))


def _normal(name: str) -> str:
    """A name as package indexes compare it (https://packaging.python.org/en/latest/specifications/name-normalization)."""
    return re.sub(r"[-_.]+", "-", name).lower()
