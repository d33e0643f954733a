import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = process.env.RECROWN_ROOT ?? process.cwd();

test('src names no round, hotkey, repository or revision of the demo', () => {
  const index = JSON.parse(readFileSync(join(root, 'snapshots/demo/snapshot.json'), 'utf8')) as {
    repositories: { repo: string; revision: string }[];
    published: { validatorHotkey: string; roundId: number }[];
    blocks: { hash: string }[];
  };
  const names = new Set<string>();
  for (const { repo, revision } of index.repositories) names.add(repo).add(revision);
  for (const { validatorHotkey, roundId } of index.published) names.add(validatorHotkey).add(String(roundId));
  for (const { hash } of index.blocks) names.add(hash);
  assert.ok(names.size > 20);
  const src = join(root, 'src');
  for (const entry of readdirSync(src, { recursive: true })) {
    if (!/\.tsx?$/.test(String(entry))) continue;
    const text = readFileSync(join(src, String(entry)), 'utf8');
    for (const name of names) assert.ok(!text.includes(name), `${entry} names ${name}`);
  }
});
