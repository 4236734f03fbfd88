"""Turn a parsed page into lines, as its reader sees them: what the classifier reads.

Blocks end lines and inline elements do not split words. Cells of a table row stay on one line.
Hidden elements are left out, and so are menus; a way to reply (phone, messenger, form) never is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ._forms import Forms
from ._links import reply_target

Target = Callable[[str, str], str]
"""From a link's href and words to what is shown beside the words; empty for nothing."""

_INLINE_TAGS = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label map mark "
    "meter nobr output picture progress q rb rp rt ruby s samp small source span strike strong sub "
    "sup tg-emoji tg-spoiler time tt u var wbr"
)
_INLINE = frozenset(_INLINE_TAGS.split())
"""Any other element ends a line, custom ones too: glued blocks do more harm than a split one."""
_SET_APART = frozenset(("a", "label"))
"""Inline, and yet two in a row are two things to their reader."""
_UNSEEN_TAGS = (
    "audio canvas datalist head iframe math noscript object script style svg template title video"
)
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_MENUS = frozenset(("nav", "header", "footer", "aside"))
_MENU_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "menu", "menubar"))
_MENU_ENTRY = 60
"""Characters: a longer line that is all link is a headline, not an entry of a menu."""
_CELL, _CELL_LINES, _NESTED_TABLES = 200, 8, 4
"""A cell of more characters or lines, or of deeper tables, lays out a page: its lines stay lines."""
_OPTIONS = 6_000
"""Characters of one drop-down's entries: all countries of the world take 3,000."""
_CONTACT_MARKS = ("tel:", "mailto:", "@", "t.me/", "wa.me/", "http:", "https:")


@dataclass(slots=True)
class _Lines:
    """Lines under construction: one of the page, and one of each open table cell."""

    done: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    gap: bool = False
    """Whether a space is due before the next words."""
    plain: bool = False
    """Whether the line has words outside of links."""

    def write(self, words: str, *, plain: bool) -> None:
        if self.gap and self.line:
            self.line.append(" ")
        self.gap = False
        self.line.append(words)
        self.plain = self.plain or plain

    def end_line(self, *, in_menu: bool = False) -> None:
        line = "".join(self.line)
        if line and (self.plain or not in_menu or not _is_menu_entry(line)):
            self.done.append(line)
        self.line, self.gap, self.plain = [], False, False

    def add_cell(self, cell: _Lines) -> None:
        words = " ".join(cell.done)
        if len(words) <= _CELL and len(cell.done) <= _CELL_LINES:
            self._add_short_cell(words)
        else:
            self.end_line()
            self.done.extend(cell.done)

    def _add_short_cell(self, words: str) -> None:
        if not words:
            return
        if self.line:
            self.line.append(" | ")
        self.gap = False
        self.write(words, plain=True)


def _is_menu_entry(line: str) -> bool:
    """A short line without figures or a contact."""
    if len(line) > _MENU_ENTRY or any(map(str.isdigit, line)):
        return False
    return not any(mark in line for mark in _CONTACT_MARKS)


