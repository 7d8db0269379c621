// Reads out the values of the bucket under the pointer, on all charts at once. The page is complete without it.
(function () {
  'use strict';
  const table = document.getElementById('numbers');
  if (table === null) return;
  const names = [...table.tHead.rows[0].cells].map(cell => [cell.dataset.column, cell.textContent]);
  const rows = table.tBodies[0].rows;
  const charts = [...document.querySelectorAll('svg.chart')];
  const left = 58, right = 862;

  const label = (name, value) => value === '' ? '' : name.toLowerCase() + ' ' + value;

  function show(bucket, share) {
    for (const chart of charts) {
      const figure = chart.closest('figure');
      const cursor = chart.querySelector('.cursor');
      const readout = figure.querySelector('.readout');
      if (bucket === null) {
        cursor.classList.remove('on');
        readout.textContent = '';
        continue;
      }
      const cells = rows[bucket].cells;
      const wanted = figure.dataset.columns.split(' ');
      const parts = names
        .map(([column, name], i) => wanted.includes(column) ? label(name, cells[i].textContent) : '')
        .filter(part => part !== '');
      readout.textContent = cells[0].textContent + '  ·  ' + parts.join('  ·  ');
      const x = left + share * (right - left);
      cursor.setAttribute('x1', x);
      cursor.setAttribute('x2', x);
      cursor.classList.add('on');
    }
  }

  for (const chart of charts) {
    chart.addEventListener('pointermove', event => {
      const box = chart.getBoundingClientRect();
      const share = ((event.clientX - box.left) / box.width * 1040 - left) / (right - left);
      if (0 > share || share > 1) show(null, 0);
      else show(Math.min(rows.length - 1, Math.floor(share * rows.length)), share);
    });
    chart.addEventListener('pointerleave', function () { show(null, 0); });
  }
})();
