import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = process.env.RECROWN_ROOT ?? process.cwd();

test('every rule that a comment cites has a heading in the methodology', () => {
  const headings = new Set(
    [...readFileSync(join(root, 'docs/methodology.md'), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title?.toLowerCase(),
    ),
  );
  let cited = 0;
  for (const entry of readdirSync(join(root, 'src'), { recursive: true })) {
    if (!/\.tsx?$/.test(String(entry))) continue;
    const text = readFileSync(join(root, 'src', String(entry)), 'utf8').replaceAll(/\n\s*(\*|\/\/) ?/g, ' ');
    for (const [, name] of text.matchAll(/[Rr]ule: ([^,)]+), docs\/methodology\.md/g)) {
      cited += 1;
      assert.ok(headings.has(name?.trim().toLowerCase()), `${entry} cites "${name}"`);
    }
  }
  assert.ok(cited > 20);
});
