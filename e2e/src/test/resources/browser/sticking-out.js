// The texts of the elements that reach beyond the right edge, unless something around them scrolls.
[...document.querySelectorAll('body *')]
  .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .filter(element => {
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(around).overflowX)) return false;
    }
    return true;
  })
  .map(element => element.tagName + '.' + element.className + ' ' + element.textContent.trim().slice(0, 40))
  .slice(0, 10);
