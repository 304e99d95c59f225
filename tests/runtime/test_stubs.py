"""A stub survives what modules do with a package, and remembers it."""

import contextlib
import functools
import inspect
from collections.abc import Iterator
from typing import Any, Optional

import pytest

from docgen.runtime.stubs import RECORD, Stub, StubBase, StubModule, stub_base


@pytest.fixture(autouse=True)
def record() -> Iterator[None]:
    RECORD.clear()
    yield
    RECORD.clear()


@pytest.fixture
def stub() -> Any:
    return Stub("far.away.thing", "far.away")


def test_attributes_are_stubs_and_stay_the_same(stub: Any) -> None:
    assert isinstance(stub.a.b, Stub)
    assert stub.a.b is stub.a.b
    assert repr(stub.a.b) == "<stub far.away.thing.a.b>"
    stub.a = 3
    assert stub.a == 3


def test_special_attributes_are_not_there(stub: Any) -> None:
    for name in ("__wrapped__", "__version__", "__torch_function__", "__array__", "__len_hint__"):
        assert not hasattr(stub, name)
    assert not hasattr(StubModule("far"), "__all__")


def test_a_module_has_stubs(stub: Any) -> None:
    module = StubModule("far.away")
    assert isinstance(module.thing, Stub)
    assert RECORD.touched == {"far.away"}


def test_base_class(stub: Any) -> None:
    class Base(stub.Kernel):
        def __init__(self) -> None:
            super().__init__(1, two=2)

    class Derived(Base, stub.Kernel, option=3):
        @classmethod
        def answer(cls) -> int:
            return 4

    assert Derived.answer() == 4
    assert isinstance(Derived(), Base)
    assert isinstance(Derived(), stub.Kernel)
    assert issubclass(Derived, stub.Kernel)
    assert Derived.__mro__.count(stub.Kernel.__mro_entries__(())[0]) == 1
    assert stub_base(Derived) == "far.away.thing.Kernel"
    assert stub_base(int) is None
    assert issubclass(Derived, StubBase)


def test_two_stubs_among_the_bases(stub: Any) -> None:
    class Both(stub.A, stub.B): ...

    assert isinstance(Both(), stub.A)
    assert isinstance(Both(), stub.B)
    assert not isinstance(Both(), stub.C)


def test_decorator(stub: Any) -> None:
    @stub
    def plain() -> int:
        return 1

    @stub(1, two=2)
    def called() -> int:
        return 2

    @stub.deep.er[3]
    class Whole: ...

    assert (plain(), called()) == (1, 2)
    assert inspect.isclass(Whole)


def test_isinstance_and_unions(stub: Any) -> None:
    assert not isinstance(3, stub)
    assert isinstance(3, (stub, int))
    assert not issubclass(int, stub)
    for union in (stub | int, int | stub, stub | None, None | stub):
        assert isinstance(union, Stub)
    assert Optional[stub] is not None  # noqa: UP045  (the older spelling is what is tested)
    assert list[stub] is not None


def test_context_manager(stub: Any) -> None:
    with stub.guard(1) as inner:
        assert isinstance(inner, Stub)
    with contextlib.suppress(ValueError), stub:
        raise ValueError


def test_arithmetic(stub: Any) -> None:
    results = [
        stub + 1,
        1 + stub,
        stub * 2,
        2**stub,
        -stub,
        ~stub,
        stub // 3,
        stub << 1,
        stub @ stub,
        stub % 2,
    ]
    assert all(isinstance(result, Stub) for result in results)
    stub += 1
    assert isinstance(stub, Stub)
    assert not RECORD.decisions


def test_subscripts_and_calls(stub: Any) -> None:
    stub["a"] = 1
    del stub["a"]
    assert isinstance(stub["a"][1:2](3), Stub)
    assert functools.partial(stub, 1)() is not None
    assert not RECORD.decisions
    assert inspect.signature(stub).parameters.keys() == {"args", "kwargs"}


@pytest.mark.parametrize(
    ("what", "use"),
    [
        ("truth", bool),
        ("order", lambda s: s > (1, 2)),
        ("equality", lambda s: s == 3),
        ("equality", lambda s: s != 3),
        ("content", lambda s: [0 for _ in s]),
        ("content", lambda s: 3 in s),
        ("length", len),
        ("number", int),
        ("number", lambda s: [1, 2][s]),
        ("number", float),
    ],
)
def test_what_it_seems_to_be_decides_and_is_noted(stub: Any, what: str, use: Any) -> None:
    use(stub.x)
    ((decision, place),) = RECORD.decisions.items()
    assert decision == f"{what} of far.away.thing.x"
    assert place.rpartition(":")[0] == __file__


def test_versions_are_the_greatest(stub: Any) -> None:
    assert stub > (3, 1)
    assert stub >= 9
    assert not stub < "1.2"
    assert not stub <= 7


def test_it_is_itself_and_nothing_else(stub: Any) -> None:
    assert stub == stub  # noqa: PLR0124  (identity needs no decision)
    assert not RECORD.decisions
    assert stub != Stub("far.away.thing", "far.away")
    assert len({stub, stub, Stub("far.away.thing", "far.away")}) == 2


def test_exceptions_can_be_raised_and_caught(stub: Any) -> None:
    with pytest.raises(stub.DriverError):
        raise stub.DriverError("off")
    with contextlib.suppress(stub.LibraryException, ValueError):
        raise ValueError
