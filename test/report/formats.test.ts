import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '../../src/domain/verdict.js';
import { VERDICT_MARKS, VERDICTS } from '../../src/report/figures/marks.js';
import { renderReport } from '../../src/report/renderReport.js';
import { reportFileName } from '../../src/report/reportFileName.js';
import { reportOf } from '../../src/report/reportOf.js';
import { REPORT_FORMATS } from '../../src/report/reportView.js';
import { totalsText } from '../../src/report/roundText.js';
import { round, start } from '../tui/sample.js';
import { viewOf } from '../tui/world.js';
import { numbersOutside } from './numbersOutside.js';
import { parseCsv } from './parseCsv.js';
import { allOf, parseXml, VOID } from './parseXml.js';
import { demoRange, demoRound, demoView } from './reportSample.js';

const demo = demoView();

/** One round of every verdict and a second wrong one, and one that nobody audited. */
const all = VERDICTS.filter((verdict) => verdict !== 'not-replayed');
const every = reportOf(
  [
    viewOf(
      [
        start(),
        ...[...all, 'wrong-crown' as Verdict].map((verdict, at) => ({
          type: 'round' as const,
          result: round(9001 + at, verdict, { conditional: at === all.length }),
        })),
      ],
      '/r/every',
    ),
  ],
  Array.from({ length: all.length + 2 }, (_, at) => 9001 + at),
);

test('totals are the same in every format', () => {
  for (const view of [every, demoRange(demo)]) {
    const line = totalsText(view.rounds).trim();
    const counts = Object.fromEntries(
      VERDICTS.map((verdict) => [verdict, view.rounds.filter((one) => one.verdict === verdict).length]),
    );
    const conditional = view.rounds.filter((one) => one.conditional).length;
    for (const format of ['text', 'md', 'html', 'svg', 'junit'] as const)
      assert.ok(renderReport(view, format, false).includes(line), format);
    const json = JSON.parse(renderReport(view, 'json', false));
    assert.deepEqual(json.summary, { rounds: view.rounds.length, verdicts: counts, conditional });
    assert.equal(json.rounds.length, view.rounds.length);
    const rows = parseCsv(renderReport(view, 'csv', false));
    assert.equal(rows.length, view.rounds.length);
    const cases = allOf(parseXml(renderReport(view, 'junit', false))).filter(
      ({ name }) => name === 'testcase',
    );
    const page = parseXml(renderReport(view, 'html', false), VOID);
    const table = allOf(page).filter(({ attributes }) => /^t-/.test(attributes.class ?? ''));
    for (const verdict of VERDICTS) {
      assert.equal(rows.filter((row) => row.verdict === verdict).length, counts[verdict], `csv ${verdict}`);
      assert.equal(
        table.filter(({ attributes }) => attributes.class === `t-${verdict}`).length,
        counts[verdict],
        `html ${verdict}`,
      );
      const cells = renderReport(view, 'md', false).split(
        `${VERDICT_MARKS[verdict].unicode} ${VERDICT_MARKS[verdict].word} `,
      );
      assert.ok(cells.length - 1 >= (counts[verdict] ?? 0), `md ${verdict}`);
    }
    assert.equal(rows.filter((row) => row.conditional === 'true').length, conditional);
    assert.equal(cases.length, view.rounds.length);
  }
});

test('in JUnit a failure is a wrong crown alone; errors are unverifiable, skipped is not replayed', () => {
  const root = parseXml(renderReport(every, 'junit', false)).children[0];
  assert.ok(root !== undefined);
  const { tests, failures, errors, skipped } = root.attributes;
  assert.deepEqual([tests, failures, errors, skipped], [String(all.length + 2), '2', '1', '1']);
  const cases = allOf(root).filter(({ name }) => name === 'testcase');
  for (const [at, { verdict }] of every.rounds.entries()) {
    const kind = { 'wrong-crown': 'failure', unverifiable: 'error', 'not-replayed': 'skipped' }[
      verdict as string
    ];
    assert.equal(cases[at]?.children[0]?.name, kind ?? 'system-out', verdict);
    assert.equal(cases[at]?.attributes.name, `round ${9001 + at}`);
  }
});

