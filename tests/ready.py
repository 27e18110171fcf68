"""A command line that is ready: one process imports the program once, and forks a child for each command.

Each command is a process of its own, with its own folder, environment, streams and exit code, in which nothing ran
before. Only what is the same each time is spared: half a second to a second of imports.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from ask import LENGTH, ask

CODE = Path(__file__).resolve().parent.parent / "generator"


class Ready:
    """The waiting process."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "ready")
        environment = {**os.environ, "PYTHONPATH": str(CODE)}
        self._process = subprocess.Popen(
            [sys.executable, __file__, self.address],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"

    def line(self, *words: str) -> str:
        """What a shell script execs in the place of the program; `words` come before those that it is given."""
        asking = shlex.join([sys.executable, "-I", "-S", str(Path(__file__).parent / "ask.py"), self.address, *words])
        return f'exec {asking} "$@"'

    def run(self, *arguments: str, cwd: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """What `subprocess.run` would give for a process of its own."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, Path(os.devnull).open("rb") as nothing:
            streams = [nothing.fileno(), out.fileno(), err.fileno()]
            code = ask(self.address, arguments, str(cwd), environment, streams)
            said = []
            for file in (out, err):
                file.seek(0)
                said.append(file.read().decode())
        return subprocess.CompletedProcess(["aubette", *arguments], code, *said)

    def end(self) -> None:
        """Let the process go: it ends when nobody holds its standard input any more."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)


def serve(address: str) -> None:
    """Wait for commands until standard input is closed."""
    import aubette

    for found in walk_packages(aubette.__path__, "aubette."):
        with contextlib.suppress(ImportError):
            import_module(found.name)
    gc.collect()
    gc.freeze()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(16)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    os.write(1, b"ready\n")
    while True:
        asked, _, _ = select.select([listener, 0], [], [])
        if 0 in asked:
            return
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _answer(connection)
            os._exit(0)
        connection.close()


def _answer(connection: socket.socket) -> None:
    """Read a command, run it in a child, say how that ended."""
    head, streams, _, _ = socket.recv_fds(connection, LENGTH, 3)
    size = int.from_bytes(head, "big")
    line = b""
    while len(line) < size:
        line += connection.recv(size - len(line))
    folder, count, *words = [os.fsdecode(word) for word in line.split(b"\0")]
    pid = os.fork()
    if pid == 0:
        connection.close()
        _become(folder, words[: int(count)], dict(word.split("=", 1) for word in words[int(count) :]), streams)
    for stream in streams:
        os.close(stream)
    _, status = os.waitpid(pid, 0)
    connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _become(folder: str, arguments: list[str], environment: dict[str, str], streams: list[int]) -> None:
    """Be the process that somebody started there, with these words."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv[1:] = arguments
    from aubette.cli.main import main

    try:
        main()
    except BaseException:  # `main` never returns; what it lets through would end a process with a traceback
        sys.excepthook(*sys.exc_info())
        os._exit(1)


if __name__ == "__main__":
    serve(sys.argv[1])
