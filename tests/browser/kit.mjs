// The fillable kit in a real browser. See run.sh.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { parse } from 'smol-toml';

const [browserPath, program, rubric, work, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let nPassed = 0;
let nFailed = 0;
const report = (name, passed, detail = '') => {
  if (passed) nPassed += 1;
  else nFailed += 1;
  console.log(`${passed ? 'ok     ' : 'FAILED '} ${name}${passed ? '' : `: ${detail}`}`);
};
const equal = (name, actual, expected) => report(name, JSON.stringify(actual) === JSON.stringify(expected),
  `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
// What the page does in its own time is waited for.
const soon = async (name, actual, expected) => {
  const until = Date.now() + 10_000;
  let found = await actual();
  while (JSON.stringify(found) !== JSON.stringify(expected) && Date.now() < until) {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    found = await actual();
  }
  equal(name, found, expected);
};
const matches = (name, actual, pattern) => report(name, pattern.test(actual), `${JSON.stringify(actual)} is not like ${pattern}`);

// The program's exit code and everything it says.
const panelkit = (...args) => {
  try {
    return { code: 0, text: execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' }) };
  } catch (error) {
    return { code: error.status, text: `${error.stdout}${error.stderr}` };
  }
};
const kit = (round) => {
  const file = join(work, `${round}.html`);
  const made = panelkit('kit', rubric, '--level', 'senior', '--round', round, '-o', file);
  if (made.code !== 0) throw new Error(made.text);
  return pathToFileURL(file).href;
};

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
// A page in a profile of its own that remembers whatever goes wrong in it.
const open = async (url, options = {}, before = async () => {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => {
    if (!/^(file|blob):/.test(request.url())) wrong.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective));
  });
  await before(page);
  await page.goto(url);
  return { context, page, wrong };
};
const isClean = async (name, { page, wrong }) => {
  const all = [...wrong, ...await page.evaluate(() => window.violations)];
  report(`${name}: no error, no violation of the policy, no request`, all.length === 0, all.join('; '));
};
const focused = (page) => page.evaluate(() => document.activeElement.id);
const value = (page, id) => page.evaluate((id) => document.getElementById(id).value, id);
const picture = (page, name) => page.screenshot({ path: join(shots, `${name}.png`) });
const settle = (page) => page.waitForTimeout(500);

// What a hostile or merely unlucky interviewer types. A text field has no carriage return.
const hostile = 'He said "no", she said """yes""" and C:\\temp\\new \\u0041 \'\'\'x\'\'\'\n</script><script>alert(1)</script><!-- ]]>\n'
  + '# [[score]]\nscore = 1\n\ttab \u0001\u001b[31m \u007f \u0085 \u202eevil\u202c \u2028\u2066\ufeff NUL\u0000 end\n'
  + 'Łucja, Thị Ánh, 李雷, عمر, José, Jose\u0301, 👩\u200d💻 🇵🇱, {{ 7 * 7 }} {% x %}\nlast line ends in a quote"';

// ---- The whole way -------------------------------------------------------------------------

const incident = kit('incident-review');
{
  const tab = await open(incident);
  const { page, context } = tab;
  const names = ['incident-response', 'observability', 'resilient-design', 'ownership', 'integrity'];
  equal('every criterion of the round has its fields', await page.$$eval('.answer', (all) => all.map((one) => one.dataset.criterion)), names);
  equal('and they stand in its section', await page.$$eval('.answer', (all) => all.map((one) => {
    let before = one.previousElementSibling;
    while (before.tagName !== 'H2') before = before.previousElementSibling;
    return before.textContent;
  })), ['Incident response', 'Observability', 'Resilient design', 'Ownership', 'Integrity']);
  matches('it says where drafts are kept', await page.textContent('#draft'), /kept in this browser/);
  matches('nothing is scored yet', await page.textContent('#progress'), /^0 of 5 scored$/);
  await picture(page, 'light');

  // By keyboard: the skip link, then forward to the first field.
  await page.keyboard.press('Tab');
  equal('the first stop is the skip link', await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  for (let n = 0; n < 60 && await focused(page) !== 'candidate'; n += 1) await page.keyboard.press('Tab');
  equal('the keyboard reaches the candidate', await focused(page), 'candidate');

  // Saving an empty card is refused, and the first problem has the focus.
  await page.click('#save');
  matches('an empty card is not saved', await page.textContent('#problems'), /not saved yet\. 7 things are missing; the first: Candidate:/);
  equal('the first problem has the focus', await focused(page), 'candidate');
  const why = await page.getAttribute('#candidate', 'aria-describedby');
  matches('and says why', await page.evaluate((id) => document.getElementById(id).textContent, why), /lower-case letters/);
  await page.keyboard.type('Omar Haddad');
  await page.keyboard.press('Tab');
  await page.click('#save');
  equal('a name is no id', await focused(page), 'candidate');
  await page.fill('#candidate', 'omar-haddad');
  await page.keyboard.press('Tab');
  await page.keyboard.type('grace@example.com');
  matches('today is filled in', await value(page, 'interviewed-on'), /^\d{4}-\d\d-\d\d$/);

  // One score by keyboard, the others by mouse.
  for (let n = 0; n < 60 && await focused(page) !== 'score-incident-response-1'; n += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  report('arrow keys choose a score', await page.isChecked('#score-incident-response-3'));
  matches('evidence is asked for', await page.textContent('#left'), /1 of 5 criteria scored; evidence missing for Incident response\./);
  await page.fill('#evidence-incident-response', hostile);
  equal('the evidence is typed as it is', await value(page, 'evidence-incident-response'), hostile);
  await page.click('label:has(#tick-first-twenty-minutes\\+1)');
  await page.locator('#tick-first-twenty-minutes-2').focus();
  await page.keyboard.press('Space');
  await page.check('#asked-first-twenty-minutes');
  await page.selectOption('#level-incident-response', 'mid');
  for (const [id, score] of [['observability', '4'], ['resilient-design', 'not-assessed'], ['ownership', 'no-evidence'], ['integrity', 'declined']]) {
    await page.click(`label:has(#score-${id}-${score})`);
  }
  matches('scores without a number count apart', await page.textContent('#left'), /5 of 5 criteria scored, 3 without a number; evidence missing for Observability\./);
  await page.click('#save');
  equal('a score without evidence is not saved', await focused(page), 'evidence-observability');
  await page.keyboard.type('Named the four signals "first".');
  await page.click('#save');
  report('a recommendation is asked for', (await focused(page)).startsWith('recommendation-'));
  await page.click('label:has(#recommendation-hire)');
  await page.click('[data-clear="recommendation"]');
  report('a choice can be taken back', !await page.isChecked('#recommendation-hire'));
  await page.click('label:has(#recommendation-strong-hire)');
  await page.selectOption('#level-recommendation', 'senior');
  await page.fill('#minutes', '0');
  await page.click('#save');
  equal('no minutes are not a number of minutes', await focused(page), 'minutes');
  await page.fill('#minutes', '47');
  await page.fill('#summary', 'Line one\nline two with """ and \\');
  await page.fill('#private-note', 'only "us"');
  matches('it is ready', await page.textContent('#progress'), /^Ready to save$/);
  await settle(page);
  await picture(page, 'filled');

  // The page is closed and opened again: everything is back.
  await page.reload();
  equal('the evidence is back', await value(page, 'evidence-incident-response'), hostile);
  equal('the candidate is back', await value(page, 'candidate'), 'omar-haddad');
  report('scores, ticks and choices are back', await page.evaluate(() => [
    'score-incident-response-3', 'score-ownership-no-evidence', 'tick-first-twenty-minutes+1',
    'tick-first-twenty-minutes-2', 'asked-first-twenty-minutes', 'recommendation-strong-hire',
  ].every((id) => document.getElementById(id).checked)));
  equal('a level is back', await value(page, 'level-incident-response'), 'mid');

  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  equal('the card is named after ids', download.suggestedFilename(), 'omar-haddad.incident-review.scorecard.toml');
  const file = join(work, download.suggestedFilename());
  await download.saveAs(file);
  await page.click('#preview summary');
  await soon('the preview is what is saved', () => value(page, 'toml'), readFileSync(file, 'utf8'));
  await page.click('#copy');
  await soon('it can be copied', async () => /^(Copied|Selected)/.test(await page.textContent('#copied')), true);

  const card = parse(readFileSync(file, 'utf8'));
  equal('hostile evidence is on the card as it was typed', card.score[0].evidence, hostile);
  equal('so is the summary', card.summary, 'Line one\nline two with """ and \\');
  equal('the scores are on it', card.score.map((score) => score.score), [3, 4, 'not-assessed', 'no-evidence', 'declined']);
  equal('and the ticks', card.score[0].observed, ['first-twenty-minutes+1', 'first-twenty-minutes-2']);
  equal('and what was asked', card.asked, ['first-twenty-minutes']);
  equal('and the rest', [card.recommendation, card['level-recommendation'], card.minutes, card['private-note'], card.score[0].level],
    ['strong-hire', 'senior', 47, 'only "us"', 'mid']);
  const checked = panelkit('scorecard', 'check', file, '--rubric', rubric);
  report('scorecard check takes it', checked.code === 0, checked.text);
  // The second score was given without asking or ticking anything.
  equal('and says what looks odd', [...checked.text.matchAll(/\[(C\d+)\]/g)].map((code) => code[1]), ['C217', 'C211']);
  const kept = join(work, 'kept.db');
  const submitted = panelkit('submit', file, '--rubric', rubric, '--store', kept);
  report('submit takes it', submitted.code === 0, submitted.text);
  const again = panelkit('submit', file, '--rubric', rubric, '--store', kept);
  report('and keeps it', again.code === 0 && again.text.includes('1 card kept already'), again.text);
  const packet = panelkit('packet', '--rubric', rubric, '--scorecards', file, '--format', 'json');
  report('its evidence is in the packet', packet.code === 0 && packet.text.includes('He said \\"no\\"'), packet.text.slice(0, 300));

  // Another candidate gets a card of their own, and drafts do not mix.
  const choose = async (id, answer) => {
    await page.fill('#candidate', id);
    await page.keyboard.press('Tab');
    await page.click(`#ask button:has-text("${answer}")`);
  };
  await choose('lucja-zolc', 'Another candidate');
  await soon('another candidate begins with an empty card', () => value(page, 'evidence-incident-response'), '');
  equal('and the same interviewer', await value(page, 'interviewer'), 'grace@example.com');
  await page.fill('#evidence-ownership', 'of Łucja');
  await choose('omar-haddad', 'Open that draft');
  await soon('the other draft is still there', () => value(page, 'evidence-incident-response'), hostile);
  await choose('lucja-zolc', 'Open that draft');
  await soon('and so is this one', () => value(page, 'evidence-ownership'), 'of Łucja');
  await page.fill('#candidate', 'zolc-lucja');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await soon('closing the question changes nothing', () => value(page, 'candidate'), 'lucja-zolc');

  // Clearing asks first.
  await page.click('#clear');
  await page.click('#ask button:has-text("Keep it")');
  equal('nothing is cleared unasked', await value(page, 'evidence-ownership'), 'of Łucja');
  await page.click('#clear');
  await page.click('#ask button:has-text("Clear everything")');
  await soon('everything is cleared', async () => [await value(page, 'evidence-ownership'), await value(page, 'candidate')], ['', '']);
  await page.reload();
  equal('and stays so', [await value(page, 'evidence-ownership'), await value(page, 'candidate')], ['', '']);
  await isClean('the whole way', tab);
  await context.close();
}

// ---- The timer -----------------------------------------------------------------------------

{
  const tab = await open(incident, {}, (page) => page.clock.install({ time: new Date('2026-11-20T10:00:00') }));
  const { page, context } = tab;
  const now = () => page.textContent('#now');
  const clock = () => page.textContent('#clock');
  matches('the timer names the first part', await now(), /^First: Welcome, 3 min$/);
  await page.locator('#start').focus();
  await page.keyboard.press('Enter');
  await page.clock.runFor(61_000);
  matches('it counts', await clock(), /^1:0[01]$/);
  matches('and says what is left of the part', await now(), /^Welcome: (1:59|2:00) left$/);
  await page.clock.runFor(120_000);
  matches('it goes on to the next part', await now(), /^An unfolding incident: 1(4:59|5:00) left$/);
  equal('and says so politely', [await page.textContent('#said'), await page.getAttribute('#said', 'aria-live')],
    ['Now: An unfolding incident, until minute 18.', 'polite']);
  await page.click('#start');
  await page.clock.runFor(60_000);
  matches('paused, it stands', `${await clock()} ${await page.textContent('#start')}`, /^3:0[0-2] Go on$/);
  equal('and the minutes are filled in', await value(page, 'minutes'), '3');
  await page.click('#start');
  await page.clock.runFor(500);
  await page.reload();
  await page.clock.runFor(10_000);
  matches('it goes on after a reload', await clock(), /^3:1\d$/);
  await page.clock.runFor(57 * 60_000);
  matches('over the time, it says by how much', await now(), /^Over by 0:1\d$/);
  equal('and politely', await page.textContent('#said'), 'The time of the round is up.');
  await picture(page, 'over');
  await page.click('#reset');
  equal('it goes back to zero', await clock(), '0:00');
  await isClean('the timer', tab);
  await context.close();
}

// ---- An exercise with variants ---------------------------------------------------------------

{
  const tab = await open(kit('practical-coding'));
  const { page, context } = tab;
  await page.fill('#candidate', 'nguyen-thi-anh');
  await page.fill('#interviewer', 'عمر');
  await page.selectOption('#variant', 'with-ai');
  await page.check('#shadow');
  const criteria = await page.$$eval('.answer', (all) => all.map((one) => one.dataset.criterion));
  for (const id of criteria) await page.click(`label:has(#score-${id}-not-assessed)`);
  await page.click('label:has(#score-budget-burn-2)');
  await page.fill('#evidence-budget-burn', 'كتب اختبارًا أولًا');
  await page.check('#tick-budget-burn\\/with-ai\\+1');
  await page.click('label:has(#recommendation-no-hire)');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  const file = join(work, download.suggestedFilename());
  await download.saveAs(file);
  const card = parse(readFileSync(file, 'utf8'));
  equal('a variant and its ticks are on the card', [card.variant, card.shadow, card.score.at(-1).observed], ['with-ai', true, ['budget-burn/with-ai+1']]);
  const submitted = panelkit('submit', file, '--rubric', rubric, '--store', join(work, 'kept'));
  report('submit takes a card with a variant', submitted.code === 0, submitted.text);
  await isClean('an exercise', tab);
  await context.close();
}

// ---- Without storage, and what the policy stops -------------------------------------------------

{
  const tab = await open(incident, {}, (page) => page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
  }));
  matches('a browser without storage is told', await tab.page.textContent('#draft'), /keeps no drafts here/);
  await tab.page.fill('#candidate', 'ada');
  await tab.page.click('label:has(#score-ownership-3)');
  matches('and the form works', await tab.page.textContent('#progress'), /^1 of 5 scored$/);
  await isClean('without storage', tab);
  await tab.context.close();
}
{
  const { page, context } = await open(incident);
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.acted = true';
    const image = document.createElement('img');
    image.src = 'https://example.com/x.png';
    document.body.append(script, image);
  });
  await settle(page);
  equal('the policy stops another script and any picture', [await page.evaluate(() => [window.acted, window.violations.length > 1])],
    [[null, true]]);
  await context.close();
}

