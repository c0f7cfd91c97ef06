"""A command that may go unsaid: its group is enough to mean it, and help shows it so."""

from __future__ import annotations

from hageplan.command.speech import Command, SpokenContext


class _UsualContext(SpokenContext):
    """The context of a command that nobody types."""

    @property
    def command_path(self) -> str:
        """The words that people type: those of the group."""
        return self.parent.command_path if self.parent else super().command_path


class UsualCommand(Command):
    """A command that is meant where its group is named alone."""

    context_class = _UsualContext
