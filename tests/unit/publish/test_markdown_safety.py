"""What a person writes can be read, and can do nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.publish.markdown import to_html

PAYLOADS = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[a](javascript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html,<script>)",
    "![a](https://example.org/x.png)",
    "<iframe src=//example.org>",
    "</title><script>alert(1)</script>",
    "[a](https://example.org){ onclick=alert(1) }",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_do_nothing(payload: str) -> None:
    said = to_html(payload).lower()
    for danger in ("<script", "<img", "<iframe", "javascript:", "data:text", "<title"):
        assert danger not in said
    assert "onerror=" not in said.replace("&quot;", '"').split(">")[0] or "<" not in said


def test_texts_keep_their_shape() -> None:
    said = to_html("# Titre\n\n**gras** et [lien](https://exemple.fr)\n\n- un\n- deux\n")
    assert "<h3>Titre</h3>" in said
    assert "<strong>gras</strong>" in said
    assert 'rel="nofollow ugc noopener"' in said
    assert "<li>un</li>" in said


@given(st.text(max_size=300))
def test_only_allowed_tags_come_out(text: str) -> None:
    said = to_html(text)
    assert "<script" not in said.lower()
    assert "<style" not in said.lower()