test('every number of the page is a number of the JSON document', () => {
  const views = [
    ...(['wrong-crown', 'consistent'] as const).map((verdict) => demoRound(demo, verdict)),
    demoRange(demo),
  ];
  for (const view of views) {
    const page = renderReport(view, 'html', false);
    const json = renderReport(view, 'json', false);
    assert.deepEqual(numbersOutside(page, json), []);
  }
  const [wrong] = views;
  assert.ok(wrong !== undefined);
  const page = renderReport(wrong, 'html', false);
  const bound =
    wrong.rounds[0]?.result?.challengers.find(({ claimed }) => claimed !== null)?.claimed?.lcb ?? 0;
  const shown = Math.abs(bound).toFixed(5);
  assert.ok(page.includes(shown));
  const other = (Math.abs(bound) + 0.00003).toFixed(5);
  // The whole number, not the beginning of one with more decimals.
  const changed = page.replace(new RegExp(`${shown.replace('.', '\\.')}(?!\\d)`, 'g'), other);
  assert.deepEqual(
    new Set(
      numbersOutside(changed, renderReport(wrong, 'json', false)).map((one) => one.replace(/[^\d.]/g, '')),
    ),
    new Set([other]),
    'a number that is not in it is found',
  );
});

test('the page says the verdict first, and everything that a reader needs', () => {
  const view = demoRound(demo, 'wrong-crown');
  const result = view.rounds[0]?.result;
  const page = renderReport(view, 'html', false);
  const order = [
    'class="verdict',
    'id="why"',
    'id="settings"',
    'id="contenders"',
    'id="weights"',
    'id="breaches"',
    'id="inputs"',
    'id="engine"',
    'id="repeat"',
    'id="limits"',
  ];
  const places = order.map((part) => page.indexOf(part));
  assert.ok(
    places.every((place, at) => place > 0 && place > (places[at - 1] ?? 0)),
    String(places),
  );
  for (const text of [
    result?.summary ?? '-',
    ...(result?.challengers ?? []).flatMap(({ gates, revision }) => [
      revision.slice(0, 12),
      ...gates.map(({ name }) => name),
    ]),
    ...(result?.validators ?? []).map(({ hotkey }) => hotkey),
    demo.start.fingerprint?.digest ?? '-',
    demo.start.spec.snapshot.digest,
    `recrown audit ${demo.start.spec.rounds[0]}..${demo.start.spec.rounds.at(-1)}`,
    'SYNTHETIC',
  ])
    assert.ok(page.includes(text.replaceAll("'", '&#39;').replaceAll('"', '&quot;')), text);
});

