"""What a person writes can be read, and can do nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.publish.markdown import page_html, to_html

HANDLER = re.compile(r"<[^>]+\son\w+\s*=")
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
    "<a href=\"java&#115;cript:alert(1)\" onmouseover='alert(1)'>a</a>",
    "[a](jAvAsCrIpT:alert(1))",
    "![a](data:image/svg+xml;base64,PHN2Zz4=)",
    "<svg/onload=alert(1)>",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_do_nothing(payload: str) -> None:
    said = to_html(payload).lower()
    for danger in ("<script", "<img", "<iframe", "javascript:", "data:text", "<title"):
        assert danger not in said
    assert not HANDLER.search(said), said


@pytest.mark.parametrize("payload", PAYLOADS[:2])
@pytest.mark.parametrize("made", ["{}", "<p>a</p>{}<h2 id='b'>b</h2>", "<div class='x'>{}</div>", "<table><tr><td>{}"])
def test_a_page_of_the_city_does_nothing_either(payload: str, made: str) -> None:
    said = page_html(made.format(payload)).lower()
    assert "<script" not in said
    assert not HANDLER.search(said)


RAW = (
    '<p onclick="alert(1)">a</p>',
    '<a href="javascript:alert(1)">a</a>',
    '<a href="&#106;avascript:alert(1)">a</a>',
    '<a href="data:text/html,x">a</a>',
    '<img src="https://example.org/x.png" alt="a">',
    '<img src="//example.org/x.png" alt="a">',
    '<iframe src="//example.org"></iframe>',
    '<style>@import "//example.org"</style>',
    '<link rel="stylesheet" href="//example.org">',
    '<form action="//example.org"><input></form>',
    '<svg onload="alert(1)"><script>1</script></svg>',
    '<p style="background:url(//example.org)">a</p>',
)


@pytest.mark.parametrize("raw", RAW)
def test_raw_html_of_a_page_keeps_only_its_text(raw: str) -> None:
    said = page_html(raw)
    assert "example.org" not in said
    assert not HANDLER.search(said)
    assert "javascript" not in said
    assert "data:" not in said
    assert not re.search(r"<(script|style|svg|form|input|link|iframe)", said)


def test_a_page_keeps_its_shape() -> None:
    made = (
        '<h1 id="a">A</h1><p><a href="../b/">b</a></p><img src="carte.png" alt="La carte"><ol start="2"><li>c</li></ol>'
    )
    assert page_html(made) == made


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
