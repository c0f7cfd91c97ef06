"""Commands that speak the language of the texts in their help, where Typer speaks English.

A command line is made of `App`; its commands and groups are those of this module by default.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, Final

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from hageplan.command.names import both_names, meant, names_below, other_name, with_shown_options
from hageplan.command.usage import choices_of, not_there, range_of, usage_lines
from hageplan.i18n import _, say
from hageplan.messages import msg

_ABORTED: Final = 1


class _Formatter(typer.Context.formatter_class):  # type: ignore[valid-type, misc]
    """Writes help; its first word is ours."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, args, prefix or f"{_('Usage')}: ")


class SpokenContext(typer.Context):
    """The context of a command whose help is in the language of the texts."""

    formatter_class = _Formatter

    @property
    def words(self) -> str:
        """The words of the command, without the program's name."""
        return self.command_path.partition(" ")[2]


class _Spoken:
    """What commands and groups of commands have in common: how they are called, and `--help`."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  (Typer's own)
        """Write what the command is called in the language of the texts, and what it does."""
        if other := other_name(ctx.words):
            formatter.write(f"{say('Also: {words}', words=f'hageplan {other}')}\n")
        super().format_help_text(ctx, formatter)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401  (Typer's own)
        """Return `--help` with a text of ours."""
        option: TyperOption | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this help.")
        return option


class Command(_Spoken, TyperCommand):
    """A command."""

    context_class = SpokenContext

    def __init__(self, *args: Any, **keys: Any) -> None:  # noqa: ANN401  (Typer's own)
        super().__init__(*args, **keys)
        self.options_metavar = f"[{_('OPTIONS')}]"
        self.allow_extra_args = True
        _name_values(self.params)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (Typer's own)
        """Read the words; what is one too many is wrong usage."""
        known = {name for one in self.params for name in (*one.opts, *one.secondary_opts)}
        try:
            rest = super().parse_args(ctx, with_shown_options(args, known))
        except typer.TyperException as fault:
            # Typer forgets where an option stands that lacks its value.
            if getattr(fault, "ctx", ctx) is None:
                vars(fault)["ctx"] = ctx
            raise
        if rest and not ctx.resilient_parsing:
            ctx.fail(say("too many arguments: {words}", words=" ".join(rest)))
        return rest


class Group(_Spoken, TyperGroup):
    """A command with commands below it."""

    context_class = SpokenContext

    def __init__(self, *args: Any, **keys: Any) -> None:  # noqa: ANN401  (Typer's own)
        super().__init__(*args, **keys)
        self.options_metavar = f"[{_('OPTIONS')}]"
        self.subcommand_metavar = _("COMMAND …")
        _name_values(self.params)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (Typer's own)
        """Read the words; where there are none that group is explained, if it asks for that."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            typer.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, self.whole(ctx, self.in_shown_words(ctx, args)))

    def whole(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401, ARG002  (Typer's own)
        """Return the words with the name of a command that may go unsaid; for groups with one."""
        return args

    def in_shown_words(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (Typer's own)
        """Return the words, the first of them as help shows that command."""
        return [*(meant(ctx.words, word) for word in args[:1]), *args[1:]]

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  (Typer's own)
        """Write the commands, each with both its names."""
        told = {name: one.help or "" for name, one in self.commands.items() if not one.hidden}
        names = both_names(ctx.words, told)
        with formatter.section(_("Commands")):
            formatter.write_dl([(names[name], told[name]) for name in told])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  (Typer's own)
        """Return the command that is meant; one that is not there is wrong usage."""
        args = self.in_shown_words(ctx, args)
        name = args[0]
        if not ctx.resilient_parsing and not name.startswith("-") and name not in self.commands:
            known = [one for one, command in self.commands.items() if not command.hidden]
            near = get_close_matches(name, [*known, *names_below(ctx.words)])
            ctx.fail(not_there(msg("there is no command {name}", name=name), near))
        return super().resolve_command(ctx, args)


class App(typer.Typer):
    """A command line, or a part of one."""

    def __init__(self, *, cls: type[Group] = Group, **keys: Any) -> None:  # noqa: ANN401  (Typer's own)
        super().__init__(cls=cls, rich_markup_mode=None, suggest_commands=False, **keys)

    def command(
        self,
        name: str | None = None,
        *,
        cls: type[TyperCommand] | None = Command,
        **keys: Any,  # noqa: ANN401  (Typer's own)
    ) -> Callable[[Any], Any]:
        """Return what makes a function a command."""
        return super().command(name, cls=cls, **keys)

    def __call__(self, *args: Any, **keys: Any) -> Any:  # noqa: ANN401  (Typer's own)
        """Run the command that is asked for, and end with its exit code."""
        try:
            code = super().__call__(*args, standalone_mode=False, **keys)
        except typer.TyperException as fault:
            typer.echo("\n".join(usage_lines(fault)), err=True)
            sys.exit(fault.exit_code)
        except typer.Abort:
            typer.echo(
                _(
                    "hageplan: interrupted. What was reported as saved is saved; "
                    "nothing else was written."
                ),
                err=True,
            )
            sys.exit(_ABORTED)
        sys.exit(code)


def _name_values(params: Sequence[object]) -> None:
    """Name the values of options that have no name of their own for them, and say their range.

    Those of arguments have one; Typer would put their type in Python's words behind it.
    """
    for one in params:
        if isinstance(one, TyperArgument):
            vars(one)["display_type_rich"] = lambda **_context: None
        if isinstance(one, TyperOption) and not one.is_flag:
            one.metavar = one.metavar or _metavar(one)
            vars(one)["_get_number_range_help_str"] = functools.partial(range_of, one)


def _metavar(option: TyperOption) -> str:
    if choices := choices_of(option):
        return f"[{'|'.join(choices)}]"
    if option.type_descriptor.is_path:
        return _("FILE")
    return _("NUMBER") if option.type_descriptor.is_ranged else _("TEXT")


class _UsualContext(SpokenContext):
    """The context of a command that nobody types."""

    @property
    def command_path(self) -> str:
        """The words that people type: those of the group."""
        return self.parent.command_path if self.parent else super().command_path


class UsualCommand(Command):
    """A command that is meant where its group is named alone."""

    context_class = _UsualContext
