"""Hand a command line to the process that waits for it (`ready.py`), and end as it ends; started in ten milliseconds.

The streams, the folder and the environment are those of whoever asks. Only what the interpreter holds anyway is used.
"""

from __future__ import annotations

import _socket
import os
import sys
from array import array
from collections.abc import Mapping, Sequence

LENGTH = 8


def ask(address: str, arguments: Sequence[str], folder: str, environment: Mapping[str, str], streams: list[int]) -> int:
    """Run one command and give its exit code: that of a signal is negative, as `subprocess` has it."""
    words = [folder, str(len(arguments)), *arguments, *(f"{name}={value}" for name, value in environment.items())]
    line = b"\0".join(os.fsencode(word) for word in words)
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    connection.connect(address)
    held = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array("i", streams))]
    connection.sendmsg([len(line).to_bytes(LENGTH, "big")], held)
    while line:
        line = line[connection.send(line) :]
    said = b""
    while part := connection.recv(64):
        said += part
    connection.close()
    return int(said)


if __name__ == "__main__":
    code = ask(sys.argv[1], sys.argv[2:], os.getcwd(), os.environ, [0, 1, 2])  # noqa: PTH109 - pathlib is slow to come
    os._exit(code if code >= 0 else 128 - code)
