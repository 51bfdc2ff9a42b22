#include "stages/report/page_parts.h"

namespace shenbao::report {

// A page's picture becomes an image when something on it is first shown, once, however many windows look at it; it is
// let go when another submission is opened.
const char* evidence_script() {
    return R"js(
'use strict';
(() => {
  const {byId, word, make} = page;
  const held = new Map();

  const picture = n => {
    if (!held.has(n)) {
      const text = byId('page-' + n), raw = atob(text.textContent), bytes = new Uint8Array(raw.length);
      for (let i = 0; i < raw.length; ++i) bytes[i] = raw.charCodeAt(i);
      held.set(n, {url: URL.createObjectURL(new Blob([bytes], {type: text.dataset.type})),
        width: +text.dataset.width, height: +text.dataset.height});
    }
    return held.get(n);
  };
  const shape = (name, values) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const key in values) node.setAttribute(key, values[key]);
    return node;
  };

  // A window on the picture: `view` and `spot` are left, top, width, height in its pixels.
  const pane = (pic, view, spot, classes, label) => {
    const svg = shape('svg', {viewBox: view.join(' '), class: classes});
    if (label) { svg.setAttribute('role', 'img'); svg.setAttribute('aria-label', label); }
    else svg.setAttribute('aria-hidden', 'true');
    svg.append(shape('image', {href: pic.url, width: pic.width, height: pic.height}));
    if (spot) for (const kind of ['halo', 'spot'])
      svg.append(shape('rect', {class: kind, x: spot[0], y: spot[1], width: spot[2], height: spot[3]}));
    return svg;
  };
  const spot_of = (pic, box) => [box[0] * pic.width, box[1] * pic.height,
    Math.max(1, (box[2] - box[0]) * pic.width), Math.max(1, (box[3] - box[1]) * pic.height)];
  // The place with some of what stands round it.
  const round_of = (pic, spot) => {
    const pad = Math.max(pic.height * 0.006, Math.min(spot[3] * 0.35, pic.height * 0.02));
    const left = Math.max(0, spot[0] - pad * 1.5), top = Math.max(0, spot[1] - pad);
    return [left, top, Math.min(pic.width, spot[0] + spot[2] + pad * 1.5) - left,
      Math.min(pic.height, spot[1] + spot[3] + pad) - top];
  };

  // at: {n: picture, p: page, b: box in shares of the page}
  page.evidence = at => {
    const pic = picture(at.n), spot = at.b ? spot_of(pic, at.b) : null, all = [0, 0, pic.width, pic.height];
    const figure = make('figure', 'view'), button = make('button', 'thumb');
    button.type = 'button';
    button.setAttribute('aria-expanded', 'false');
    button.setAttribute('aria-label', word(at.b ? 'ui.page_open_spot' : 'ui.page_open', {page: at.p}));
    button.title = word('ui.page_open_hint', {page: at.p});
    button.append(pane(pic, all, spot, 'whole'));
    figure.append(button);
    if (spot) {
      const view = round_of(pic, spot), crop = pane(pic, view, null, 'crop', word('ui.crop_of', {page: at.p}));
      const scale = Math.min(900 / pic.width, 560 / view[2], 150 / view[3]);
      crop.setAttribute('width', Math.round(view[2] * scale));
      crop.setAttribute('height', Math.round(view[3] * scale));
      figure.append(crop);
    }
    let large = null;
    button.addEventListener('click', () => {
      if (large) large.remove();
      large = large ? null : pane(pic, all, spot, 'large', word('ui.page_of', {page: at.p}));
      if (large) figure.append(large);
      button.setAttribute('aria-expanded', String(!!large));
    });
    return figure;
  };
  page.release = () => {
    for (const pic of held.values()) URL.revokeObjectURL(pic.url);
    held.clear();
  };
})();
)js";
}

} // namespace shenbao::report
