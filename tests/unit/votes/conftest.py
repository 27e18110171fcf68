from __future__ import annotations

from collections.abc import Mapping

import pytest
import sealing
import signing


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, signing.Signer]:
    """The tellers' keys, and that of a stranger, made by ssh-keygen."""
    folder = tmp_path_factory.mktemp("tellers")
    return {name: signing.load(signing.generate(folder, name)) for name in (*sealing.TELLERS, "stranger")}


@pytest.fixture(scope="session")
def built(keys: Mapping[str, signing.Signer]) -> sealing.House:
    """The small edition, sealed once; never to be changed."""
    return sealing.build(keys)


@pytest.fixture
def house(built: sealing.House) -> sealing.House:
    """A copy of the small edition, to be damaged."""
    return sealing.House(built.keys, dict(built.files))
