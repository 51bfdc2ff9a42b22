#include "stages/report/page_parts.h"

namespace shenbao::report {

// Text reaches the page through textContent alone, so that nothing a sender wrote can become markup.
const char* list_script() {
    return R"js(
'use strict';
const page = (() => {
  const byId = id => document.getElementById(id);
  const data = JSON.parse(byId('data').textContent);
  const rows = data.rows, words = data.words;
  const order = ['deficient', 'review', 'unreadable', 'complete'];
  const step = 80;
  const filter = {verdicts: new Set(), problem: '', city: '', words: [], task: -1, old: false};
  const sorting = {key: '', down: false};
  let shown = [], drawn = 0;

  const word = (key, args) => {
    const text = words[key] === undefined ? key : words[key];
    return args ? text.replace(/\{(\w+)\}/g, (all, name) => name in args ? args[name] : all) : text;
  };
  const make = (name, classes, ...inner) => {
    const node = document.createElement(name);
    if (classes) node.className = classes;
    for (const item of inner) if (item !== null && item !== undefined && item !== '') node.append(item);
    return node;
  };
  const mark = name => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    use.setAttribute('href', '#m-' + ({error: 'deficient', warning: 'review'}[name] || name));
    svg.setAttribute('class', 'mark ' + name);
    svg.setAttribute('aria-hidden', 'true');
    svg.append(use);
    return svg;
  };
  const fold = text => text.normalize('NFKC').toLowerCase();
  const link = row => '#s/' + encodeURIComponent(row.i);

  rows.forEach((row, at) => { row.at = at; row.names = row.p.map(p => data.problems[p]); });

  const fits = (row, without) =>
    (filter.old || !row.s) &&
    (without === 'verdict' || !filter.verdicts.size || filter.verdicts.has(row.v)) &&
    (!filter.problem || row.names.includes(filter.problem)) &&
    (!filter.city || data.cities[row.g] === filter.city) &&
    (filter.task < 0 || (row.t && row.t.includes(filter.task))) &&
    filter.words.every(w => row.q.includes(w));

  const keys = {
    verdict: row => order.indexOf(row.v), number: row => row.n, company: row => row.c,
    city: row => row.g === undefined ? '' : data.cities[row.g],
    problems: row => -row.p.reduce((sum, p) => sum + 1 + 100 * data.errors[p], 0),
    received: row => row.x
  };
  const collator = new Intl.Collator('zh-CN', {numeric: true});
  const sort = list => {
    if (!sorting.key) return list;
    const key = keys[sorting.key], sign = sorting.down ? -1 : 1;
    const nothing = value => value === '' || value === null;
    return list.map(row => [key(row), row]).sort((a, b) => {
      if (nothing(a[0]) !== nothing(b[0])) return nothing(a[0]) ? 1 : -1;  // last, whichever way round
      const by = typeof a[0] === 'string' ? collator.compare(a[0], b[0]) : a[0] - b[0];
      return by ? sign * by : a[1].at - b[1].at;
    }).map(pair => pair[1]);
  };

  const cell = (name, ...inner) => make('td', name, ...inner);
  const tags = row => {
    const decided = row.d ? make('span', 'tag plain', word('ui.settled', {count: row.d})) : null;
    if (!row.p.length) return [decided || make('span', 'tag plain', word('ui.no_problem'))];
    const out = row.p.slice(0, 3).map(p => make('span', data.errors[p] ? 'tag error' : 'tag', data.problems[p]));
    if (row.p.length > 3) out.push(make('span', 'tag plain', word('ui.more_problems', {count: row.p.length - 3})));
    if (decided) out.push(decided);
    return out;
  };
  const line = row => {
    const anchor = make('a', '', row.c || row.o || word('ui.no_company'));
    anchor.href = link(row);
    const tr = make('tr', row.s ? 'old' : '',
      cell('verdict', mark(row.v), row.s ? word('ui.superseded_mark') : word('verdict.' + row.v)),
      cell('number', row.n || word('ui.no_number')), cell('company', anchor),
      cell('city', row.g === undefined ? '' : data.cities[row.g]), cell('problems', ...tags(row)), cell('time', row.r));
    tr.dataset.at = row.at;
    return tr;
  };

  const body = byId('rows'), more = byId('more');
  const draw = upto => {
    const lines = document.createDocumentFragment();
    for (; drawn < Math.min(upto, shown.length); ++drawn) lines.append(line(shown[drawn]));
    body.append(lines);
    more.hidden = drawn >= shown.length;
    more.textContent = word('ui.more', {count: Math.min(step, shown.length - drawn)});
  };
  const redraw = () => {
    body.textContent = '';
    drawn = 0;
    draw(step);
    byId('none').hidden = shown.length > 0;
  };
  const tell = () => {
    const total = rows.filter(row => filter.old || !row.s).length;
    byId('shown').textContent = word('ui.shown', {shown: shown.length, total: total});
    const task = byId('task');
    task.hidden = filter.task < 0;
    if (filter.task >= 0) task.textContent = word('ui.task') + ' ' + data.tasks[filter.task];
    byId('reset').hidden = !(filter.verdicts.size || filter.problem || filter.city || filter.words.length || filter.task >= 0);
    for (const button of document.querySelectorAll('[data-verdict]'))
      button.setAttribute('aria-pressed', filter.verdicts.has(button.dataset.verdict));
    for (const button of document.querySelectorAll('[data-task]'))
      button.setAttribute('aria-pressed', filter.task === +button.dataset.task);
    for (const head of document.querySelectorAll('th[data-key]')) {
      if (head.dataset.key === sorting.key) head.setAttribute('aria-sort', sorting.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
  };
  const apply = () => {
    shown = sort(rows.filter(row => fits(row)));
    redraw();
    tell();
  };

  const options = (select, names, counts) => names.forEach((name, at) => {
    const option = make('option', '', name + '（' + counts[at] + '）');
    option.value = name;
    select.append(option);
  });
  const count = (names, of) => names.map((name, at) => rows.filter(row => !row.s && of(row, at)).length);
  const byCount = (names, counts) => names.map((name, at) => [name, counts[at]]).filter(pair => pair[1] > 0)
    .sort((a, b) => b[1] - a[1]);
  const fill = (id, names, of) => {
    const pairs = byCount(names, count(names, of));
    options(byId(id), pairs.map(pair => pair[0]), pairs.map(pair => pair[1]));
    byId(id).hidden = !pairs.length;
  };
  fill('problem', data.problems, (row, at) => row.p.includes(at));
  fill('city', data.cities, (row, at) => row.g === at);

  const toList = () => {
    byId('list').scrollIntoView();
    const first = body.querySelector('a');
    if (first) first.focus({preventScroll: true});
  };
  const reset = () => {
    filter.verdicts.clear();
    Object.assign(filter, {problem: '', city: '', words: [], task: -1});
    byId('words').value = byId('problem').value = byId('city').value = '';
  };
  byId('words').addEventListener('input', event => {
    filter.words = fold(event.target.value).split(/\s+/).filter(w => w);
    apply();
  });
  for (const id of ['problem', 'city'])
    byId(id).addEventListener('change', event => { filter[id] = event.target.value; apply(); });
  byId('old').addEventListener('change', event => { filter.old = event.target.checked; apply(); });
  byId('reset').addEventListener('click', () => { reset(); apply(); byId('words').focus(); });
  more.addEventListener('click', () => draw(drawn + step));
  if (window.IntersectionObserver)
    new IntersectionObserver(seen => { if (seen[0].isIntersecting) draw(drawn + step); }, {rootMargin: '600px'}).observe(more);

  document.addEventListener('click', event => {
    const button = event.target.closest('[data-verdict],[data-task],[data-problem]');
    if (button) {
      const {verdict, task, problem} = button.dataset;
      if (verdict) {
        if (!filter.verdicts.delete(verdict)) filter.verdicts.add(verdict);
      } else {
        const again = task !== undefined && filter.task === +task;
        reset();
        if (task !== undefined && !again) filter.task = +task;
        if (problem) filter.problem = byId('problem').value = problem;
      }
      apply();
      if (!button.closest('.filters')) toList();
      return;
    }
    const go = event.target.closest('[data-go]');
    if (go) byId(go.dataset.go).scrollIntoView();
    const head = event.target.closest('th[data-key]');
    if (head) {
      sorting.down = sorting.key === head.dataset.key && !sorting.down;
      sorting.key = head.dataset.key;
      apply();
      return;
    }
    const tr = event.target.closest('#rows tr');
    if (tr && !event.target.closest('a') && !String(getSelection())) location.hash = link(rows[tr.dataset.at]);
  });

  const move = by => {
    const links = [...body.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    const next = links[Math.max(0, Math.min(links.length - 1, at + by))];
    if (next) { next.focus(); next.closest('tr').scrollIntoView({block: 'nearest'}); }
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === '/' && !typing) { byId('words').focus(); event.preventDefault(); }
    if (page.reading && page.reading()) return;
    const inList = event.target.closest && event.target.closest('#list');
    const down = event.key === 'ArrowDown', up = event.key === 'ArrowUp';
    if ((down || up) && inList && event.target.tagName !== 'SELECT') { move(down ? 1 : -1); event.preventDefault(); }
    if (event.key === 'Escape' && event.target.id === 'words') { reset(); apply(); }
  });
  // On paper the list stands whole.
  window.addEventListener('beforeprint', () => draw(shown.length));

  apply();
  return {byId, rows, word, make, mark, link, shown: () => shown, body};
})();
)js";
}

} // namespace shenbao::report
