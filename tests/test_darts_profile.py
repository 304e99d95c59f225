"""The profile of Darts on a small tree of its shape: names by links, compound cells, labels, empty cells."""

import json

from tiny_project import write_tree

from docgen.cli.main import main

BASE = """from abc import ABC, abstractmethod


class ForecastingModel(ABC):
    @property
    @abstractmethod
    def supports_multivariate(self): ...

    @property
    def supports_past_covariates(self):
        return False

    @property
    def supports_future_covariates(self):
        return False

    @property
    def supports_static_covariates(self):
        return False


class GlobalForecastingModel(ForecastingModel, ABC):
    pass
"""
TORCH = """from abc import ABC, abstractmethod
from darts.models.forecasting.forecasting_model import GlobalForecastingModel


class TorchForecastingModel(GlobalForecastingModel, ABC):
    @property
    def supports_multivariate(self):
        return True

    @abstractmethod
    def _create_model(self): ...


class PastCovariatesTorchModel(TorchForecastingModel, ABC):
    @property
    def supports_past_covariates(self):
        return True


class FutureCovariatesTorchModel(TorchForecastingModel, ABC): ...
class DualCovariatesTorchModel(TorchForecastingModel, ABC): ...
class SplitCovariatesTorchModel(TorchForecastingModel, ABC): ...


class MixedCovariatesTorchModel(PastCovariatesTorchModel, ABC):
    @property
    def supports_future_covariates(self):
        return True
"""
MODELS = """from darts.models.forecasting.forecasting_model import ForecastingModel
from darts.models.forecasting.torch_forecasting_model import MixedCovariatesTorchModel


class Naive(ForecastingModel):
    @property
    def supports_multivariate(self):
        return True


class NaiveMean(Naive): ...
class Theta(Naive): ...
class FourTheta(Naive): ...
class BlockRNNModel(MixedCovariatesTorchModel):
    def __init__(self, size):
        self.size = size

    def _create_model(self):
        return self.size
"""
LINK = "[{0}](https://site/{0}.html)"
README = f"""## Forecasting Models

| Model | Sources | Target Series Support:<br/><br/>Univariate/<br/>Multivariate | Covariates Support:<br/><br/>Past-observed/<br/>Future-known/<br/>Static | Training & Forecasting on Multiple Series |
| - | - | - | - | - |
| **Baseline Models**<br/>([ForecastingModel](https://site)) | | | | |
| {LINK.format("Naive")} and {LINK.format("NaiveMean")} | | ✅ ✅ | 🔴 🔴 🔴 | 🔴 |
| {LINK.format("Theta")} method | | ✅ ✅ | 🔴 ✅ 🔴 | 🔴 |
| {LINK.format("FourTheta")}: like [Theta](https://paper) | | ✅ ✅ | 🔴 🔴 🔴 | 🔴 |
| {LINK.format("BlockRNNModel")} (incl. LSTM) | | ✅ ✅ | ✅ ✅ 🔴 | ✅ |

| Model | Sources | Multivariate | Covariates Support | Training & Forecasting on Multiple Series |
| - | - | - | - | - |
"""


def test_the_tables_of_the_readme(tmp_path, capsys):
    files = {"forecasting_model": BASE, "torch_forecasting_model": TORCH, "models": MODELS}
    tree = {f"darts/models/forecasting/{name}.py": text for name, text in files.items()}
    packages = {f"darts/{name}__init__.py": "" for name in ("", "models/", "models/forecasting/")}
    write_tree(tmp_path, {**tree, **packages, "README.md": README})
    assert main(["check", "--profile", "darts", "--root", str(tmp_path), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [(each["rule"], each["message"]) for each in report["findings"]] == [
        ("overclaim", "Theta, Future Covariates: the docs say ✅, the code says ❌"),
        ("empty-table", "the table 'Forecasting Models' has no rows"),
    ]
    assert report["compared"] == 5 * 5
