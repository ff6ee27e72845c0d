"""The hands of a reader: the same acts by mouse, and by keyboard alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.conftest import Watched, option

_MOST_STOPS = 200
_MOST_OPTIONS = 40
# The look of an element and of what holds it, when movements have ended.
_LOOKS = """
    const looks = (element) => {
        document.getAnimations().forEach(one => one.effect.getComputedTiming().endTime === Infinity || one.finish());
        const holders = [element];
        while (holders.length < 4 && holders.at(-1).parentElement) holders.push(holders.at(-1).parentElement);
        return holders.map(one => {
            const { outline, boxShadow, borderColor, backgroundColor, transform } = getComputedStyle(one);
            return [outline, boxShadow, borderColor, backgroundColor, transform].join();
        }).join();
    };
"""
# What has the focus before a key is pressed. The page itself has no look: the arrows scroll it.
_NOTE_FOCUS = f"""() => {{
    {_LOOKS}
    const focused = document.activeElement;
    const isPage = ['BODY', 'MAIN', 'HTML'].includes(focused.tagName);
    window.pnmeFocused = isPage ? null : {{ focused, looks: looks(focused) }};
}}"""
# What had the focus and looks the same without it, some frames after the key; null if there is none.
_LEFT_UNSEEN = f"""async () => {{
    {_LOOKS}
    const before = window.pnmeFocused;
    const isUnseen = () => {{
        // A list and its buttons have one frame, which stays lit while any of them has the focus.
        const isInside = before?.focused.closest('.react-aria-ComboBox')?.contains(document.activeElement);
        const isLeft = before && before.focused !== document.activeElement && before.focused.isConnected && !isInside;
        return isLeft && looks(before.focused) === before.looks;
    }};
    for (let frame = 0; frame < 30 && isUnseen(); frame++) await new Promise(requestAnimationFrame);
    return isUnseen() ? before.focused.outerHTML.slice(0, 120) : null;
}}"""
_IS_FOCUSED = "element => element === document.activeElement"


class Hands(Protocol):
    """What a reader does with a page, whichever way."""

    watched: Watched

    def activate(self, target: Locator) -> None:
        """Press a link, a button or what unfolds."""

    def write(self, target: Locator, text: str) -> None:
        """Write into a field and send it."""

    def choose(self, label: str, words: str, *, typed: str = "") -> None:
        """Take an option of a list that is found by what is typed."""

    def pick(self, words: str) -> None:
        """Take one of a few that are all seen."""


@dataclass
class Mouse:
    """Clicks; the keyboard only writes."""

    watched: Watched

    def activate(self, target: Locator) -> None:
        target.click()
        self.watched.settle()

    def write(self, target: Locator, text: str) -> None:
        target.click()
        self.watched.page.keyboard.type(text)
        target.locator("xpath=ancestor::form").get_by_role("button").click()
        self.watched.settle()

    def choose(self, label: str, words: str, *, typed: str = "") -> None:
        page = self.watched.page
        page.get_by_role("combobox", name=label).click()
        page.keyboard.type(typed or words)
        option(page, words).click()
        if page.get_by_role("listbox").count():  # of a list of several, which waits for more
            page.locator("h1").click(force=True)
        self.watched.settle()

    def pick(self, words: str) -> None:
        self.watched.page.get_by_role("radio", name=words, exact=True).click()
        self.watched.settle()


@dataclass
class Keyboard:
    """Keys alone: nothing is focused or pressed by script. It notes what had the focus and did not show it."""

    watched: Watched
    unseen: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.watched.page

    def activate(self, target: Locator) -> None:
        self._reach(target)
        self._press("Enter")
        self.watched.settle()

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.type(text)
        self._press("Enter")
        self.watched.settle()

    def choose(self, label: str, words: str, *, typed: str = "") -> None:
        field = self.page.get_by_role("combobox", name=label)
        self._reach(field)
        self.page.keyboard.type(typed or words)
        wanted = option(self.page, words)
        expect(wanted).to_be_visible()
        self._mark(field, wanted)
        self._press("Enter")
        if self.page.get_by_role("listbox").count():
            self._press("Escape")
        self.watched.settle()

    def pick(self, words: str) -> None:
        """Tab comes to the group, the arrows go through it, the space bar takes."""
        wanted = self.page.get_by_role("radio", name=words, exact=True)
        group = self.page.get_by_role("radiogroup").filter(has=wanted)
        self._press_until("Tab", _MOST_STOPS, lambda: group.locator(":focus").count() > 0)
        self._press_until("ArrowRight", _MOST_OPTIONS, lambda: wanted.evaluate(_IS_FOCUSED))
        self._press(" ")
        self.watched.settle()

    def _mark(self, field: Locator, wanted: Locator) -> None:
        """Down the list and, where one that came with the first letters is marked below it, up: its ends are ends."""
        for key in ["ArrowDown"] * _MOST_OPTIONS + ["ArrowUp"] * _MOST_OPTIONS:
            if _is_marked(field, wanted):
                return
            self._press(key)
        msg = f"no arrow leads to {wanted}: {field.get_attribute('aria-activedescendant')} is marked"
        raise AssertionError(msg)

    def _reach(self, target: Locator) -> None:
        target.wait_for()
        self._press_until("Tab", _MOST_STOPS, lambda: target.evaluate(_IS_FOCUSED))

    def _press_until(self, key: str, most: int, is_there: Callable[[], bool]) -> None:
        for _ in range(most):
            if is_there():
                return
            self._press(key)
        msg = f"{most} times {key} do not lead there; the focus is on {self.page.evaluate('document.activeElement.outerHTML')[:300]}"
        raise AssertionError(msg)

    def _press(self, key: str) -> None:
        self.page.evaluate(_NOTE_FOCUS)
        self.page.keyboard.press(key)
        unseen = self.page.evaluate(_LEFT_UNSEEN)
        if unseen:
            self.unseen.append(unseen)


def _is_marked(field: Locator, wanted: Locator) -> bool:
    """The option is the one that Enter takes."""
    return field.get_attribute("aria-activedescendant") == wanted.get_attribute("id")


def download(hands: Hands, button: Locator) -> Download:
    """What a button gives."""
    with hands.watched.page.expect_download() as waiting:
        hands.activate(button)
    return waiting.value


def fold(page: Page, words: str) -> Locator:
    """What unfolds the first of what is called so."""
    return page.locator("summary", has_text=words).first


def in_letters(text: str) -> str:
    """As people write it: letters with their marks, ordinary blanks."""
    return unicodedata.normalize("NFC", text).replace("\xa0", " ")
