"""Objects of the standard library whose modules are read only when a program names them."""


def test_a_late_exception_is_the_one_that_python_raises(package):
    text = """
from importlib.metadata import PackageNotFoundError
def answer(): return [issubclass(PackageNotFoundError, ImportError), PackageNotFoundError.__name__]
"""
    answer = package({"pkg/main.py": text}).evaluated("pkg.main.answer()")
    assert (answer.kind, answer.value) == ("known", [True, "PackageNotFoundError"])
