import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { HELD_ERAS } from '../../src/eras/eraTable.js';
import { renderErasDoc } from '../../src/report/erasDocument.js';

const PAGE = join(process.env.RECROWN_ROOT ?? '.', 'docs/eras.md');

test('docs/eras.md is made from the eras', () => {
  if (process.env.RECROWN_WRITE_DOCS === '1') writeFileSync(PAGE, renderErasDoc());
  assert.equal(readFileSync(PAGE, 'utf8'), renderErasDoc());
});

test('the page names every era, constant, setting and place', () => {
  const page = renderErasDoc();
  for (const { id, title, policy, places, settings } of HELD_ERAS) {
    const section = page.split(`\n## ${id}: ${title}\n`)[1]?.split('\n## ')[0] ?? '';
    for (const name of Object.keys(policy)) assert.ok(section.includes(`\`${name}\``), `${id} ${name}`);
    for (const place of Object.values(places)) assert.ok(section.includes(place), `${id}: ${place}`);
    for (const setting of settings) assert.ok(section.includes(`| \`${setting.id}\` |`), setting.id);
  }
  for (const id of ['P0', 'P1', 'P2', 'P3', 'END']) assert.ok(page.includes(`\n| ${id} |`), id);
  assert.match(page, /unknown/);
});

test('what changed stands with the value before and now', () => {
  const page = renderErasDoc();
  assert.match(page, /\| `maxKl` \| 6\.3 \| 4 \|/);
  assert.match(page, /\| `noWinnerUid` \| none \| 155 \|/);
  assert.match(page, /\| `klMode` \| `conditional` \| `tail_bucket` \|/);
  assert.match(page, /\| `pins` \| 11 of 48 \| 48 of 48 \|/);
  assert.match(page, /\| `coordination` \| 2: .*unknown \| 2: .*180 \|/);
});
