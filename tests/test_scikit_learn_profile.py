"""The profile of scikit-learn on a small tree of its shape: tags of objects, hooks, constraints that are taken over."""

import json

from tiny_project import write_tree

from docgen.cli.main import main

TAGS = """
from dataclasses import dataclass, field
@dataclass
class InputTags:
    sparse: bool = False
    allow_nan: bool = False
    pairwise: bool = False
    positive_only: bool = False
@dataclass
class TargetTags:
    required: bool
    multi_output: bool = False
@dataclass
class ClassifierTags:
    multi_class: bool = True
@dataclass
class Tags:
    estimator_type: str | None
    target_tags: TargetTags
    classifier_tags: ClassifierTags | None = None
    non_deterministic: bool = False
    requires_fit: bool = True
    input_tags: InputTags = field(default_factory=InputTags)
"""
REQUESTS = """
import inspect
SIMPLE_METHODS = ["fit"]
class _MetadataRequester:
    def __init_subclass__(cls, **kwargs):
        for method in SIMPLE_METHODS:
            if inspect.isfunction(getattr(cls, method, None)):
                setattr(cls, f"set_{method}_request", compile(method, method, "eval"))
        super().__init_subclass__(**kwargs)
"""
VALIDATION = """
import numpy as np
class StrOptions:
    def __init__(self, options): self.options = np.unique(options)
def validate_params(constraints, **options):
    def decorator(function): return np.wrapped(function)
    return decorator
"""
BASE = """
from abc import ABCMeta, abstractmethod
from sklearn.utils._tags import ClassifierTags, InputTags, Tags, TargetTags
from sklearn.utils._metadata_requests import _MetadataRequester
class BaseEstimator(_MetadataRequester):
    def __sklearn_tags__(self):
        return Tags(estimator_type=None, target_tags=TargetTags(required=False))
class ClassifierMixin:
    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.estimator_type = "classifier"
        tags.classifier_tags = ClassifierTags()
        tags.target_tags.required = True
        return tags
class BaseTree(BaseEstimator, metaclass=ABCMeta):
    _parameter_constraints: dict = {"splitter": [1], "depth": [2]}
    @abstractmethod
    def fit(self): ...
"""
TREES = """
import numpy as np
from sklearn.base import BaseEstimator, BaseTree, ClassifierMixin
from sklearn.utils._param_validation import StrOptions, validate_params
class Tree(ClassifierMixin, BaseTree):
    _parameter_constraints: dict = {**BaseTree._parameter_constraints, "kind": [StrOptions({"a"})]}
    _parameter_constraints.pop("splitter")
    def __init__(self, missing=np.nan): self.missing = missing
    @validate_params({})
    def fit(self): return self
    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = self.missing != self.missing
        return tags
class Scaler(BaseEstimator):
    def fit(self): return self
class Meta(BaseEstimator):
    def __init__(self, estimator, *, n_jobs=None): self.estimator = estimator
    def fit(self): return self
class _Hidden(BaseEstimator): ...
"""


def test_tags_are_those_of_an_object_with_its_defaults(tmp_path, capsys):
    files = {
        "utils/_tags": TAGS,
        "utils/_metadata_requests": REQUESTS,
        "utils/_param_validation": VALIDATION,
        "base": BASE,
        "tree": TREES,
        "tests/test_tree": "from sklearn.base import BaseEstimator\nclass Fake(BaseEstimator): ...\n",
        **{f"{name}__init__": "" for name in ("", "utils/", "tests/")},
    }
    write_tree(tmp_path, {f"sklearn/{name}.py": text for name, text in files.items()})
    assert main(["export", "--profile", "scikit-learn", "--root", str(tmp_path)]) == 0
    backends = json.loads(capsys.readouterr().out)["backends"]
    cells = {each["name"]: {key: cell[0] for key, cell in each["cells"].items()} for each in backends}
    assert cells.keys() == {"Tree", "Scaler", "Meta"}
    assert {cell["state"] for cell in cells["Meta"].values()} == {"not-declared"}
    assert {cell["state"] for name in ("Tree", "Scaler") for cell in cells[name].values()} == {"known"}
    expected = ("estimator_type", "target_required", "allow_nan", "multi_class", "requires_fit")
    assert [cells["Tree"][key]["value"] for key in expected] == ["classifier", True, True, True, True]
    assert [cells["Scaler"][key]["value"] for key in expected] == [None, False, False, None, True]
