"""Changes to containers, put back after a path and after a statement that is tried: copies serve several changes."""

from docgen.static.engine.world import PutBack, World


def change(world, container, *values):
    if not world.has_copy(container):
        world.change(PutBack(container))
    container.extend(values)


def test_many_changes_need_one_copy_and_are_all_put_back():
    world, container = World("s"), [0]
    for value in range(5):
        change(world, container, value)
    assert len(world.undo) == 1
    world.rewind(0)
    assert container == [0]
    change(world, container, 9)
    assert len(world.undo) == 1


def test_a_change_after_a_mark_is_put_back_to_the_mark():
    world, container = World("s"), [0]
    change(world, container, 1)
    mark = world.mark()
    change(world, container, 2)
    change(world, container, 3)
    assert len(world.undo) == 2
    world.rewind(mark)
    assert container == [0, 1]
    change(world, container, 4)
    world.rewind(0)
    assert container == [0]


def test_a_released_mark_leaves_the_copies_that_are_needed():
    world, container, other = World("s"), [0], [5]
    change(world, container, 1)
    before, mark = world.marked, world.mark()
    change(world, container, 2)
    change(world, other, 6)
    world.change(lambda: other.append("undone"))
    world.release(mark, before)
    assert len(world.undo) == 3
    change(world, container, 3)
    change(world, other, 7)
    assert len(world.undo) == 3
    world.rewind(1)
    assert (container, other) == ([0, 1, 2, 3], [5])
    world.rewind(0)
    assert container == [0]


def test_marks_inside_each_other():
    world, container = World("s"), [0]
    outer_before, outer = world.marked, world.mark()
    change(world, container, 1)
    inner_before, inner = world.marked, world.mark()
    change(world, container, 2)
    world.release(inner, inner_before)
    assert len(world.undo) == 1
    change(world, container, 3)
    world.rewind(outer)
    world.release(outer, outer_before)
    assert (container, world.undo) == ([0], [])


def test_a_registry_that_statements_fill_is_whole(package):
    calls = "".join(f"register({n})\n" for n in range(50))
    text = f"R = {{}}\ndef register(x): R[x] = len(R)\n{calls}def answer(): return [*R.values()]\n"
    written = package({"pkg/main.py": text})
    questioner = written.questioner()
    for _ in range(2):
        answer = written.evaluated("pkg.main.answer()", questioner)
        assert (answer.kind, answer.value) == ("known", list(range(50)))
