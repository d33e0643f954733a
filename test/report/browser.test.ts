import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { renderReport } from '../../src/report/renderReport.js';
import { reportOf } from '../../src/report/reportOf.js';
import { decodePng, pixelsOf } from './decodePng.js';
import { demoRound, demoView, HOSTILE, hostileTexts, hostileView } from './reportSample.js';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];
const browser = BROWSERS.find((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0);
const skip = browser === undefined ? `did not run: none of ${BROWSERS.join(', ')} is installed` : false;
const LIMIT_MS = 90_000;

let folder: string;
let server: Server;
let asked: string[];
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recrown-browser-'));
  asked = [];
  server = createServer((request, response) => {
    asked.push(String(request.url));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** Opens a page without a window; gives back what the browser printed. */
function open(page: string, ...args: string[]): Promise<string> {
  const path = join(folder, 'page.html');
  writeFileSync(path, page);
  const child = spawn(
    String(browser),
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      `--user-data-dir=${join(folder, 'profile')}`,
      ...args,
      `file://${path}`,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'], timeout: LIMIT_MS, killSignal: 'SIGKILL' },
  );
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      code === 0 ? resolve(text) : reject(new Error(`the browser ended with ${code ?? signal}`)),
    );
  });
}

test('a browser finds nothing to run, load or follow in hostile names, and shows them as text', {
  skip,
}, async () => {
  const { port } = server.address() as AddressInfo;
  const text = `${HOSTILE.filter((one) => one.length < 1000).join(' ')}<img src="http://127.0.0.1:${port}/asked">`;
  const page = renderReport(
    reportOf([hostileView(text)], [9001], undefined, hostileTexts(text)),
    'html',
    false,
  );
  const dom = await open(page, '--dump-dom');
  assert.match(dom, /<title>Round 9001 of subnet 24<\/title>/, 'no script changed the title');
  const inside = dom.replace(/<style>[\s\S]*?<\/style>/, '');
  assert.doesNotMatch(inside, /<(?:script|img|iframe|object|embed|link|form|input|base)\b/i);
  assert.doesNotMatch(inside, /<[^<>]*\son\w+=/i, 'no element listens');
  assert.ok(
    inside.includes('&lt;script&gt;document.title="owned"&lt;/script&gt;'),
    'the name is there as text',
  );
  for (const [, target] of inside.matchAll(/\shref="([^"]*)"/g)) assert.match(String(target), /^#/);
  assert.deepEqual(asked, [], 'nothing was asked of a server');
});

test('a browser draws the page: the style sheet is allowed, the figures have their colours', {
  skip,
}, async () => {
  const page = renderReport(demoRound(demoView(), 'wrong-crown'), 'html', false);
  const shot = join(folder, 'page.png');
  await open(page, '--window-size=1000,2000', `--screenshot=${shot}`);
  const picture = decodePng(readFileSync(shot));
  assert.deepEqual([picture.width, picture.height], [1000, 2000]);
  for (const [what, colour] of [
    ['the verdict, and the side of the challenger', '#D55E00'],
    ['the side of the king', '#0072B2'],
    ['the replayed interval', '#009E73'],
    ['the claimed interval', '#CC79A7'],
  ] as const)
    assert.ok(pixelsOf(picture, colour) > 100, `${what}: ${pixelsOf(picture, colour)} pixels of ${colour}`);
});
