
// The scorecard of a kit: a draft kept in this browser, a timer, what is still missing, and the
// card as TOML. Texts go into the page as text and values alone, never as HTML.
'use strict';
(() => {
  const by = (id) => document.getElementById(id);
  const form = by('form');
  const about = form.dataset;
  const fields = [...form.elements].filter((field) => field.name && field.id);
  const answers = [...document.querySelectorAll('.answer')];
  const isBox = (field) => field.type === 'checkbox' || field.type === 'radio';
  const checked = (name) => fields.find((field) => field.name === name && field.checked);
  const show = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  // What the page asks. Gives the number of the answer; closing the question is the last one.
  const ask = (question, choices) => new Promise((resolve) => {
    const dialog = by('ask');
    show(by('question'), question);
    by('answers').replaceChildren(...choices.map((choice, number) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = choice;
      button.addEventListener('click', () => dialog.close(String(number)));
      return button;
    }));
    dialog.returnValue = '';
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === '' ? choices.length - 1 : Number(dialog.returnValue));
    }, { once: true });
    dialog.showModal();
  });

  // ---- The draft --------------------------------------------------------------------------

  const place = ['panelkit', about.hash, about.round, about.level].join(':');
  const keyOf = (candidate) => `${place}:${candidate}`;
  let candidate = '';
  let stores = true;
  let changed = false;
  let pending = 0;

  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      stores = false;
      return null;
    }
  };
  const store = (key, text) => {
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
      stores = true;
    } catch {
      stores = false;
    }
  };
  const draftOf = (name) => {
    try {
      const draft = JSON.parse(stored(keyOf(name)));
      return draft && typeof draft.fields === 'object' && draft.fields ? draft : null;
    } catch {
      return null;
    }
  };

  const clock = { before: 0, since: null };
  const keep = () => {
    clearTimeout(pending);
    pending = 0;
    const kept = {};
    for (const field of fields) {
      const value = isBox(field) ? field.checked : field.value;
      if (value) kept[field.id] = value;
    }
    store(keyOf(candidate), JSON.stringify({ version: 1, fields: kept, clock }));
    store(place, candidate);
    sayDraft();
  };
  const keepSoon = () => {
    changed = true;
    clearTimeout(pending);
    pending = setTimeout(keep, 300);
  };
  const sayDraft = () => {
    show(by('draft'), stores
      ? (changed ? 'The draft is kept in this browser.' : 'What you write is kept in this browser.')
      : 'This browser keeps no drafts here: save the card before you close this page.');
  };
  const put = (draft) => {
    const kept = draft ? draft.fields : {};
    for (const field of fields) {
      const value = Object.hasOwn(kept, field.id) ? kept[field.id] : null;
      if (isBox(field)) field.checked = value === true;
      else field.value = typeof value === 'string' ? value : field.defaultValue ?? '';
    }
    const saved = draft && draft.clock ? draft.clock : {};
    clock.before = Number.isFinite(saved.before) && saved.before > 0 ? saved.before : 0;
    clock.since = Number.isFinite(saved.since) && saved.since > 0 ? saved.since : null;
    changed = false;
  };
  const today = () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, '0');
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };
  const fillIn = () => {
    if (!by('interviewed-on').value) by('interviewed-on').value = today();
  };

  const hasContent = () => fields.some((field) => !['candidate', 'interviewer', 'interviewed-on'].includes(field.id)
    && (isBox(field) ? field.checked : field.value));

  // Another candidate is another draft, unless only the id was corrected.
  const changeCandidate = async () => {
    const next = by('candidate').value.trim();
    if (next === candidate) return;
    const before = candidate;
    const other = draftOf(next);
    let takes = 'page';
    if (other) {
      const answer = await ask(`This browser has a draft for ${next}.`,
        ['Open that draft', 'Replace it by what is on the page', 'Go back']);
      takes = ['draft', 'page', 'nothing'][answer];
    } else if (isId(before) && hasContent()) {
      const answer = await ask(`Is ${next || 'nobody'} another candidate than ${before}?`,
        ['Another candidate: an empty card', 'The same: keep what is written', 'Go back']);
      takes = ['empty', 'page', 'nothing'][answer];
    }
    if (takes === 'nothing') {
      by('candidate').value = before;
      return;
    }
    if (takes === 'draft' || takes === 'empty') {
      const me = by('interviewer').value;
      by('candidate').value = before;
      keep();
      put(takes === 'draft' ? other : null);
      if (!by('interviewer').value) by('interviewer').value = me;
      by('candidate').value = next;
      fillIn();
    } else {
      store(keyOf(before), null);
    }
    candidate = next;
    keep();
    refresh();
  };

  const clear = async () => {
    const answer = await ask('Clear everything on this card, the timer too? The draft in this browser goes as well.',
      ['Clear everything', 'Keep it']);
    if (answer !== 0) return;
    clearTimeout(pending);
    store(keyOf(candidate), null);
    store(place, null);
    put(null);
    candidate = by('candidate').value.trim();
    fillIn();
    refresh();
    show(by('saved'), 'Everything is cleared.');
    by('candidate').focus();
  };

  // ---- The timer --------------------------------------------------------------------------

  const parts = [...by('agenda').children].map((item) => ({
    from: Number(item.dataset.from), to: Number(item.dataset.to), title: item.textContent,
  }));
  const end = Math.max(Number(about.minutes) || 0, parts.length ? parts[parts.length - 1].to : 0);
  const agendaEnd = parts.length ? parts[parts.length - 1].to : 0;
  if (end > agendaEnd) {
    parts.push({ from: agendaEnd, to: end, title: parts.length ? 'Time left over' : 'The round' });
  }
  let current = null;

  const seconds = () => {
    const running = clock.since === null ? 0 : Math.max(0, Date.now() - clock.since);
    return Math.floor((clock.before + running) / 1000);
  };
  const shown = (count) => `${Math.floor(count / 60)}:${String(count % 60).padStart(2, '0')}`;
  const tell = () => {
    const count = seconds();
    const runs = clock.since !== null;
    show(by('clock'), shown(count));
    show(by('start'), runs ? 'Pause' : count > 0 ? 'Go on' : 'Start');
    const part = parts.find((item) => count < item.to * 60);
    const over = end > 0 && count >= end * 60;
    by('now').classList.toggle('over', over);
    if (end === 0) show(by('now'), '');
    else if (over) show(by('now'), `Over by ${shown(count - end * 60)}`);
    else if (count === 0 && !runs) show(by('now'), `First: ${part.title}, ${part.to - part.from} min`);
    else show(by('now'), `${part.title}: ${shown(part.to * 60 - count)} left`);
    const now = over ? 'over' : part;
    if (runs && end > 0 && now !== current) {
      current = now;
      show(by('said'), over ? 'The time of the round is up.'
        : `Now: ${part.title}, until minute ${part.to}.`);
    }
  };
  const startOrPause = () => {
    if (clock.since === null) {
      clock.since = Date.now();
    } else {
      clock.before += Math.max(0, Date.now() - clock.since);
      clock.since = null;
      current = null;
      show(by('said'), `Paused at ${shown(seconds())}.`);
      const minutes = Math.round(seconds() / 60);
      if (!by('minutes').value && minutes > 0) by('minutes').value = String(minutes);
    }
    tell();
    keep();
  };
  const resetClock = () => {
    clock.before = 0;
    clock.since = null;
    current = null;
    show(by('said'), 'The timer is back at zero.');
    tell();
    keep();
  };

  // ---- What is missing ----------------------------------------------------------------------

  const read = (answer) => {
    const id = answer.dataset.criterion;
    const choice = checked(`score-${id}`);
    return {
      id,
      title: answer.dataset.title,
      score: choice ? choice.value : null,
      isNumber: Boolean(choice && 'number' in choice.dataset),
      evidence: by(`evidence-${id}`).value,
      level: by(`level-${id}`).value,
      observed: fields.filter((field) => field.name === 'observed' && field.checked
        && field.dataset.criterion === id).map((field) => field.value),
    };
  };
  const isId = (text) => /^[a-z0-9][a-z0-9-]{0,63}$/.test(text);

  // Everything that keeps the card from being saved: the field to go to, and why.
  const problems = () => {
    const found = [];
    const scores = answers.map(read);
    if (!isId(by('candidate').value.trim())) {
      found.push(['candidate', 'Candidate: an id is made of lower-case letters, digits and hyphens, such as ada-lovelace.']);
    }
    if (!by('interviewer').value.trim()) found.push(['interviewer', 'Interviewer: say who you are.']);
    if (!/^\d{4}-\d\d-\d\d$/.test(by('interviewed-on').value)) {
      found.push(['interviewed-on', 'Interviewed on: choose the day.']);
    }
    for (const score of scores) {
      if (score.score === null) {
        found.push([`score-${score.id}`, `${score.title}: choose a score, or say why there is none.`]);
      } else if (score.isNumber && !score.evidence.trim()) {
        found.push([`evidence-${score.id}`, `${score.title}: write the evidence that the score rests on.`]);
      }
    }
    if (scores.some((score) => score.isNumber) && !checked('recommendation')) {
      found.push(['recommendation', 'Recommendation: choose one.']);
    }
    const minutes = by('minutes');
    const isWhole = /^[0-9]{1,6}$/.test(minutes.value) && Number(minutes.value) >= 1 && Number(minutes.value) <= 100000;
    if (minutes.validity.badInput || (minutes.value !== '' && !isWhole)) {
      found.push(['minutes', 'Minutes: a whole number from 1 to 100000, or nothing.']);
    }
    if (new Blob([card()]).size > 1024 * 1024) {
      found.push(['summary', 'The card is larger than 1 MiB: shorten what you have written.']);
    }
    return found;
  };
  const link = (id, text) => {
    const item = document.createElement('li');
    const anchor = document.createElement('a');
    anchor.href = `#${id}`;
    anchor.textContent = text;
    anchor.addEventListener('click', (event) => {
      event.preventDefault();
      goTo(id);
    });
    item.append(anchor);
    item.id = `why-${id}`;
    return item;
  };
  const goTo = (id) => {
    const field = by(id);
    const target = field.tagName === 'FIELDSET' ? field.querySelector('input') : field;
    target.focus();
    field.scrollIntoView({ block: 'center' });
  };
  const progress = () => {
    const scores = answers.map(read);
    const done = scores.filter((score) => score.score !== null);
    const wordless = done.filter((score) => !score.isNumber).length;
    const bare = scores.filter((score) => score.isNumber && !score.evidence.trim());
    let text = `${done.length} of ${scores.length} criteria scored`;
    if (wordless) text += `, ${wordless} without a number`;
    if (bare.length) text += `; evidence missing for ${bare.map((score) => score.title).join(', ')}`;
    return { short: `${done.length} of ${scores.length} scored`, text };
  };
  const refresh = () => {
    const { short, text } = progress();
    const found = problems();
    show(by('progress'), found.length ? short : 'Ready to save');
    by('progress').classList.toggle('good', !found.length);
    by('progress').title = text;
    const first = document.createElement('li');
    first.textContent = `${text}.`;
    by('left').replaceChildren(first, ...found.map(([id, why]) => link(id, why)));
    unmark(found);
    if (by('preview').open) by('toml').value = card();
    sayDraft();
    tell();
  };

  // ---- The card -----------------------------------------------------------------------------

  const names = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '"': '\\"', '\\': '\\\\' };
  // What acts instead of showing is written as its number; half a surrogate pair is no character.
  const escape = (text, isLong) => text.replace(/\p{Surrogate}/gu, '\ufffd').replace(
    /[\u0000-\u001f"\\\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (c) => {
      if (isLong && (c === '\n' || c === '"')) return c;
      return names[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
    },
  );
  const quoted = (text) => {
    const even = text.replace(/\r\n?/g, '\n');
    if (!even.includes('\n')) return `"${escape(even, false)}"`;
    // A quote before another, or at the end, would close the text.
    return `"""\n${escape(even, true).replace(/"(?="|$)/g, '\\"')}"""`;
  };
  const list = (values) => `[${values.map(quoted).join(', ')}]`;

  const card = () => {
    const lines = ['format = 1'];
    const add = (key, value) => {
      if (value !== '') lines.push(`${key} = ${quoted(value)}`);
    };
    add('rubric', about.rubric);
    add('rubric-version', about.version);
    add('rubric-hash', about.hash);
    add('candidate', by('candidate').value.trim());
    add('round', about.round);
    add('level', about.level);
    add('interviewer', by('interviewer').value.trim());
    if (by('interviewed-on').value) lines.push(`interviewed-on = ${by('interviewed-on').value}`);
    if (/^[0-9]+$/.test(by('minutes').value)) lines.push(`minutes = ${Number(by('minutes').value)}`);
    if (by('variant')) add('variant', by('variant').value);
    if (by('shadow').checked) lines.push('shadow = true');
    add('recommendation', checked('recommendation')?.value ?? '');
    add('level-recommendation', by('level-recommendation').value);
    lines.push(`summary = ${quoted(by('summary').value)}`);
    if (by('private-note').value.trim()) add('private-note', by('private-note').value);
    const asked = fields.filter((field) => field.name === 'asked' && field.checked);
    lines.push(`asked = ${list(asked.map((field) => field.value))}`);
    for (const score of answers.map(read)) {
      if (score.score === null) continue;
      lines.push('', '[[score]]', `criterion = ${quoted(score.id)}`);
      lines.push(`score = ${score.isNumber ? score.score : quoted(score.score)}`);
      if (score.level) lines.push(`level = ${quoted(score.level)}`);
      if (score.evidence.trim()) lines.push(`evidence = ${quoted(score.evidence)}`);
      if (score.observed.length) lines.push(`observed = ${list(score.observed)}`);
    }
    return `${lines.join('\n')}\n`;
  };

  // Fields that keep the card from being saved, each with the words that say why.
  const unmark = (found) => {
    for (const element of document.querySelectorAll('[aria-invalid]')) {
      if (found.some(([id]) => id === element.id)) continue;
      element.removeAttribute('aria-invalid');
      element.removeAttribute('aria-describedby');
    }
    if (!found.length) show(by('problems'), '');
  };
  const mark = (found) => {
    unmark(found);
    for (const [id] of found) {
      by(id).setAttribute('aria-invalid', 'true');
      by(id).setAttribute('aria-describedby', `why-${id}`);
    }
    const n = found.length === 1 ? 'One thing is missing' : `${found.length} things are missing`;
    if (found.length) show(by('problems'), `The card is not saved yet. ${n}; the first: ${found[0][1]}`);
  };
  const save = () => {
    refresh();
    const found = problems();
    mark(found);
    show(by('saved'), '');
    if (found.length) {
      goTo(found[0][0]);
      return;
    }
    const name = `${by('candidate').value.trim()}.${about.round}.scorecard.toml`;
    const address = URL.createObjectURL(new Blob([card()], { type: 'application/toml' }));
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = name;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    changed = false;
    show(by('saved'), `Saved as ${name}, where this browser puts downloads. Hand it in with panelkit submit.`);
  };
  const copy = async () => {
    by('toml').value = card();
    try {
      await navigator.clipboard.writeText(card());
      show(by('copied'), 'Copied.');
    } catch {
      by('toml').select();
      show(by('copied'), document.execCommand('copy') ? 'Copied.' : 'Selected: copy it with the keyboard.');
    }
  };

  // ---- Beginning ----------------------------------------------------------------------------

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', (event) => {
    if (!event.target.name) return;
    keepSoon();
    show(by('saved'), '');
    refresh();
  });
  by('candidate').addEventListener('change', changeCandidate);
  for (const button of document.querySelectorAll('[data-clear]')) {
    button.addEventListener('click', () => {
      const choice = checked(button.dataset.clear);
      if (choice) choice.checked = false;
      keepSoon();
      refresh();
    });
  }
  by('start').addEventListener('click', startOrPause);
  by('reset').addEventListener('click', resetClock);
  by('save').addEventListener('click', save);
  by('clear').addEventListener('click', clear);
  by('copy').addEventListener('click', copy);
  by('preview').addEventListener('toggle', refresh);
  by('progress').addEventListener('click', (event) => {
    event.preventDefault();
    by('finish').scrollIntoView();
    by('finish').focus({ preventScroll: true });
  });
  const keepNow = () => {
    if (pending) keep();
  };
  window.addEventListener('pagehide', keepNow);
  document.addEventListener('visibilitychange', keepNow);
  window.addEventListener('beforeunload', (event) => {
    keepNow();
    if (changed && !stores) event.preventDefault();
  });
  window.addEventListener('storage', (event) => {
    if (event.key === keyOf(candidate)) {
      show(by('draft'), 'This card was changed in another window: reload to see it, or go on here and replace it.');
    }
  });

  const given = by('candidate').defaultValue;
  candidate = given || stored(place) || '';
  put(draftOf(candidate));
  if (given) by('candidate').value = given;
  candidate = by('candidate').value.trim();
  fillIn();
  store(`${place}?`, 'can this browser keep drafts');
  if (stores) store(`${place}?`, null);
  document.querySelector('.bar').hidden = false;
  document.querySelector('.save').hidden = false;
  refresh();
  setInterval(tell, 500);
})();
