import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = process.env.RECROWN_ROOT ?? process.cwd();

/** Files that a run of the built program has loaded, read from node's own trace of module loading. */
function loadedBy(args: string[]): string {
  const probe = `
    import { registerHooks } from 'node:module';
    import Module from 'node:module';
    const seen = [];
    const load = Module._load;
    Module._load = function (request, ...rest) { seen.push(request); return load.call(this, request, ...rest); };
    process.on('exit', () => process.stderr.write('\\nLOADED ' + seen.join(' ') + '\\n'));
  `.replace("import { registerHooks } from 'node:module';", '');
  const preload = `data:text/javascript,${encodeURIComponent(probe)}`;
  const run = spawnSync(process.execPath, ['--import', preload, join(root, 'bin/recrown.js'), ...args], {
    encoding: 'utf8',
    cwd: root,
  });
  return run.stderr;
}

test('help loads neither the engine, DuckDB nor the screen', () => {
  const trace = loadedBy(['--help']);
  assert.match(trace, /LOADED/);
  assert.doesNotMatch(trace, /onnxruntime|duckdb|yoga/);
});

test('names for a shell are given without the engine, DuckDB and the screen', () => {
  const trace = loadedBy(['__complete', 'ranges', '--', 'audit']);
  assert.match(trace, /LOADED/);
  assert.doesNotMatch(trace, /onnxruntime|duckdb|yoga/);
});

test('native packages and sockets are imported by one wing each', () => {
  const owners: Record<string, RegExp> = {
    'onnxruntime-node': /^model\//,
    '@duckdb/node-api': /^(store|artifacts\/corpus)\//,
    ink: /^tui\//,
    react: /^tui\//,
    ws: /^chain\/archive\//,
    '@huggingface/hub': /^artifacts\/(hub|corpus)\//,
    'node:http': /^(chain\/archive|artifacts\/transport)\//,
    'node:https': /^(chain\/archive|artifacts\/transport)\//,
    'node:net': /^(chain\/archive|artifacts\/transport|model\/engine)\//,
    'node:tls': /^(chain\/archive|artifacts\/transport)\//,
  };
  let found = 0;
  for (const file of sources())
    for (const [name, owner] of Object.entries(owners))
      if (new RegExp(`(from|import\\()\\s*'${name}'`).test(file.text)) {
        found += 1;
        assert.match(file.path, owner, `${file.path} imports ${name}`);
      }
  assert.ok(found >= 7);
});

test('zod is imported as a namespace: any other form brings the whole package into every start', () => {
  let found = 0;
  for (const { path, text } of sources())
    for (const [line] of text.matchAll(/^import (?!type ).*from 'zod.*$/gm)) {
      found += 1;
      assert.equal(line, "import * as z from 'zod';", path);
    }
  assert.ok(found > 10);
});

test('pure wings read no clock, no randomness and no environment', () => {
  const pure =
    /^(decide|diff|eras|python|domain|reconstruct|evaluate|replay\/conformance)\/|^chain\/(?!archive\/)/;
  let checked = 0;
  for (const file of sources().filter(({ path }) => pure.test(path))) {
    checked += 1;
    assert.doesNotMatch(
      file.text,
      /\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|Math\.random|process\.env|performance\.now/,
      file.path,
    );
    assert.doesNotMatch(file.text, /toLocale|localeCompare|Intl\./, file.path);
  }
  assert.ok(checked > 50);
});

test('only bin.ts ends the process', () => {
  for (const file of sources())
    if (/process\.exit\(/.test(file.text))
      assert.match(file.path, /^(bin\.ts|model\/engine\/engineProcess\.ts|tui\/guard\.ts)$/);
});

test('no file is longer than 400 lines', () => {
  for (const file of sources())
    assert.ok(file.text.split('\n').length <= 400, `${file.path} is longer than 400 lines`);
});

function sources(): { path: string; text: string }[] {
  const src = join(root, 'src');
  return readdirSync(src, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => /\.tsx?$/.test(name))
    .map((path) => ({ path, text: readFileSync(join(src, path), 'utf8') }));
}
