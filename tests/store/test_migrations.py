"""The steps of the schema: a module each, in order, each earlier schema keeps all that it held."""

from monitor.store.migrations import steps


def test_the_steps_stand_in_the_order_of_their_numbers() -> None:
    assert list(steps()) == sorted(steps())
    assert next(iter(steps())) == "m0001_first"
