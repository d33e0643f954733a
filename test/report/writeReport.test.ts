import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { writeReport } from '../../src/replay/writeReport.js';
import { renderReport } from '../../src/report/renderReport.js';
import { REPORT_FORMATS, type ReportView } from '../../src/report/reportView.js';
import { ROOT, recrown } from '../cli/process.js';
import { demoRound, demoView } from './reportSample.js';

let folder: string;
let view: ReportView;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-report-'));
  view = demoRound(demoView(), 'wrong-crown');
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('a report is written whole, replaces nothing unless told to, and leaves no draft', () => {
  const path = join(folder, 'a.md');
  const target = { path, force: false, ascii: false };
  const bytes = writeReport(view, 'md', target);
  assert.equal(readFileSync(path, 'utf8'), renderReport(view, 'md', false));
  assert.equal(bytes, readFileSync(path).length);
  writeFileSync(path, 'mine');
  assert.throws(() => writeReport(view, 'md', target), { code: 'USAGE', exitCode: 64 });
  assert.equal(readFileSync(path, 'utf8'), 'mine');
  writeReport(view, 'csv', { ...target, force: true });
  assert.match(readFileSync(path, 'utf8'), /^round_id,/);
  assert.deepEqual(readdirSync(folder), ['a.md']);
});

test('a link is not followed: neither is its target replaced, nor is a report written elsewhere', () => {
  const own = join(folder, 'links');
  mkdirSync(own);
  const [target, link, dangling] = ['target', 'link.md', 'dangling.md'].map((name) => join(own, name));
  writeFileSync(String(target), 'mine');
  symlinkSync(String(target), String(link));
  symlinkSync(join(own, 'nowhere'), String(dangling));
  for (const path of [link, dangling])
    assert.throws(() => writeReport(view, 'md', { path: String(path), force: false, ascii: false }), {
      exitCode: 64,
    });
  writeReport(view, 'md', { path: String(link), force: true, ascii: false });
  assert.equal(readFileSync(String(target), 'utf8'), 'mine');
  assert.deepEqual(readdirSync(own).sort(), ['dangling.md', 'link.md', 'target']);
});

test('a place that cannot be written is an io error with a remedy', () => {
  mkdirSync(join(folder, 'sub.html'));
  for (const [path, force] of [
    [join(folder, 'none', 'a.html'), false],
    [join(folder, 'sub.html'), true],
  ] as const)
    assert.throws(() => writeReport(view, 'html', { path, force, ascii: false }), {
      exitCode: 74,
      remedy: /--out/,
    });
  assert.ok(!readdirSync(folder).some((name) => name.endsWith('.part')));
});

const roundId = (): string => String(view.rounds[0]?.roundId);
const show = (...args: string[]) =>
  recrown(['--replays', join(ROOT, 'replays'), 'show', ...args], {}, folder);

test('show writes what it prints, and takes the format of the file name', () => {
  const printed = show(roundId(), '--format', 'html');
  assert.equal(printed.code, 0, printed.stderr);
  const written = show(roundId(), '--out', 'round.html');
  assert.equal(written.code, 0, written.stderr);
  assert.equal(written.stdout, '');
  assert.match(written.stderr, /wrote round\.html: html, \d+ bytes/);
  assert.equal(readFileSync(join(folder, 'round.html'), 'utf8'), printed.stdout);
  const again = show(roundId(), '--out', 'round.html');
  assert.equal(again.code, 64);
  assert.match(again.stderr, /exists[\s\S]*--force/);
});

for (const [name, args, text] of [
  ['two formats', ['--json', '--format', 'md'], /ask for two things/],
  ['an unknown format', ['--format', 'pdf'], /Allowed choices are text, md, html, svg, json, csv, junit/],
  ['a name that tells no format', ['--out', 'report.pdf'], /does not tell a format/],
  ['--force without a file', ['--force'], /--out FILE only/],
] as const)
  test(`${name}: exit 64, nothing is written`, () => {
    const run = show('1', ...args);
    assert.equal(run.code, 64, run.stderr);
    assert.equal(run.stdout, '');
    assert.match(run.stderr, text);
  });

test('every format has its help', () => {
  const { stdout } = show('--help');
  for (const format of REPORT_FORMATS) assert.ok(stdout.includes(format), format);
});
