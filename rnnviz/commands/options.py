"""Every choice of an experiment as an option of the command line, made from its description."""

from __future__ import annotations

import argparse
import dataclasses
from dataclasses import dataclass
from typing import Any

from rnnviz.choices import Choice, ChoiceError, OneOf, OneOfOrWhole, Real, Whole, choices
from rnnviz.experiment import PARTS, Experiment
from rnnviz.tasks import TASKS, Task


@dataclass(frozen=True)
class Option:
    """One option.

    Attributes:
        flag: As it is typed, ``"--chunk-length"``.
        field: The choice behind it, ``"chunking.length"``.
        choice: How to read and explain it.
    """

    flag: str
    field: str
    choice: Choice


def options() -> list[Option]:
    """All options that set a choice; tasks that share a flag share it on purpose."""
    made = [_option(f"task.{name}", choice) for task in TASKS.values() for name, choice in choices(task).items()]
    made += [
        _option(f"{part}.{name}", choice) for part, kind in PARTS.items() for name, choice in choices(kind).items()
    ]
    made += [_option(name, choice) for name, choice in choices(Experiment).items()]
    return made


def _option(field: str, choice: Choice) -> Option:
    slug = choice.label.lower().replace(" ", "-")
    return Option("--chunk-length" if field == "chunking.length" else f"--{slug}", field, choice)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options; their values stay text until :func:`chosen` reads them."""
    parser.add_argument("--task", metavar="NAME", help="what to learn: " + ", ".join(TASKS))
    explained: dict[str, list[Option]] = {}
    for option in options():
        explained.setdefault(option.flag, []).append(option)
    for flag, same in explained.items():
        choice = same[0].choice
        default = _default(same[0])
        parser.add_argument(
            flag, metavar=_metavar(choice), help=f"{choice.help} (default: {default})".replace("%", "%%")
        )


def chosen(arguments: argparse.Namespace, start: Experiment) -> Experiment:
    """The experiment that `arguments` ask for; what they leave out is as in `start`.

    Raises:
        ChoiceError: For a wrong choice; its field is the option's flag.
    """
    plain = start.to_dict()
    if arguments.task is not None and arguments.task != start.task.name:
        if arguments.task not in TASKS:
            raise ChoiceError("--task", arguments.task, "choose one of " + ", ".join(TASKS))
        plain["task"] = {"name": arguments.task}
    kind = TASKS[plain["task"]["name"]]
    for option in options():
        text = getattr(arguments, option.flag.removeprefix("--").replace("-", "_"))
        part, _, name = option.field.rpartition(".")
        if text is None or (part == "task" and name not in choices(kind)):
            continue
        (plain[part] if part else plain)[name] = _read(option, text)
    _refuse_strangers(arguments, kind)
    try:
        return Experiment.from_dict(plain)
    except ChoiceError as wrong:
        raise ChoiceError(flag_of(wrong.field), wrong.value, wrong.remedy) from None


def flag_of(field: str) -> str:
    """The flag that sets a choice.

    Example:
        >>> flag_of("chunking.batch_size")
        '--batch-size'
    """
    return next((option.flag for option in options() if option.field == field), f"--{field}")


def _read(option: Option, text: str) -> Any:
    try:
        if isinstance(option.choice, Whole):
            return int(text)
        if isinstance(option.choice, Real):
            return float(text)
        if isinstance(option.choice, OneOfOrWhole) and text.isdecimal():
            return int(text)
    except ValueError:
        remedy = option.choice.remedy(None)
        raise ChoiceError(option.flag, text, remedy or "give a number") from None
    return text


def _refuse_strangers(arguments: argparse.Namespace, kind: type[Task]) -> None:
    """A choice of another task would be ignored in silence."""
    known = {_option(f"task.{name}", choice).flag for name, choice in choices(kind).items()}
    for option in options():
        given = getattr(arguments, option.flag.removeprefix("--").replace("-", "_"))
        if given is not None and option.field.startswith("task.") and option.flag not in known:
            raise ChoiceError(
                option.flag, given, f"the task {kind.name} has no such choice; it has " + ", ".join(sorted(known))
            )


def _default(option: Option) -> Any:
    part, _, name = option.field.rpartition(".")
    kinds = [*TASKS.values()] if part == "task" else [PARTS.get(part, Experiment)]
    fields = [f for kind in kinds for f in dataclasses.fields(kind) if f.name == name]
    default = next(f.default for f in fields)
    return "none" if default == "" else default


def _metavar(choice: Choice) -> str:
    if isinstance(choice, OneOf):
        return "|".join(choice.options)
    if isinstance(choice, OneOfOrWhole):
        return "|".join((*choice.options, "NUMBER"))
    return "NUMBER" if isinstance(choice, Whole | Real) else "TEXT"
