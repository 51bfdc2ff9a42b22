#include "stages/report/page_parts.h"

namespace shenbao::report {

const char* detail_script() {
    return R"js(
'use strict';
(() => {
  const {byId, rows, word, make, mark, link, body} = page;
  const panel = byId('detail');
  const at = new Map(rows.map((row, n) => [row.i, n]));
  let lines = null, open = -1, before = null;

  // The details are cut into lines at the first opening, and a line is parsed when it is asked for.
  const details = n => {
    if (!lines) lines = byId('details').textContent.split('\n');
    return JSON.parse(lines[n]);
  };

  const section = (title, inner, classes) => make('section', classes || '', make('h3', '', title), ...inner);
  const pair = (list, name, value, classes) => {
    if (value === undefined || value === '') return;
    list.append(make('dt', '', name), make('dd', classes || '', value));
  };
  const sure = percent => make('span', 'sure', word('ui.confidence', {percent: percent}));
  const table = (heads, classes) => {
    const out = make('table', 'grid ' + (classes || ''));
    if (heads) {
      const tr = make('tr', '');
      for (const head of heads) tr.append(make('th', head[1] || '', head[0]));
      out.append(make('thead', '', tr));
    }
    const inner = make('tbody', '');
    out.append(inner);
    return [out, inner];
  };

  const decision = (d, outdated) => {
    const head = word(outdated ? 'ui.decision_outdated' : d.ok ? 'ui.decision_accept' : 'ui.decision_reject');
    const by = [d.by ? word('ui.decided_by', {by: d.by}) : '', d.at].filter(t => t).join('，');
    return make('div', outdated ? 'decision outdated' : 'decision', [head, d.note, by].filter(t => t).join('　'));
  };
  const finding = (f, n) => {
    const say = make('p', 'say', f.m || f.k);
    say.append(make('small', '', word('severity.' + f.s)));
    const list = make('dl', '');
    pair(list, word('ui.place'), f.w);
    pair(list, word('ui.evidence'), f.e);
    pair(list, word('ui.mend'), f.h);
    const inner = make('div', '', say, list);
    if (f.at) inner.append(page.evidence(f.at));
    if (f.d) inner.append(decision(f.d, false));
    if (f.od) inner.append(decision(f.od, true));
    inner.append(make('span', 'code', f.c));
    const out = make('div', 'finding ' + f.s + (f.d ? ' settled' : ''), mark(f.s), inner);
    out.id = 'f' + n;
    return out;
  };

  const seal = m => {
    if (!m.seal) return make('span', 'st', word('seal.not_asked'));
    const shape = {present: 'complete', absent: 'error', unclear: 'warning'}[m.seal];
    const out = make('span', 'st', mark(shape), word('seal.' + m.seal));
    if (m.sure !== undefined) out.append('　', sure(m.sure));
    const rest = [m.owner ? word('ui.seal_owner', {owner: m.owner}) : '', m.w].filter(t => t).join('，');
    if (rest) out.append(make('div', 'sure', rest));
    return out;
  };
  const material = (slot, inner) => {
    const ask = make('td', 't', slot.t, make('div', 'sure', word(slot.req ? 'ui.required' : 'ui.optional')));
    if (!slot.files.length) {
      const none = slot.req ? make('span', 'st', mark('error'), word('ui.missing')) : word('ui.not_given');
      const td = make('td', '', none);
      td.colSpan = 2;
      inner.append(make('tr', slot.req ? 'lack' : '', ask, td));
    }
    slot.files.forEach((m, n) => {
      const facts = [m.f.toUpperCase(), m.p ? word('ui.pages', {count: m.p}) : '', m.scan ? word('ui.scanned') : '', m.by]
        .filter(t => t).join(' · ');
      inner.append(make('tr', '', n ? make('td', 't') : ask,
        make('td', '', m.e, make('div', 'sure', facts)), make('td', '', seal(m))));
      if (m.at) {
        const td = make('td', '', page.evidence(m.at));
        td.colSpan = 2;
        inner.append(make('tr', 'seen', make('td', 't'), td));
      }
    });
  };

  const value = (v, unit) => {
    if (typeof v === 'string') return v === '' ? make('span', 'sure', word('ui.no_value')) : v + (unit && /\d$/.test(v) ? ' ' + unit : '');
    const out = make('span', 'yen');
    for (const [year, amount] of v) out.append(make('span', '', year), make('span', '', amount + (unit ? ' ' + unit : '')));
    return out;
  };
  const readings = f => {
    const list = make('ul', 'reads');
    for (const r of f.r) {
      const text = typeof r.v === 'string' ? r.v : r.v.map(p => p.join('：')).join('；');
      list.append(make('li', '', text, make('small', '', r.w + '　' + word('ui.confidence', {percent: r.sure})),
        r.at && r !== f.r[0] ? page.evidence(r.at) : null));
    }
    return make('details', '', make('summary', '', word('ui.readings', {count: f.r.length})), list);
  };
  const field = (f, inner) => {
    const shape = {confirmed: 'complete', read: 'info', uncertain: 'warning'}[f.s];
    const main = make('td', '', value(f.v, f.u));
    if (f.r.length && f.r[0].at) main.append(page.evidence(f.r[0].at));
    if (f.r.length > 1) {
      const reads = readings(f);
      reads.open = f.s === 'uncertain';
      main.append(reads);
    } else if (f.r.length) main.append(make('div', 'sure', f.r[0].w));
    inner.append(make('tr', f.s, make('td', 't', f.t), main,
      make('td', 'end', make('span', 'st', mark(shape), word('status.' + f.s)), make('div', 'sure', f.sure ? sure(f.sure) : ''))));
  };

  const size = bytes => bytes < 1024 ? bytes + ' B' : bytes < 1048576 ? (bytes / 1024).toFixed(0) + ' KB' : (bytes / 1048576).toFixed(1) + ' MB';
  const file = (f, inner) => {
    const shape = {ok: 'complete', partial: 'warning', rejected: 'error', failed: 'error'}[f.out];
    inner.append(make('tr', '', make('td', '', f.e), make('td', '', f.f.toUpperCase()), make('td', 'num', size(f.b)),
      make('td', 'num', f.p ? (f.o ? word('ui.pages', {count: f.p}) + '（' + word('ui.file_ocr') + ' ' + f.o + (f.u ? '，' + word('ui.file_unread', {count: f.u}) : '') + '）' : word('ui.pages', {count: f.p})) : ''),
      make('td', '', make('span', 'st', mark(shape), word('outcome.' + f.out)))));
  };

  const other = id => {
    const n = at.get(id);
    if (n === undefined) return id;
    const a = make('a', '', (rows[n].n + ' ' + rows[n].c).trim() + '　' + rows[n].r);
    a.href = link(rows[n]);
    return a;
  };
  const mail = m => {
    const list = make('dl', '');
    for (const key of ['from', 'subject', 'received', 'package', 'source'])
      pair(list, word('ui.' + key), m[key] || (key === 'package' ? word('ui.no_package') : undefined));
    for (const key of ['supersedes', 'superseded_by']) if (m[key]) pair(list, word('ui.' + key), other(m[key]));
    pair(list, word('ui.message_id'), m.message_id, 'hash');
    pair(list, word('ui.sha256'), m.sha256, 'hash');
    return list;
  };

  const revision = lines => {
    const list = make('dl', '');
    for (const [title, words, open] of lines)
      list.append(make('dt', '', title), make('dd', open ? 'open' : '', words));
    return list;
  };

  const button = (name, classes, act, usable) => {
    const out = make('button', classes, word(name));
    out.type = 'button';
    out.disabled = usable === false;
    out.addEventListener('click', act);
    return out;
  };
  // Copied by way of the selection, which works in a page opened from a folder.
  const copy = (from, told) => {
    const range = document.createRange(), selection = getSelection();
    range.selectNodeContents(from);
    selection.removeAllRanges();
    selection.addRange(range);
    told.textContent = word(document.execCommand('copy') ? 'ui.copied' : 'ui.copy_by_hand');
  };
  const letter = d => {
    const text = make('pre', '', d.letter), told = make('span', 'sure');
    const row = make('div', 'row', button('ui.copy', '', () => copy(text, told)));
    for (const [key, href] of [['ui.notice_file', d.notice], ['ui.draft_file', d.draft]]) {
      if (!href) continue;
      const file = make('a', '', word(key));
      file.href = href;
      row.append(file, '　');
    }
    row.append(told);
    return make('details', 'letter', make('summary', '', word('ui.notice')), text, row);
  };
  const head = (row, d) => {
    const out = [make('span', 'state ' + row.v, mark(row.v), word('verdict.' + row.v) + (row.s ? ' · ' + word('ui.superseded_mark') : '')),
      make('h2', 'who', row.c || row.o || word('ui.no_company'))];
    const sub = make('p', 'sub'), numbered = !document.querySelector('.list.unnumbered');
    if (row.n || numbered) sub.append(word('ui.col_number') + ' ', make('b', '', row.n || word('ui.no_number')), '　');
    if (d.uscc) sub.append(word('ui.uscc') + ' ', make('b', '', d.uscc), '　');
    if (row.r) sub.append(word('ui.received') + ' ', make('b', '', row.r));
    out.push(sub);
    if (d.letter) out.push(letter(d));
    if (d.out) out.push(make('p', 'sub', word('ui.pictures_left_out', {count: d.out})));
    return out;
  };
  const full = (row, d) => {
    const [materials, slots] = table(null, 'stack');
    d.materials.forEach(m => material(m, slots));
    const [fields, values] = table(null, 'stack');
    d.fields.forEach(f => field(f, values));
    const [files, entries] = table([[word('ui.file_entry')], [word('ui.file_format')], [word('ui.file_bytes'), 'num'],
      [word('ui.file_pages'), 'num'], [word('ui.file_outcome')]], 'files');
    d.files.forEach(f => file(f, entries));
    const found = d.findings.length ? d.findings.map(finding) : [make('p', 'sub', word('ui.no_problem'))];
    return make('div', 'case', ...head(row, d), section(word('ui.findings'), found),
      d.rev ? section(word('ui.revision'), [revision(d.rev)], 'mail') : '',
      section(word('ui.materials'), [materials]),
      section(word('ui.fields'), [d.fields.length ? fields : make('p', 'sub', word('ui.no_fields'))]),
      section(word('ui.mail'), [mail(d.mail)], 'mail'),
      section(word('ui.files'), [d.files.length ? files : make('p', 'sub', word('ui.no_files'))]));
  };

  const neighbour = by => {
    const shown = page.shown(), n = shown.indexOf(rows[open]);
    return n < 0 ? (by > 0 ? shown[0] : undefined) : shown[n + by];
  };
  // At once and not by the event to come: the next key counts from here.
  const go = by => { const row = neighbour(by); if (row) { location.replace(link(row)); follow(); } };
  const light = n => {
    for (const tr of body.querySelectorAll('tr.open')) tr.classList.remove('open');
    const tr = body.querySelector('tr[data-at="' + n + '"]');
    if (tr) { tr.classList.add('open'); tr.scrollIntoView({block: 'nearest'}); }
  };
  const show = (n, found) => {
    if (open < 0) before = document.activeElement;
    open = n;
    const bar = make('div', 'bar-top', button('ui.previous', '', () => go(-1), !!neighbour(-1)),
      button('ui.next', '', () => go(1), !!neighbour(1)), button('ui.print', '', () => window.print()),
      button('ui.close', 'x', close));
    panel.textContent = '';
    page.release();
    panel.append(bar, full(rows[n], details(n)));
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.setAttribute('aria-label', rows[n].c || rows[n].n || word('ui.no_company'));
    document.body.classList.add('reading');
    light(n);
    panel.focus({preventScroll: true});
    const target = found && byId(found);
    if (target) { target.classList.add('lit'); target.scrollIntoView({block: 'center'}); }
  };
  const shut = () => {
    if (open < 0) return;
    open = -1;
    panel.hidden = true;
    panel.textContent = '';
    page.release();
    document.body.classList.remove('reading');
    for (const tr of body.querySelectorAll('tr.open')) tr.classList.remove('open');
    if (before && before.focus && document.contains(before)) before.focus({preventScroll: true});
  };
  const close = () => {
    const top = window.pageYOffset;
    history.replaceState(null, '', '#');
    follow();
    window.scrollTo(0, top);
  };

  let followed = null;
  const follow = () => {
    if (followed === location.hash) return;
    followed = location.hash;
    const parts = followed.split('/');
    let id = '';
    try { id = decodeURIComponent(parts[1] || ''); } catch (damaged) { id = ''; }
    const n = parts[0] === '#s' ? at.get(id) : undefined;
    if (n === undefined) shut();
    else show(n, /^f\d+$/.test(parts[2] || '') ? parts[2] : '');
  };
  page.reading = () => open >= 0;
  window.addEventListener('hashchange', follow);
  window.addEventListener('beforeprint', () => panel.querySelectorAll('.grid details').forEach(d => { d.open = true; }));
  document.addEventListener('keydown', event => {
    if (open < 0 || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
    if (event.key === 'Escape') close();
    if (event.key === 'j' || event.key === 'J') go(1);
    if (event.key === 'k' || event.key === 'K') go(-1);
  });
  follow();
})();
)js";
}

} // namespace shenbao::report
