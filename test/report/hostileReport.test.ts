import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderReport } from '../../src/report/renderReport.js';
import { reportOf } from '../../src/report/reportOf.js';
import type { ReportFormat, ReportView } from '../../src/report/reportView.js';
import { parseCsv } from './parseCsv.js';
import { allOf, parseXml, VOID } from './parseXml.js';
import { HOSTILE, hostileTexts, hostileView } from './reportSample.js';

const views = HOSTILE.map((text) => {
  const view = hostileView(text);
  return {
    text,
    one: reportOf([view], [9001], undefined, hostileTexts(text)),
    several: reportOf([view], [9001, 9002, 9003]),
  };
});

const ELEMENTS = new Set(
  'html head meta title style body header main nav section footer h1 h2 h3 p a ul li dl dt dd div span strong table thead tbody tr th td code pre details summary figure svg desc g text rect line circle path'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'lang charset http-equiv content name class id href aria-label aria-hidden scope role viewBox width height xmlns x y x1 x2 y1 y2 cx cy r d transform text-anchor'.split(
    ' ',
  ),
);
/** Controls, format characters, halves of pairs, private ones and separators; a line feed ends a line. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

const eachReport = (format: ReportFormat, look: (report: string, view: ReportView, text: string) => void) => {
  for (const { text, one, several } of views)
    for (const view of [one, several]) look(renderReport(view, format, false), view, text);
};

test('no report has a control, bidi or invisible character, in whatever format', () => {
  for (const format of ['text', 'md', 'html', 'svg', 'csv', 'junit', 'json'] as const)
    eachReport(format, (report, _view, text) => {
      assert.doesNotMatch(report, UNSAFE, `${format} of ${JSON.stringify(text.slice(0, 40))}`);
    });
  for (const { one } of views) assert.match(renderReport(one, 'text', true), /^[\x20-\x7e\n]*$/);
});

test('a page and a picture have only the elements and attributes that recrown writes', () => {
  const writtenBy = (report: string): string[] =>
    allOf(parseXml(report, VOID)).map(
      ({ name, attributes }) => `${name} ${Object.keys(attributes).join(' ')}`,
    );
  for (const format of ['html', 'svg'] as const) {
    const plain = hostileView('name');
    const clean = [[9001], [9001, 9002, 9003]].map((rounds) =>
      writtenBy(renderReport(reportOf([plain], rounds, undefined, hostileTexts('name')), format, false)),
    );
    eachReport(format, (report, view) => {
      const elements = allOf(parseXml(report, VOID)).slice(1);
      for (const { name, attributes } of elements) {
        assert.ok(ELEMENTS.has(name), name);
        for (const key of Object.keys(attributes)) assert.ok(ATTRIBUTES.has(key), `${name} ${key}`);
        if (attributes.href !== undefined) assert.match(attributes.href, /^#[a-z\d-]+$/);
      }
      assert.deepEqual(
        writtenBy(report),
        clean[view.rounds.length === 1 ? 0 : 1],
        'the same elements as with a harmless name',
      );
    });
  }
});

test('long names are cut and say so: ten thousand characters change no layout', () => {
  const long = HOSTILE.findIndex((text) => text.length >= 10_000);
  const { one } = views[long] as (typeof views)[number];
  for (const format of ['text', 'md', 'html', 'svg', 'csv', 'junit'] as const) {
    const report = renderReport(one, format, false);
    if (format !== 'svg') assert.ok(/\(\d{5} characters\)/.test(report), format);
    assert.ok(report.length < 200_000, `${format} ${report.length}`);
  }
});

test('a cell of CSV never begins a formula, and every row has its columns', () => {
  const guarded = new Set<string>();
  eachReport('csv', (report) => {
    for (const row of parseCsv(report))
      for (const cell of Object.values(row)) {
        if (/^'/.test(cell)) guarded.add(cell.slice(0, 2));
        if (!/^-\d/.test(cell)) assert.doesNotMatch(cell, /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
      }
  });
  assert.ok(guarded.has("'=") && guarded.has("'+"), 'formulas are kept as text');
  for (const begin of ['@x', '-2+3', '\uff1d1', '  =1'])
    assert.ok(
      renderReport(reportOf([hostileView(begin)], [9001]), 'csv', false).includes(
        `"'${begin.replace(/^\s+/, (s) => s)}`,
      ),
    );
});

test('Markdown has no link, image, tag, mention or broken table from the text of others', () => {
  eachReport('md', (report, _view, text) => {
    const own = report
      .replace(/^<details>\n<summary>u\d+ [a-z_ ]+: [\w ,]+<\/summary>$|^<\/details>$/gm, '')
      .replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
      .replace(/(?<!\\|`)(`+)(?!`)(?:(?!\1)[\s\S]|`(?!\1))*?(?<!`)\1(?!`)/g, 'code')
      .replace(/\\[!-/:-@[-`{-~]/g, '');
    const about = JSON.stringify(text.slice(0, 60));
    assert.doesNotMatch(own, /[<>[\]]/, about);
    assert.doesNotMatch(own, /:\/\/|\bwww\.|@/i, about);
    for (const table of report.split(/\n\n/).filter((part) => part.startsWith('|'))) {
      const widths = table.split('\n').map((line) => line.replace(/\\[\\|]/g, '').split('|').length);
      assert.equal(new Set(widths).size, 1, `${about} ${table.slice(0, 300)}`);
    }
  });
});

test('JUnit stays XML, and keeps its cases', () => {
  eachReport('junit', (report, view) => {
    const cases = allOf(parseXml(report)).filter(({ name }) => name === 'testcase');
    assert.equal(cases.length, view.rounds.length);
  });
});

test('the JSON document keeps every text as it is', () => {
  eachReport('json', (report, view, text) => {
    const document = JSON.parse(report);
    const round = view.rounds.length === 1 ? document.round : document.rounds[0].round;
    assert.equal(round.summary, text);
    assert.equal(round.challengers[0].repo, text);
    assert.match(report, /^[\x20-\x7e]*\n$/);
  });
});

test('a command to repeat the check never holds a name that a shell would run', () => {
  for (const { one } of views)
    for (const { command } of JSON.parse(renderReport(one, 'json', false)).repeat)
      assert.match(command, /^recrown [\w./ -]+$/);
});
