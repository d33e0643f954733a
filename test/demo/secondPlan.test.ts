import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { CANARY_MARKERS } from '../../scripts/make-demo/canary.js';
import { isoOf } from '../../scripts/make-demo/timeline.js';
import type { PlantedRound } from '../../scripts/make-demo/truth.js';
import { readShard } from '../../src/artifacts/corpus/readShard.js';
import { readPublishedRounds } from '../../src/artifacts/published/readPublishedRounds.js';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { pairedTest } from '../../src/decide/pairedTest.js';
import { sha256Hex } from '../../src/domain/canonical.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { readArchitecture } from '../../src/model/graphs/readArchitecture.js';
import { readChatTemplate } from '../../src/model/tokenizer/chatTemplate.js';
import { encodePublished } from '../../src/model/tokenizer/encodePublished.js';
import { readTokenizer } from '../../src/model/tokenizer/readTokenizer.js';
import { drawPrompts } from '../../src/reconstruct/prompts/drawPrompts.js';
import { shardOf } from '../../src/reconstruct/prompts/shardOf.js';
import { chainOf, documentText, withSnapshot } from './snapshotTools.js';

const ROUNDS = [11_647, 11_648] as const;

async function checkChain(snapshot: Snapshot, planted: readonly PlantedRound[]): Promise<void> {
  const chain = chainOf(snapshot);
  for (const { roundId, rows, crownedUid, kind } of planted) {
    const end = await chain.getState(roundBlocks(roundId + 1).activationBlock);
    assert.equal(end.uids.length, 192);
    assert.equal(end.uids.filter((one) => one.permit).length, 6);
    for (const { uid, status, shown } of rows) {
      const owner = end.uids.find((one) => one.uid === uid);
      const isPending = end.pendingWeightCommits.some((commit) => commit.hotkey === owner?.hotkey);
      assert.equal(isPending, status === 'hidden', `round ${roundId}, UID ${uid}`);
      if (status !== 'hidden') assert.deepEqual(end.weights.find((one) => one.uid === uid)?.row, shown);
    }
    const seed = await chain.getState(roundBlocks(roundId).seedBlock);
    assert.equal(seed.time, isoOf(seed.block));
    const holder = (state: typeof end) => state.uids.find((one) => one.uid === crownedUid);
    assert.equal(holder(seed)?.hotkey !== holder(end)?.hotkey, kind === 'recycled', `round ${roundId}`);
  }
}

/** The bytes of one file of a recorded repository. */
async function heldFile(snapshot: Snapshot, repo: string, path: string): Promise<Uint8Array> {
  const entry = snapshot.index.repositories.find((one) => one.repo === repo) ?? assert.fail(repo);
  const manifest = await snapshot.manifest(repo, entry.revision);
  const file = manifest?.files.find((one) => one.path === path) ?? assert.fail(path);
  return snapshot.readObject({ sha256: file.sha256, size: file.size });
}

/** The teacher is of Qwen3.5's kind, its tokenizer too, and every student has the teacher's tokenizer files. */
async function checkTokenizer(snapshot: Snapshot): Promise<void> {
  const { repo } = snapshot.index.teacher ?? assert.fail();
  const read = async (owner: string, path: string) =>
    Buffer.from(await heldFile(snapshot, owner, path)).toString('utf8');
  const config = JSON.parse(await read(repo, 'config.json'));
  assert.equal(readArchitecture(config).name, 'qwen35');
  const kinds = new Set<string>(config.text_config.layer_types);
  assert.deepEqual([...kinds].toSorted(), ['full_attention', 'linear_attention']);
  const json = await read(repo, 'tokenizer.json');
  assert.ok(readTokenizer(Buffer.from(json)).vocabSize < config.text_config.vocab_size, 'padded');
  const settings = await read(repo, 'tokenizer_config.json');
  const { chat_template: template } = JSON.parse(settings);
  assert.equal(sha256Hex(template), snapshot.index.profile?.chatTemplateSha256);
  assert.equal(
    readChatTemplate(template, [sha256Hex(template)]).render([{ role: 'user', content: 'a' }]),
    '<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n<think></think>',
  );
  assert.equal(await read('beech-lab/model', 'tokenizer.json'), json);
  assert.equal(await read('beech-lab/model', 'tokenizer_config.json'), settings);
}

