// Seals the replay of the demo again (npm run reseal-demo): replaces what lies in replays/, and the
// old replay id and fingerprint in README.md and docs/formats.md, and draws the pictures anew. Needed whenever the engine or the
// demo changed.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const replays = join(root, 'replays');
const fresh = join(root, 'out', 'reseal');

/** How the documents name a sealed replay: its id, and the digest of the engine's fingerprint in three lengths. */
function namesOf(folder) {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.replay.jsonl'));
  const [start] = readFileSync(join(folder, file), 'utf8').split('\n');
  const id = /-(\w+)\.replay\.jsonl$/.exec(file)[1];
  const { digest } = JSON.parse(start).record.fingerprint;
  return [id, digest, digest.slice(0, 12), `${digest.slice(0, 4)}..${digest.slice(-4)}`];
}

rmSync(fresh, { recursive: true, force: true });
const range = ['audit', '11643..11646', '--snapshot', 'snapshots/demo', '--fail-on', 'never', '--quiet'];
const run = spawnSync(process.execPath, [join(root, 'bin/recrown.js'), ...range, '--replays', fresh], {
  cwd: root,
  stdio: 'inherit',
});
if (run.status !== 0) process.exit(run.status ?? 70);
const before = namesOf(join(replays, 'sn24'));
const after = namesOf(join(fresh, 'sn24'));
rmSync(replays, { recursive: true });
cpSync(join(fresh, 'sn24'), join(replays, 'sn24'), { recursive: true });
rmSync(fresh, { recursive: true });
for (const name of ['README.md', 'docs/formats.md']) {
  const path = join(root, name);
  let text = readFileSync(path, 'utf8');
  for (const [at, one] of before.entries()) text = text.replaceAll(one, after[at]);
  writeFileSync(path, text);
}
console.log(`sealed as ${after[0]}`);
const drawn = spawnSync(process.execPath, [join(root, 'scripts/make-pictures.mjs')], { stdio: 'inherit' });
process.exitCode = drawn.status ?? 70;
