"""A page as one HTML file that needs nothing else: no script, no font, no request."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from policy_dataset.catalogue.page import MARKS, Block, Bullets, Grid, GridRow, Heading, Listing, Paragraph

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2326; --soft: #59636a; --paper: #fdfdfb; --line: #d9dcd8; --band: #f2f3ef;
  --link: #0b5c8a; --code: #eceee9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7e6; --soft: #9fa9ad; --paper: #15191b; --line: #343b3f;
  --band: #1c2124; --link: #7cc4ee; --code: #262d31; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; padding: 2rem 1.25rem 6rem; max-width: 76rem; color: var(--ink); background: var(--paper);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
  sans-serif; }
h1, h2, h3 { line-height: 1.25; margin: 2.2em 0 .5em; }
h1 { margin-top: 0; font-size: 1.9rem; }
h2 { font-size: 1.35rem; border-top: 1px solid var(--line); padding-top: 1.2em; }
h3 { font-size: 1.1rem; }
p, ul { max-width: 46rem; }
a { color: var(--link); text-decoration-thickness: from-font; text-underline-offset: .15em; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; font-size: .88em; }
code { background: var(--code); border-radius: 3px; padding: .08em .3em; overflow-wrap: anywhere; }
pre { background: var(--code); border-radius: 6px; padding: .8em 1em; overflow-x: auto; }
pre code { padding: 0; }
.wide { overflow-x: auto; margin: 1em 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .45em .7em; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; border-bottom-width: 2px; white-space: nowrap; }
tbody th { font-weight: 500; white-space: nowrap; }
tbody tr:nth-child(even) { background: var(--band); }
tr:target { outline: 2px solid var(--link); outline-offset: -2px; }
@media print { body { max-width: none; } .wide { overflow: visible; } }
""".strip()

# Says to the browser what the page promises: it may load nothing from anywhere.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def to_html(title: str, blocks: Iterable[Block]) -> str:
    """Return a page as HTML; ends with a newline."""
    body = "\n".join(_html(block) for block in blocks)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{_STYLE}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def _html(block: Block) -> str:
    match block:
        case Heading(level, text, anchor):
            return f"<h{level}{_id(anchor)}>{_inline(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{_inline(text)}</p>"
        case Bullets(items):
            return "<ul>\n" + "\n".join(f"<li>{_inline(item)}</li>" for item in items) + "\n</ul>"
        case Listing(text, _):
            return f"<pre><code>{escape(text.rstrip(), quote=False)}</code></pre>"
        case Grid():
            return _grid(block)


def _grid(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{_inline(name)}</th>' for name in grid.header)
    rows = "\n".join(_row(row, grid.languages) for row in grid.rows)
    # The box can be scrolled sideways, so it can be reached with the keyboard.
    return f'<div class="wide" tabindex="0">\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>'


def _row(row: GridRow, languages: tuple[str, ...]) -> str:
    tags = [*languages, *[""] * (len(row.cells) - len(languages))]
    cells = [f'<th scope="row">{_inline(row.cells[0])}</th>']
    for cell, tag in zip(row.cells[1:], tags[1:], strict=True):
        language = f' lang="{tag}"' if tag and cell else ""
        cells.append(f"<td{language}>{_inline(cell)}</td>")
    return f"<tr{_id(row.anchor)}>{''.join(cells)}</tr>"


def _inline(text: str) -> str:
    pieces, at = [], 0
    for mark in MARKS.finditer(text):
        pieces.append(escape(text[at : mark.start()], quote=False))
        if mark["code"]:
            pieces.append(f"<code>{escape(mark['code'], quote=False)}</code>")
        else:
            pieces.append(f'<a href="{escape(mark["target"])}">{_inline(mark["words"])}</a>')
        at = mark.end()
    return "".join((*pieces, escape(text[at:], quote=False)))


def _id(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""