async function checkText(snapshot: Snapshot): Promise<void> {
  const { repo } = snapshot.index.teacher ?? assert.fail();
  const tokenizer = readTokenizer(await heldFile(snapshot, repo, 'tokenizer.json'));
  const chain = chainOf(snapshot);
  for (const roundId of ROUNDS) {
    const { seedBlock: block } = roundBlocks(roundId);
    const blockHash = chain.getBlockHash(block);
    const entry = snapshot.index.corpus.find((one) => one.shard === shardOf(blockHash));
    assert.ok(entry !== undefined, 'the shard is named after the hash');
    const shard = await readShard(snapshot.objectPath(entry.file));
    const prompts = await drawPrompts({ block, blockHash, n: 300, shard });
    shard.close();
    const [published] = await readPublishedRounds(snapshot, roundBlocks(roundId));
    const drawn = prompts.map((prompt) => prompt.text);
    assert.equal(new Set(drawn).size, 300);
    for (const capture of published?.captures ?? []) {
      const positions = capture.items.map((item) => drawn.indexOf(item.prompt));
      assert.deepEqual(
        positions,
        positions.toSorted((a, b) => a - b),
        'captured in draw order',
      );
      assert.ok(positions.every((at) => at >= 0));
      assert.ok(positions.filter((at) => at < 150).length > 100, 'half the draw still gives a duel');
      for (const item of capture.items) {
        const found = encodePublished(tokenizer, item) ?? assert.fail(item.continuation);
        const length = found.ids.length - found.promptLength;
        assert.ok(length >= 10 && length <= 20, `${length} tokens`);
      }
    }
  }
}

async function checkPublished(snapshot: Snapshot): Promise<void> {
  const [recycled] = await readPublishedRounds(snapshot, roundBlocks(ROUNDS[0]));
  const [wrong] = await readPublishedRounds(snapshot, roundBlocks(ROUNDS[1]));
  assert.equal(recycled?.localKingUid, 191);
  assert.equal(wrong?.localKingUid, 0, 'UID 0 is a king');
  assert.equal(recycled?.captures.length, 1);
  assert.equal(wrong?.captures.length, 2);
  for (const round of [recycled, wrong]) {
    const king = round?.rows.find((row) => row.isKing);
    const winner = round?.rows.find((row) => row.uid === round.newKingUid);
    const lists = [king, winner].map((row) => row?.klPerPrompt?.map((value) => value ?? Number.NaN) ?? []);
    const { n, p, t, lcb } = pairedTest(lists[0] ?? [], lists[1] ?? [], 1.96) ?? {};
    assert.deepEqual(
      { n, p, t, lcb },
      (({ n, p, t, lcb }) => ({ n, p, t, lcb }))(winner?.tTest ?? assert.fail()),
    );
    assert.ok((t ?? 0) > 3.9, 'the published numbers win clearly');
    assert.ok((king?.kl ?? 9) < 2, 'far below every legal limit');
  }
}

test('another seed and plan give a whole snapshot with the truth that was planned', async () => {
  await withSnapshot('test/demo/second.plan.json', 10, async (snapshot) => {
    const { rounds } = JSON.parse(await documentText(snapshot, 'planted.json')) as { rounds: PlantedRound[] };
    assert.deepEqual(
      rounds.map(({ roundId, verdict, cause, conditional, breaches }) => ({
        roundId,
        verdict,
        cause,
        conditional,
        breaches,
      })),
      [
        { roundId: 11_647, verdict: 'wrong-crown', cause: 'rules', conditional: false, breaches: ['A1'] },
        { roundId: 11_648, verdict: 'wrong-crown', cause: 'inputs', conditional: true, breaches: [] },
      ],
    );
    const statuses = rounds.map((round) =>
      Object.fromEntries(round.rows.map((row) => [row.uid, row.status])),
    );
    assert.deepEqual(statuses, [
      { 2: 'unset', 5: 'zeroed', 101: 'differs', 102: 'differs', 103: 'fallback', 180: 'zeroed' },
      { 2: 'unset', 5: 'zeroed', 101: 'differs', 102: 'hidden', 103: 'differs', 180: 'differs' },
    ]);
    await checkChain(snapshot, rounds);
    await checkTokenizer(snapshot);
    await checkText(snapshot);
    await checkPublished(snapshot);
    const weights = await Promise.all(
      ['beech-lab/model', 'copper-lab/model'].map(async (repo) => {
        const entry = snapshot.index.repositories.find((one) => one.repo === repo) ?? assert.fail();
        return (await snapshot.manifest(entry.repo, entry.revision))?.files.find(
          (file) => file.path === 'model.safetensors',
        )?.sha256;
      }),
    );
    assert.equal(weights[0], weights[1], 'the copy has the same weight bytes');
    for (const marker of CANARY_MARKERS) assert.ok(!existsSync(marker), `${marker}: a canary was run`);
  });
});
