// Texts of the demo's prompts, drawn again from its shard and held against the sha256 in the replay.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.js';
import { promptTexts } from '../../src/replay/texts/promptTexts.js';
import { reportOf } from '../../src/report/reportOf.js';
import { demoView } from '../report/reportSample.js';

const ROOT = process.env.RECROWN_ROOT ?? process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'recrown-texts-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const view = demoView();
const result = view.results.find((one) => one.roundId === 11645);
assert.ok(result !== undefined);
const choice = (over: Partial<Parameters<typeof promptTexts>[2]> = {}) => ({
  cwd: ROOT,
  snapshot: null,
  snapshots: 'snapshots',
  ...over,
});

/** A snapshot with only its index and the round's shard: nothing else is needed. */
const small = join(folder, 'small', 'other-name');
mkdirSync(join(small, 'objects'), { recursive: true });
const index = readFileSync(join(ROOT, 'snapshots/demo/snapshot.json'), 'utf8');
writeFileSync(join(small, 'snapshot.json'), index);
const shard = JSON.parse(index).corpus.find((one: { shard: number }) => one.shard === result.prompts?.shard);
const object = join('objects', shard.file.sha256);
cpSync(join(ROOT, 'snapshots/demo', object), join(small, object));

test('every text has the sha256 that the replay recorded, from the index and the shard alone', async () => {
  const recorded = new Set(
    view.teacher
      .filter((one) => one.roundId === 11645)
      .flatMap((one) => one.prompts?.map(({ sha256 }) => sha256) ?? []),
  );
  for (const from of [choice(), choice({ snapshots: join(folder, 'small') }), choice({ snapshot: small })]) {
    const texts = await promptTexts(view, result, from);
    assert.ok('prompts' in texts, JSON.stringify(texts));
    assert.deepEqual(new Set(texts.prompts.map(({ sha256 }) => sha256)), recorded);
    for (const one of texts.prompts) assert.equal(sha256Hex(one.text), one.sha256);
    assert.deepEqual([texts.snapshot, texts.shard], ['demo', result.prompts?.shard]);
  }
});

test('a report of the round shows how the prompts begin that decided most', async () => {
  const texts = await promptTexts(view, result, choice());
  const [round] = reportOf([view], [11645], undefined, texts).rounds;
  assert.deepEqual(
    round?.decisive?.duels.map(({ uid, prompts }) => [uid, prompts.length]),
    [
      [240, 5],
      [131, 5],
    ],
  );
  const all = 'prompts' in texts ? texts.prompts : [];
  for (const { prompts } of round?.decisive?.duels ?? []) {
    const sizes = prompts.map(({ delta }) => Math.abs(delta));
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => b - a),
    );
    for (const one of prompts) {
      const whole =
        all
          .find(({ sha256 }) => sha256 === one.sha256)
          ?.text.replace(/\s+/g, ' ')
          .trim() ?? '';
      assert.ok(one.beginning !== null && whole.startsWith(one.beginning.replace(/\.\.$/, '')));
    }
  }
  assert.equal(round?.decisive?.snapshot, 'demo');
});

test('what is not at hand is a reason with a remedy, never an error', async () => {
  const none = async (from: ReturnType<typeof choice>, of = view, round = result) => {
    const texts = await promptTexts(of, round, from);
    assert.ok('why' in texts);
    return texts;
  };
  const empty = await none(choice({ snapshots: folder }));
  const { shard } = result.prompts ?? assert.fail();
  assert.match(empty.why, new RegExp(`no snapshot under .* holds these texts \\(corpus shard ${shard}\\)`));
  assert.match(empty.remedy, /give the snapshot "demo" of this replay with --snapshot DIR/);
  assert.match((await none(choice({ snapshot: folder }))).why, /there is no snapshot at/);
  const old = { ...view, teacher: view.teacher.map(({ prompts: _, ...one }) => one) };
  assert.match((await none(choice(), old)).why, /does not tell which texts/);
  assert.match((await none(choice(), view, { ...result, prompts: null })).why, /did not draw/);
  // Another seed draws other prompts of the same shard: none of them is what the replay scored.
  const other = { ...result, seedHash: `0x${'11'.repeat(32)}` };
  const texts = await promptTexts(view, other as typeof result, choice());
  assert.ok('why' in texts || texts.prompts.every(({ text, sha256 }) => sha256Hex(text) === sha256));
  truncateSync(join(small, object), 1000);
  assert.match((await none(choice({ snapshot: small }))).why, /corpus shard is not a readable parquet file/);
  writeFileSync(join(small, 'snapshot.json'), '{');
  assert.match((await none(choice({ snapshot: small }))).why, /not JSON/);
});
