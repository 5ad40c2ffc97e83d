// The chart of the last hour, or day. The same figures stand in a table beside it, for who has no script.
(() => {
  const box = document.querySelector('[data-chart]');
  if (!box || !window.uPlot) return;
  const style = getComputedStyle(document.body);
  const ink = style.getPropertyValue('--tblr-secondary').trim() || '#55606e';
  const axis = { stroke: ink, grid: { stroke: 'rgba(128,128,128,.2)' }, ticks: { stroke: 'rgba(128,128,128,.2)' } };
  const series = (label, stroke) => ({ label, stroke, width: 2, points: { show: false } });
  const size = () => ({ width: box.clientWidth, height: 220 });
  let plot;
  let timer = 0;
  const draw = async () => {
    timer = 0;
    const answer = await fetch(box.dataset.chart, { headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    const { times, added, done, failed } = await answer.json();
    const figures = [times, added, done, failed];
    if (plot) {
      plot.setData(figures);
      return;
    }
    plot = new uPlot({
      ...size(),
      cursor: { show: false },
      legend: { live: false },
      axes: [axis, { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] }],
      scales: { y: { range: (_, low, high) => [0, Math.max(4, high)] } },
      series: [{}, series(box.dataset.added, '#8a94a3'), series(box.dataset.done, '#1f8a3d'), series(box.dataset.failed, '#d64545')],
    }, figures, box);
  };
  const later = () => { timer ||= setTimeout(draw, 10000); };
  document.body.addEventListener('queue', later);
  window.addEventListener('resize', () => plot?.setSize(size()));
  draw();
})();
