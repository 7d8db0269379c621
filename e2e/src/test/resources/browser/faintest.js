// The text with the least contrast to what is behind it, by WCAG 2.2, and the luminance of the page.
(() => {
  const numbers = colour => (colour.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(value => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = element => {
    for (let around = element; around !== null; around = around.parentElement) {
      const colour = numbers(getComputedStyle(around).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const mixed = (colour, below, share) => colour.slice(0, 3).map((value, i) => value * share + below[i] * (1 - share));
  const opacity = element => {
    let share = 1;
    for (let around = element; around !== null; around = around.parentElement) {
      share *= Number(getComputedStyle(around).opacity);
    }
    return share;
  };
  let least = {contrast: 21, text: ''};
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    const element = texts.currentNode.parentElement;
    if (text === '' || ['SCRIPT', 'STYLE'].includes(element.tagName)) continue;
    if (element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const below = behind(element);
    const colour = numbers(element.namespaceURI.endsWith('svg') ? style.fill : style.color);
    const shown = mixed(colour, below, opacity(element) * (colour.length > 3 ? colour[3] : 1));
    const [low, high] = [luminance(shown), luminance(below)].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < least.contrast) least = {contrast, text: text.slice(0, 60), on: element.className.baseVal ?? element.className};
  }
  return {...least, page: luminance(behind(document.body))};
})()