@dataclass(slots=True)
class Rendering:
    """The lines of one element, and what its forms ask for."""

    target: Target = reply_target
    hidden_too: bool = False
    forms: Forms = field(default_factory=Forms)
    _page: list[_Lines] = field(default_factory=lambda: [_Lines()])
    _link: str | None = None
    """The href of the open link; None outside of one."""
    _link_words: list[str] = field(default_factory=list)
    _menus: int = 0
    _seam: str = ""
    """What lies between the last words and the next: "" (nothing), an end tag ("close", or "end" of
    an element that a reader sees apart), an end and a start tag ("seam", "apart"), or "target"."""

    def render(self, root: LexborNode) -> list[str]:
        """Give the lines of an element."""
        for node, entering in _walk(root, self._is_unseen):
            if node.is_text_node:
                self._text(node.text_content or "", node) if entering else None
            elif entering:
                self._enter(node)
            else:
                self._leave(node)
        while len(self._page) > 1:
            self._close_cell()
        self._end_line()
        self.forms.close()
        return self._page[0].done

    def _is_unseen(self, node: LexborNode) -> bool:
        if node.is_text_node:
            return False
        tag = node.tag or ""
        if tag in _UNSEEN or node.is_comment_node:
            return True
        return not self.hidden_too and tag not in ("html", "body") and _is_hidden(node)

    def _text(self, text: str, node: LexborNode) -> None:
        parent = node.parent
        if parent is not None and parent.tag == "pre":
            for line in text.splitlines():
                self._words(line)
                self._end_line()
        else:
            self._words(text)

    def _words(self, text: str) -> None:
        """Fold white space (no-break and thin spaces too) to one space, and mind the seams."""
        words = " ".join(text.split())
        lines = self._page[-1]
        lines.gap = lines.gap or text[:1].isspace()
        if not words:
            return
        if lines.line and self._is_apart(lines.line[-1][-1], words[0]):
            lines.gap = True
        lines.write(words, plain=self._link is None)
        lines.gap = text[-1].isspace()
        self._seam = ""
        if self._link is not None:
            self._link_words.append(words)

    def _is_apart(self, before: str, after: str) -> bool:
        """Tell a label from its value in `<span>Pay</span><span>400</span>`, and not `<b>se</b><b>rvice</b>`."""
        if self._seam == "seam":
            return before.isdigit() or after.isdigit() or (before.islower() and after.isupper())
        return self._seam == "apart" or (self._seam == "target" and after.isalnum())

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _INLINE:
            self._enter_inline(tag, node)
            return
        if tag in ("td", "th") and len(self._page) <= _NESTED_TABLES:
            self._page.append(_Lines())
            return
        self._end_line()
        if _is_menu(tag, node):
            self._menus += 1
        if tag == "form":
            self.forms.close()
        elif tag == "select":
            self._options(node)
        elif tag == "textarea":
            self._field("textarea", node)

    def _enter_inline(self, tag: str, node: LexborNode) -> None:
        if self._seam:
            apart = tag in _SET_APART or self._seam in ("end", "target")
            self._seam = "apart" if apart else "seam"
        if tag == "a":
            self._link = node.attributes.get("href") or ""
            self._link_words = []
        elif tag == "img":
            self._apart(node.attributes.get("alt") or "")
        elif tag == "input":
            self._field("input", node)

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _INLINE:
            self._leave_inline(tag)
            return
        if tag in ("td", "th") and len(self._page) > 1:
            self._close_cell()
            return
        self._end_line()
        if tag == "form":
            self.forms.close()
        if _is_menu(tag, node):
            self._menus -= 1

    def _leave_inline(self, tag: str) -> None:
        """Close an element; a link whose words hide a way to reply is followed by its target."""
        if tag in _SET_APART:
            self._seam = "end"
        elif not self._seam:
            self._seam = "close"
        if tag != "a":
            return
        href, self._link = self._link or "", None
        target = self.target(href, " ".join(self._link_words)) if href else ""
        if target:
            self._words(f" ({target})")
            self._seam = "target"

    def _close_cell(self) -> None:
        self._end_line()
        cell = self._page.pop()
        self._page[-1].add_cell(cell)

    def _apart(self, words: str) -> None:
        """Write words that white space sets off from what is around them."""
        if words:
            self._words(f" {words} ")

    def _end_line(self) -> None:
        self._page[-1].end_line(in_menu=self._menus > 0)
        self._seam = ""

    def _options(self, select: LexborNode) -> None:
        """Write a drop-down's entries on one line: one of citizenships says whom an advert wants."""
        entries = (" ".join((option.text() or "").split()) for option in select.css("option"))
        self._words(" | ".join(filter(None, entries))[:_OPTIONS])
        self._end_line()

    def _field(self, tag: str, node: LexborNode) -> None:
        attributes = node.attributes
        kind = (attributes.get("type") or "text").lower() if tag == "input" else tag
        if kind == "hidden":
            return
        self.forms.note(kind, attributes)
        if kind in ("submit", "button"):
            self._end_line()
            self._apart(attributes.get("value") or "")
            self._end_line()
        else:
            self._apart(attributes.get("placeholder") or "")


def _walk(
    root: LexborNode, skips: Callable[[LexborNode], bool]
) -> Iterator[tuple[LexborNode, bool]]:
    """Give each node when entered (True) and when left (False); no recursion, so no depth hurts."""
    opened: list[LexborNode] = []
    node: LexborNode | None = root
    while node is not None:
        seen = not skips(node)
        if seen:
            yield node, True
            if node.child is not None and node.tag != "select":
                opened.append(node)
                node = node.child
                continue
            yield node, False
        while opened and node.next is None:
            node = opened.pop()
            yield node, False
        node = node.next if opened else None


def _is_hidden(node: LexborNode) -> bool:
    """Tell hidden elements. `aria-hidden` hides nothing from the eye: carousels set it on slides."""
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if not style:
        return False
    style = "".join(style[:2000].lower().split())
    return "display:none" in style or "visibility:hidden" in style


def _is_menu(tag: str, node: LexborNode) -> bool:
    return tag in _MENUS or (node.attributes.get("role") or "") in _MENU_ROLES
