import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';

const root = process.env.RECROWN_ROOT ?? process.cwd();

test('the simulated world imports nothing that it is held against: only type contracts of the domain', () => {
  const folder = 'test/planted/simulate';
  const files = readdirSync(join(root, folder), { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'));
  assert.ok(files.length >= 15);
  for (const file of files) {
    const text = readFileSync(join(root, folder, file), 'utf8');
    assert.doesNotMatch(text, /\bimport\(|\brequire\(/, `${file} loads nothing at run time`);
    for (const [, type, from] of text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gms)) {
      const target = from?.startsWith('.')
        ? posix.normalize(posix.join(folder, posix.dirname(file), from))
        : String(from);
      if (target.startsWith(`${folder}/`)) continue;
      assert.match(target, /^src\/domain\//, `${file} imports ${target}`);
      assert.equal(type?.trim(), 'type', `${file} imports ${target} as a type only`);
    }
  }
});