test('the page needs nothing else, runs nothing, and fits light, dark and paper', () => {
  const page = renderReport(demoRound(demo, 'wrong-crown'), 'html', false);
  const elements = allOf(parseXml(page, VOID));
  const policy = elements.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
  assert.match(
    policy?.attributes.content ?? '',
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'$/,
  );
  assert.ok(
    elements.every(({ attributes }) => attributes.style === undefined && attributes.src === undefined),
  );
  assert.ok(
    elements.every(({ name }) => !['script', 'link', 'img', 'iframe', 'object', 'form'].includes(name)),
  );
  const anchors = elements
    .filter(({ name }) => name === 'a')
    .map(({ attributes }) => attributes.href?.slice(1));
  const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
  assert.deepEqual(anchors, ids, 'each link leads to a section of the page');
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(elements.filter(({ name }) => name === 'style').length, 1);
  const style = elements.find(({ name }) => name === 'style')?.text ?? '';
  assert.match(style, /prefers-color-scheme:dark/);
  assert.match(style, /@media print/);
  assert.doesNotMatch(style, /url\(|@import/);
});

test('a Markdown table has as many cells in every row', () => {
  for (const view of [demoRound(demo, 'wrong-crown'), demoRange(demo)]) {
    const tables = renderReport(view, 'md', false)
      .split(/\n\n/)
      .filter((part) => part.startsWith('|'));
    assert.ok(tables.length > 0);
    for (const table of tables) {
      const widths = table.split('\n').map((line) => line.replace(/\\[\\|]/g, '').split('|').length);
      assert.equal(new Set(widths).size, 1, table.slice(0, 200));
    }
  }
});

test('a round about which nothing is known has a report in every format', () => {
  const nothing = round(9001, 'unverifiable', {
    king: null,
    challengers: [],
    contenders: [],
    decisions: [],
    validators: [],
    prompts: null,
    noise: null,
    seedHash: null,
    eraId: null,
    trust: null,
    tokenMode: null,
    claimedUid: null,
    coverage: 0,
  });
  const view = reportOf([viewOf([start(), { type: 'round', result: nothing }], '/r/nothing')], [9001]);
  for (const one of [view, reportOf([], [9001])])
    for (const format of REPORT_FORMATS) {
      const report = renderReport(one, format, true);
      assert.ok(report.length > 10);
      assert.doesNotMatch(report, /undefined|NaN|\[object/, format);
      if (format === 'html' || format === 'svg' || format === 'junit') parseXml(report, VOID);
    }
  assert.match(renderReport(view, 'md', true), /\*\*! unverifiable\*\*/);
});

test('every format that names the seed block says when the round began, where it is known', () => {
  const seedTime = '2026-06-11T20:48:00Z';
  const results = [round(9001, 'wrong-crown', { seedTime }), round(9002, 'consistent')];
  const view = viewOf(
    [start(), ...results.map((result) => ({ type: 'round' as const, result }))],
    '/r/timed',
  );
  const of = (rounds: number[], format: (typeof REPORT_FORMATS)[number]): string =>
    renderReport(reportOf([view], rounds), format, false);
  for (const format of ['html', 'md', 'json', 'csv', 'text'] as const) {
    assert.ok(of([9001], format).includes(seedTime), format);
    assert.ok(!of([9002], format).includes('2026-06'), format);
  }
  const cells = parseCsv(of([9001, 9002], 'csv')).map((row) => row.seed_time);
  assert.deepEqual(cells, [seedTime, '']);
  // The sample's revisions are cut on the page; nothing else of it, so no part of the time, is outside.
  for (const rounds of [[9001], [9001, 9002]])
    for (const word of numbersOutside(of(rounds, 'html'), of(rounds, 'json'))) assert.match(word, /^\d{12}$/);
  assert.match(of([9001, 9002], 'md'), /\| start \(UTC\) \|[\s\S]*\| 9001 \| 2026-06-11T20:48:00Z \|/);
  assert.doesNotMatch(of([9002, 9003], 'md'), /start \(UTC\)/);
});

test('a history of ten thousand rounds is one strip and one table', () => {
  const base = every.rounds[0];
  assert.ok(base !== undefined);
  const rounds = Array.from({ length: 10_000 }, (_, at) => ({ ...base, roundId: 1000 + at }));
  const page = renderReport({ ...every, rounds }, 'html', false);
  assert.equal(page.match(/class="t-confirmed"/g)?.length, 10_000);
  assert.ok(page.length < 8_000_000, String(page.length));
  assert.match(renderReport({ ...every, rounds }, 'junit', false), /tests="10000" failures="0"/);
});

test('the same view gives the same bytes, and a name for its file', () => {
  for (const format of REPORT_FORMATS)
    assert.equal(
      renderReport(demoRange(demoView()), format, true),
      renderReport(demoRange(demo), format, true),
    );
  const [first, last] = [demo.start.spec.rounds[0], (demo.start.spec.rounds.at(-1) ?? 0) + 1];
  assert.equal(reportFileName(demoRange(demo), 'junit'), `recrown-${first}-${last}.xml`);
});