// ---- How it looks ---------------------------------------------------------------------------

const accessible = async (name, page) => {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  const said = found.violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 160)}`);
  report(`${name}: axe finds nothing`, said.length === 0, `\n  ${said.join('\n  ')}`);
};
const pages = {
  kit: incident,
  exercise: kit('practical-coding'),
  packet: (() => {
    const file = join(work, 'packet.html');
    const example = join(rubric, '..');
    panelkit('packet', 'omar-haddad', '--rubric', rubric, '--scorecards', join(example, 'scorecards'), '--names', join(example, 'names.csv'), '-o', file);
    return pathToFileURL(file).href;
  })(),
};
for (const [name, url] of Object.entries(pages)) {
  for (const scheme of ['light', 'dark']) {
    const tab = await open(url, { colorScheme: scheme });
    await accessible(`${name}, ${scheme}`, tab.page);
    if (name !== 'kit' || scheme === 'dark') await picture(tab.page, `${name}-${scheme}`);
    await isClean(`${name}, ${scheme}`, tab);
    await tab.context.close();
  }
  for (const width of [360, 320]) {
    const { page, context } = await open(url, { viewport: { width, height: 740 } });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    report(`${name}: fits a screen ${width} wide`, wide <= width, `it is ${wide} wide`);
    if (width === 360) await picture(page, `${name}-phone`);
    await context.close();
  }
  const { page, context } = await open(url);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const look = await page.evaluate(() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].some((one) => one.offsetParent !== null && getComputedStyle(one).display !== 'none');
    return [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor, shown('button, nav, .bar'), shown('h1')];
  });
  equal(`${name}: prints black on white, without controls`, look, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)', false, true]);
  for (const format of ['A4', 'Letter']) {
    const pdf = await page.pdf({ path: join(shots, `${name}-${format}.pdf`), format });
    report(`${name}: prints on ${format}`, pdf.length > 20_000, `${pdf.length} bytes`);
  }
  await context.close();
}

// Every stop of the keyboard can be seen: it has an outline and is not under the bar.
{
  const { page, context } = await open(incident);
  const hidden = [];
  const seen = new Set();
  for (let n = 0; n < 400; n += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      const box = at.getBoundingClientRect();
      const bar = document.querySelector('.bar').getBoundingClientRect();
      const outlined = [at, at.closest('.choice')].some((one) => one && getComputedStyle(one).outlineStyle !== 'none');
      return { id: at.id || at.textContent.slice(0, 30), ok: outlined && (at.closest('.bar, .skip') !== null || box.bottom > bar.bottom), body: at === document.body };
    });
    if (stop.body) break;
    seen.add(stop.id);
    if (!stop.ok) hidden.push(stop.id);
  }
  report('every stop of the keyboard is seen', hidden.length === 0, hidden.join(', '));
  const wanted = ['candidate', 'interviewer', 'shadow', 'tick-first-twenty-minutes+1', 'asked-first-twenty-minutes', 'evidence-integrity', 'save', 'clear', 'start', 'reset'];
  equal('the keyboard reaches every kind of field', wanted.filter((id) => !seen.has(id)), []);
  await context.close();
}

await browser.close();
mkdirSync(shots, { recursive: true });
console.log(`${nPassed} passed, ${nFailed} failed`);
process.exit(nFailed ? 1 : 0);
