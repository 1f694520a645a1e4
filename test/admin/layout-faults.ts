import type { Page } from "playwright-core";

/**
 * Finds what does not fit on the page: a page that is wider than the window, parts that are cut off and cannot be scrolled to, parts that
 * stick out of their card, controls that cover texts, and words of tables that are broken.
 */
export function findLayoutFaults(page: Page): Promise<string[]> {
  // Evaluated by the protocol of the browser, because the policy of the page allows no other scripts.
  return page.evaluate<string[]>(`(${script})()`);
}

const script = String.raw`() => {
  const faults = [];
  const name = (element) => {
    const text = (element.textContent || element.getAttribute("aria-label") || "").trim().slice(0, 30);
    return element.tagName.toLowerCase() + "." + [...element.classList].filter((one) => !/^m_/.test(one)).join(".") + ' "' + text + '"';
  };
  const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const isForScreenReaders = ({ clientWidth, clientHeight }) => clientWidth <= 1 || clientHeight <= 1;
  const tooltipOf = (element) => element.closest("[title]") ?? element.querySelector("[title]");
  const elements = [...document.body.querySelectorAll("*")].filter((element) => element instanceof HTMLElement && isShown(element));

  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) faults.push("the page is " + scrollWidth + " px wide");

  for (const frame of document.querySelectorAll(".data-table-frame")) {
    // Cards never scroll sideways.
    if (innerWidth < 768 && frame.scrollWidth > frame.clientWidth) faults.push("too wide for a card: " + name(frame));
  }

  for (const element of elements) {
    const { overflowX, textOverflow, webkitLineClamp } = getComputedStyle(element);
    const cuts = overflowX === "hidden" || overflowX === "clip";
    if (!cuts || isForScreenReaders(element) || element.matches("input, select, textarea")) continue;
    if (element.scrollWidth <= element.clientWidth + 1) continue;
    const isShortened = textOverflow === "ellipsis" || webkitLineClamp !== "none";
    if (!isShortened || !tooltipOf(element)) faults.push("cut off: " + name(element));
  }

  // The part of a rectangle that is seen inside the element and what surrounds it.
  const clipped = (rect, element) => {
    let { left, right, top, bottom } = rect;
    for (let one = element; one && one !== document.documentElement; one = one.parentElement) {
      if (getComputedStyle(one).overflowX === "visible") continue;
      const frame = one.getBoundingClientRect();
      left = Math.max(left, frame.left);
      right = Math.min(right, frame.right);
      top = Math.max(top, frame.top);
      bottom = Math.min(bottom, frame.bottom);
    }
    return { left, right, top, bottom };
  };

  for (const element of elements) {
    const card = element.parentElement?.closest(".mantine-Paper-root");
    if (!card || isForScreenReaders(element)) continue;
    const frame = card.getBoundingClientRect();
    const rect = clipped(element.getBoundingClientRect(), element.parentElement);
    if (rect.right > frame.right + 1 || rect.left < frame.left - 1) faults.push("sticks out of its card: " + name(element));
  }

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || !parent || parent.closest("script, style, svg, select, noscript") || !isShown(parent)) continue;
    if (isForScreenReaders(parent) && getComputedStyle(parent).display !== "inline") continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    texts.push({ node, parent, rects: [...range.getClientRects()].map((rect) => clipped(rect, parent)) });
  }

  for (const control of elements.filter((element) => element.matches("a, button, input, select, textarea"))) {
    const rect = clipped(control.getBoundingClientRect(), control.parentElement);
    const isSeen = getComputedStyle(control).opacity !== "0" && rect.right - rect.left > 1;
    if (!isSeen || control.matches(".skip-link")) continue;
    const fixed = control.closest("header, .app-sidebar");
    for (const { node, parent, rects } of texts) {
      if (control.contains(parent) || fixed) continue;
      const covered = rects.some(
        (text) =>
          Math.min(rect.right, text.right) - Math.max(rect.left, text.left) > 2 &&
          Math.min(rect.bottom, text.bottom) - Math.max(rect.top, text.top) > 2,
      );
      if (covered) faults.push(name(control) + ' covers "' + node.data.slice(0, 30) + '"');
    }
  }

  for (const { node, parent } of texts.filter(({ parent }) => parent.closest("td, th"))) {
    for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
      // Longer words than usual ones may be broken, and on a phone long emails. So may words with hyphens after them.
      if (word.length > (innerWidth < 400 ? 20 : 30) || /[-?/]/.test(word)) continue;
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) faults.push('breaks the word "' + word + '" of ' + name(parent));
    }
  }
  return [...new Set(faults)];
}`;
