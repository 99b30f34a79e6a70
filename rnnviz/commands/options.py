"""Every choice of an experiment as an option of the command line, made from its description."""

from __future__ import annotations

import argparse
import dataclasses
from dataclasses import dataclass
from typing import Any

from rnnviz.choices import Choice, ChoiceError, OneOf, OneOfOrNumber, Real, Whole, choices
from rnnviz.experiment import PARTS, Experiment
from rnnviz.tasks import TASKS, Task


@dataclass(frozen=True)
class Option:
    """One option.

    Attributes:
        flag: As it is typed, ``"--chunk-length"``.
        field: The choice behind it, ``"chunking.length"``.
        choice: How to read and explain it.
        kind: The dataclass that declares it, the task's own for a choice of a task.
    """

    flag: str
    field: str
    choice: Choice
    kind: type

    @property
    def default(self) -> object:
        """What it is unless it is set."""
        default = next(f.default for f in dataclasses.fields(self.kind) if f.name == self.field.rpartition(".")[2])
        return "none" if default == "" else default


def options() -> list[Option]:
    """All options that set a choice; tasks that share a flag share it on purpose."""
    kinds: list[tuple[str, type]] = [("task.", task) for task in TASKS.values()]
    kinds += [*((f"{part}.", kind) for part, kind in PARTS.items()), ("", Experiment)]
    return [
        Option(_flag(prefix + name, choice), prefix + name, choice, kind)
        for prefix, kind in kinds
        for name, choice in choices(kind).items()
    ]


def _flag(field: str, choice: Choice) -> str:
    return "--chunk-length" if field == "chunking.length" else "--" + choice.label.lower().replace(" ", "-")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give `parser` the options; their values stay text until :func:`chosen` reads them."""
    parser.add_argument("--task", metavar="NAME", help="what to learn: " + ", ".join(TASKS))
    explained: dict[str, list[Option]] = {}
    for option in options():
        explained.setdefault(option.flag, []).append(option)
    tasks = parser.add_argument_group("choices of single tasks")
    for flag, same in explained.items():
        owner = tasks if same[0].field.startswith("task.") else parser
        owner.add_argument(flag, metavar=_metavar(same[0].choice), help=_help(same).replace("%", "%%"))


def _help(same: list[Option]) -> str:
    """What the options behind one flag are for, and what they are unless they are set."""
    help = " ".join(dict.fromkeys(option.choice.help for option in same))
    defaults = {str(option.default) for option in same}
    names = [option.kind.name for option in same if issubclass(option.kind, Task)]
    if not names:
        return f"{help} (default: {same[0].default})"
    for_whom = ", ".join(names)
    if len(defaults) == 1:
        return f"{for_whom}: {help} (default: {same[0].default})"
    each = ", ".join(f"{option.default} for {name}" for option, name in zip(same, names, strict=True))
    return f"{for_whom}: {help} (default: {each})"


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
        if text is None or (part == "task" and option.kind is not kind):
            continue
        (plain[part] if part else plain)[name] = _read(option, text)
    _refuse_strangers(arguments, kind)
    try:
        return Experiment.from_dict(plain)
    except ChoiceError as wrong:
        raise ChoiceError(flag_of(wrong.field, kind), wrong.value, wrong.remedy) from None


def flag_of(field: str, task: type[Task] | None = None) -> str:
    """The flag that sets a choice.

    Args:
        field: Its dotted name.
        task: Whose choice it is, where several tasks have one of that name.

    Example:
        >>> flag_of("chunking.batch_size"), flag_of("task.every", TASKS["parity"])
        ('--batch-size', '--start-every')
    """
    flags: dict[type | None, str] = {option.kind: option.flag for option in options() if option.field == field}
    return flags.get(task) or next(iter(flags.values()), f"--{field}")


def _read(option: Option, text: str) -> Any:
    try:
        if isinstance(option.choice, Whole):
            return int(text)
        if isinstance(option.choice, Real):
            return float(text)
        if isinstance(option.choice, OneOfOrNumber) and text not in option.choice.options:
            return int(text) if text.isdecimal() else float(text)
    except ValueError:
        remedy = option.choice.remedy(None)
        raise ChoiceError(option.flag, text, remedy or "give a number") from None
    return text


def _refuse_strangers(arguments: argparse.Namespace, kind: type[Task]) -> None:
    """A choice of another task would be ignored in silence."""
    known = {option.flag for option in options() if option.kind is kind}
    for option in options():
        given = getattr(arguments, option.flag.removeprefix("--").replace("-", "_"))
        if given is not None and option.field.startswith("task.") and option.flag not in known:
            raise ChoiceError(
                option.flag, given, f"the task {kind.name} has no such choice; it has " + ", ".join(sorted(known))
            )


def _metavar(choice: Choice) -> str:
    if isinstance(choice, OneOf):
        return "|".join(choice.options)
    if isinstance(choice, OneOfOrNumber):
        return "|".join((*choice.options, "NUMBER"))
    return "NUMBER" if isinstance(choice, Whole | Real) else "TEXT"
