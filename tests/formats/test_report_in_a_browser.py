"""The report as a browser lays it out: what an accessibility checker would ask.

Light and dark, wide and narrow; skipped where there is no Chromium.

The page forbids scripts; so it stands in a frame of a page that looks at it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from store.formats.report.page import report_page
from store.formats.report.reported import report_of
from tests.browser import CHROMIUM, in_the_dark, looked_at
from tests.formats.test_report import told
from tests.imported import bring_in
from tests.seeds import GOLD, copied_seeds
from tests.stories import open_story

ROOT: Final = Path(__file__).parents[2]
LOOKS: Final = r"""
const faults = [];
const rgb = text => {
  const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
  return {r, g, b, a};
};
const light = ({r, g, b}) => [r, g, b].map(c => c / 255)
  .map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
  .reduce((sum, c, n) => sum + c * [.2126, .7152, .0722][n], 0);
const contrast = (one, other) => {
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + .05) / (low + .05);
};
const behind = (view, element) => {
  for (let each = element; each; each = each.parentElement) {
    const colour = rgb(view.getComputedStyle(each).backgroundColor);
    if (colour.a) return colour;
  }
  return {r: 255, g: 255, b: 255, a: 1};
};
frame.onload = () => {
  const page = frame.contentDocument, view = frame.contentWindow;
  const all = selector => [...page.querySelectorAll(selector)];
  const expect = (holds, said) => holds || faults.push(said);
  expect(page.compatMode === "CSS1Compat", "quirks mode");
  expect(page.documentElement.lang, "no language");
  expect(page.title.trim(), "no title");
  expect(all("main").length === 1 && all("body > header").length === 1, "landmarks");
  all("nav, section").forEach(each => {
    const by = each.getAttribute("aria-labelledby");
    const name = by ? page.getElementById(by)?.textContent : each.getAttribute("aria-label");
    expect(name?.trim(), `${each.tagName} without a name`);
  });
  const levels = all("h1, h2, h3, h4, h5, h6").map(each => +each.tagName[1]);
  expect(levels.filter(level => level === 1).length === 1, "not one h1");
  levels.forEach((level, n) => expect(n === 0 ? level === 1 : level <= levels[n - 1] + 1,
    `h${level} after h${levels[n - 1]}`));
  all("h1, h2, h3, h4, a, th[scope=col], caption").forEach(each =>
    expect(each.textContent.trim(), `empty ${each.tagName}`));
  all("table").forEach(each => {
    expect(each.caption?.textContent.trim(), "table without a caption");
    expect([...each.querySelectorAll("th")].every(head => head.scope), "th without a scope");
    const widths = new Set([...each.rows].map(row => row.cells.length));
    expect(widths.size === 1, "rows of a table differ in length");
  });
  all("svg").forEach(each => {
    const by = (each.getAttribute("aria-labelledby") || "").split(" ");
    expect(each.getAttribute("role") === "img" && by.length === 2 &&
      by.every(id => page.getElementById(id)?.textContent.trim()), "svg without a description");
  });
  const ids = all("[id]").map(each => each.id);
  expect(new Set(ids).size === ids.length, "an id twice");
  all("a").forEach(each => {
    const target = each.getAttribute("href");
    expect(target.startsWith("#") && page.getElementById(target.slice(1)), `no target ${target}`);
  });
  all("[tabindex]").forEach(each => expect(each.getAttribute("aria-label"), "no name for a stop"));
  const walker = page.createTreeWalker(page.body, view.NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, said = walker.currentNode.data.trim();
    if (!said || element.closest("title, desc")) continue;
    const style = view.getComputedStyle(element), drawn = element.closest("svg");
    const inside = element.classList.contains("in");
    const ground = inside ? rgb(view.getComputedStyle(page.querySelector("circle")).fill)
      : behind(view, drawn || element);
    const ratio = contrast(rgb(drawn ? style.fill : style.color), ground);
    expect(ratio >= 4.5, `contrast ${ratio.toFixed(1)} of “${said.slice(0, 30)}”`);
  }
  const over = page.documentElement.scrollWidth - page.documentElement.clientWidth;
  expect(over <= 0, `${over} px wider than the screen`);
  tell(faults);
};
"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to look with")


def faults(page: str, folder: Path, width: int) -> list[str]:
    """What is wrong with a page on a screen of so many pixels."""
    return looked_at(page, folder, width, LOOKS)


def seeds(folder: Path) -> str:
    """The report of the seeds with all that was tagged and tied in them."""
    with open_story(copied_seeds(folder)) as workspace:
        bring_in(workspace, GOLD)
        return report_page(report_of(workspace))


@pytest.mark.parametrize("width", [1280, 360])
def test_the_seeds(tmp_path: Path, width: int) -> None:
    assert faults(seeds(tmp_path), tmp_path, width) == []


def test_in_the_dark(tmp_path: Path) -> None:
    assert faults(in_the_dark(seeds(tmp_path)), tmp_path, 1280) == []


def test_pictures_and_shared_passages(tmp_path: Path) -> None:
    assert faults(told(tmp_path), tmp_path, 390) == []


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    page = told(tmp_path).replace('lang="en"', 'lang=""').replace('href="#row-1"', 'href="#none"')
    page = page.replace("<h3", "<h6").replace("</h3>", "</h6>")
    found = dict.fromkeys(faults(page, tmp_path, 1280))
    assert list(found) == ["no language", "h6 after h2", "no target #none"]
