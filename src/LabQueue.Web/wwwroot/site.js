// What pages do beyond reading and sending forms. Everything works without it, only less handily.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && !document.cookie.includes(`labqueue-zone=${zone}`)) {
    document.cookie = `labqueue-zone=${zone}; path=/; max-age=31536000; samesite=lax`;
  }

  // Menus close when something else is meant.
  document.addEventListener('click', event => {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });

  // Selections: the box in a table's head ticks all rows, and what can be done with rows says how many are meant.
  const count = table => {
    const boxes = [...table.querySelectorAll('tbody input[type=checkbox][data-row]:not(:disabled)')];
    const ticked = boxes.filter(box => box.checked).length;
    const all = table.querySelector('input[data-all]');
    if (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    const form = table.closest('form');
    for (const figure of form ? form.querySelectorAll('[data-selected]') : []) figure.textContent = ticked ? ` (${ticked})` : '';
    // Only what all ticked rows offer can be done; a row that offers nothing is left out.
    const offers = boxes.filter(box => box.checked).map(box => box.closest('[data-can]')?.dataset.can).filter(can => can).map(can => can.split(' '));
    for (const button of form ? form.querySelectorAll('button[data-needs-rows]') : []) {
      const action = button.dataset.action;
      button.disabled = ticked === 0 || (action !== undefined && !(offers.length && offers.every(can => can.includes(action))));
    }
    table.dispatchEvent(new CustomEvent('selected', { bubbles: true, detail: ticked }));
  };
  document.addEventListener('change', event => {
    const table = event.target.closest?.('table');
    if (!table) return;
    if (event.target.matches('input[data-all]')) {
      for (const box of table.querySelectorAll('tbody input[type=checkbox][data-row]:not(:disabled)')) box.checked = event.target.checked;
    }
    if (event.target.matches('input[data-all], input[data-row]')) count(table);
  });

  const start = () => document.querySelectorAll('table:has(input[data-row])').forEach(count);
  document.addEventListener('htmx:afterSettle', start);

  // What fetches itself anew keeps what was ticked in it, and leaves alone what somebody is at: typed and not saved, asked and not answered.
  let ticked = [];
  const isAtWork = part => part.querySelector('dialog[open], .conflict')
    || [...part.querySelectorAll('input, textarea')].some(field => /^text/.test(field.type) && field.value !== field.defaultValue);
  document.addEventListener('htmx:beforeSwap', event => {
    const part = event.detail.target;
    ticked = [...part.querySelectorAll('input[data-row]:checked')].map(box => box.value);
    if (event.detail.requestConfig?.triggeringEvent?.type === 'queue' && isAtWork(part)) event.detail.shouldSwap = false;
  });
  document.addEventListener('htmx:oobBeforeSwap', event => {
    const part = event.detail.target;
    ticked.push(...[...part.querySelectorAll('input[data-row]:checked')].map(box => box.value));
    // Rows that come to others change none of them.
    if (!part.matches('table, tbody') && isAtWork(part)) event.detail.shouldSwap = false;
  });
  document.addEventListener('htmx:afterSwap', () => {
    for (const box of document.querySelectorAll('input[data-row]:not(:disabled)')) box.checked ||= ticked.includes(box.value);
    ticked = [];
  });
  window.addEventListener('pageshow', start);
  start();

  // Cells that are typed into one after the other: Enter goes to the next.
  document.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !event.target.matches?.('input[data-cell]')) return;
    event.preventDefault();
    const cells = [...event.target.form.querySelectorAll('input[data-cell]')];
    const next = cells[cells.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
    if (next) next.select();
    (next ?? event.target).focus();
    if (!next) event.target.blur();
  });

  // What was typed and could not be sent, or was not taken, says so beside it: it would else look as if it were saved.
  for (const trouble of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) {
    document.addEventListener(trouble, event => {
      const cell = event.detail.requestConfig?.verb === 'post' && event.target.closest?.('.cell');
      const words = document.getElementById('unsaved');
      if (!cell || !words) return;
      cell.querySelector('input[data-cell]')?.classList.add('is-invalid');
      cell.querySelector('.conflict')?.remove();
      cell.append(words.content.cloneNode(true));
    });
  }
  document.addEventListener('click', event => {
    const again = event.target.closest('button[data-again]');
    if (again) htmx.trigger(again.closest('.cell').querySelector('input[data-cell]'), 'change');
  });

  // Printing, where there is a script to do it.
  for (const printer of document.querySelectorAll('button[data-print]')) {
    printer.hidden = false;
    printer.addEventListener('click', () => print());
  }

  // Choices that act at once: the form is sent when one is made.
  document.addEventListener('change', event => {
    if (event.target.matches('select[data-sends]')) event.target.form.requestSubmit();
  });

  // Dialogs: a button opens the one that it names.
  document.addEventListener('click', event => {
    const opener = event.target.closest('button[data-dialog]');
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.dialog).showModal();
    }
    if (event.target.closest('dialog button[data-close]')) {
      event.preventDefault();
      event.target.closest('dialog').close();
    }
  });

  // Shortcuts: single keys, for who does not type just now and has not turned them off (WCAG 2.1.4).
  const off = 'labqueue-no-keys';
  const keys = document.getElementById('keys');
  let gone = 0;
  const press = {
    '?': () => keys.showModal(),
    '/': () => [...document.querySelectorAll('[data-key-focus="/"]')].find(field => field.checkVisibility())?.focus(),
    r: () => location.reload(),
    g: () => { gone = Date.now(); },
  };
  if (keys) {
    document.querySelector('[data-dialog=keys]').hidden = false;
    const box = keys.querySelector('[data-keys-switch]');
    box.checked = !localStorage.getItem(off);
    box.addEventListener('change', () => (box.checked ? localStorage.removeItem(off) : localStorage.setItem(off, 'true')));
    document.addEventListener('keydown', event => {
      if (event.ctrlKey || event.altKey || event.metaKey || !box.checked || document.querySelector('dialog[open]')
        || event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return;
      const way = /^[1-9]$/.test(event.key) && Date.now() - gone < 2000 && document.querySelectorAll('.frame-nav a')[event.key - 1];
      if (!way && !Object.hasOwn(press, event.key)) return;
      event.preventDefault();
      if (way) way.click();
      else press[event.key]();
    });
  }

  // Copying: the whole of what is shown short.
  document.addEventListener('click', event => {
    const copier = event.target.closest('button[data-copy]');
    if (copier) navigator.clipboard?.writeText(copier.dataset.copy).then(() => copier.classList.add('copied'));
  });

  // Live parts: what happened in the queue makes them fetch themselves anew, once a second at most.
  const live = document.body.querySelector('[data-live]');
  if (live && window.EventSource) {
    let timer = 0;
    let heard = Date.now();
    const tell = state => {
      for (const mark of document.querySelectorAll('[data-live-state]')) mark.dataset.liveState = state;
    };
    const refresh = () => {
      timer ||= setTimeout(() => {
        timer = 0;
        if (!document.hidden && !document.body.dataset.livePaused) htmx.trigger(document.body, 'queue');
      }, 1000);
    };
    const source = new EventSource(live.dataset.live);
    source.addEventListener('queue', () => { heard = Date.now(); tell('live'); refresh(); });
    source.addEventListener('beat', () => { heard = Date.now(); tell('live'); });
    // What happened between the page and this is told nobody else.
    source.onopen = () => { heard = Date.now(); tell('live'); refresh(); };
    setInterval(() => {
      if (Date.now() - heard < 5000) return;
      tell('stale');
      refresh();
    }, 2500);
    document.addEventListener('visibilitychange', refresh);
    document.addEventListener('change', event => {
      if (event.target.matches('input[data-live-switch]')) {
        if (event.target.checked) delete document.body.dataset.livePaused;
        else document.body.dataset.livePaused = 'true';
        refresh();
      }
    });
  }
})();
