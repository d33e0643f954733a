import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { blockRecordText } from '../../src/artifacts/snapshot/blockRecord.js';
import { encodeAuraSlot } from '../../src/domain/auraSlot.js';
import { decodeHeader, encodeHeader } from '../../src/domain/blockHeader.js';
import type { BlockRecord } from '../../src/domain/snapshot.js';
import type { RoundResult } from '../../src/domain/verdict.js';
import { readReplayView } from '../../src/replay/readReplayView.js';
import { ROOT, recrown } from '../cli/process.js';
import { sealedDemo } from '../support/sealedDemo.js';
import { type Edit, editedSnapshot } from './editedSnapshot.js';
import { plantedIn } from './planted.js';

const DEMO = join(ROOT, 'snapshots/demo');
const planted = plantedIn(DEMO).rounds;
const dethroned = planted.find(
  (round) => round.verdict === 'consistent' && round.crownedUid !== round.kingUid,
);
const wrong = planted.find((round) => round.cause === 'inputs');
const recycled = planted.find((round) => round.cause === 'rules');
const folder = mkdtempSync(join(tmpdir(), 'recrown-missing-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function audited(
  roundId: number | undefined,
  change: (edit: Edit) => void,
): { code: number | null; round: RoundResult } {
  const snapshot = join(folder, `s${count++}`);
  editedSnapshot(DEMO, snapshot, change);
  const run = recrown([
    '--json',
    '--replays',
    join(folder, 'r'),
    '--snapshot',
    snapshot,
    'audit',
    '--duel-only',
    String(roundId),
  ]);
  assert.notEqual(run.stdout, '', run.stderr);
  return { code: run.code, round: (JSON.parse(run.stdout) as { rounds: [RoundResult] }).rounds[0] };
}

const without =
  (...names: string[]) =>
  ({ index }: Edit): void => {
    index.published = index.published.filter((entry) => !names.some((name) => entry.name.startsWith(name)));
  };

/** Changes every recorded file of one name in one round. */
const changed =
  <T>(roundId: number | undefined, name: string, change: (content: T) => void) =>
  (edit: Edit): void => {
    edit.index.published = edit.index.published.map((entry) => {
      if (entry.roundId !== roundId || entry.name !== name) return entry;
      const content = edit.read<T>(entry.file);
      change(content);
      return { ...entry, file: edit.add(JSON.stringify(content)) };
    });
  };

const noFiles = ({ index }: Edit): void => {
  index.published = [];
};
const noCorpus = ({ index }: Edit): void => {
  index.corpus = [];
};

interface Row {
  uid: number;
  composite?: unknown;
  commit_block: number;
}
interface Round {
  block: number;
  results: Row[];
}

for (const [name, truth, change, says] of [
  ['no teacher text', wrong, without('eval_data'), /no captured teacher text/],
  ['no published file at all', wrong, noFiles, /captured teacher text/],
  [
    'only the teacher text',
    dethroned,
    without('h2h', 'composite', 'last_eval', 'disqualified', 'evaluated'),
    /No axes of UID/,
  ],
  [
    'no model of the king',
    wrong,
    ({ index }: Edit) => {
      index.repositories = index.repositories.filter(({ repo }) => repo === index.teacher?.repo);
    },
    /does not record|not recorded/,
  ],
  ['no corpus shard', wrong, noCorpus, /corpus shard .* not in the snapshot/],
  [
    'no state at the seed block',
    wrong,
    ({ index }: Edit) => {
      index.blocks = index.blocks.filter((block) => block.number !== (wrong?.roundId ?? 0) * 720);
    },
    /seed block .* not in the snapshot/,
  ],
  [
    'no state after the activation',
    wrong,
    ({ index }: Edit) => {
      index.blocks = index.blocks.filter((block) => block.number <= (wrong?.roundId ?? 0) * 720 + 600);
    },
    /No row|no visible row|older ones/i,
  ],
  [
    'a shard that is no parquet',
    wrong,
    (edit: Edit) => {
      edit.index.corpus = edit.index.corpus.map((shard) => ({
        ...shard,
        file: edit.add(`not parquet ${shard.shard}`),
      }));
    },
    /parquet/,
  ],
  [
    'the winner without axes',
    dethroned,
    changed<Round[] | { rounds: Round[] } | Round>(dethroned?.roundId, 'h2h_latest.json', (file) => {
      for (const round of 'results' in file ? [file] : Array.isArray(file) ? file : file.rounds)
        for (const row of round.results) if (row.uid === dethroned?.crownedUid) delete row.composite;
    }),
    /No axes of UID/,
  ],
] as const)
  test(`${name}: unverifiable, with what is missing, and never wrong`, () => {
    const { code, round } = audited(truth?.roundId, change as (edit: Edit) => void);
    assert.equal(round.verdict, 'unverifiable', round.summary);
    assert.equal(code, 12);
    assert.equal(round.cause, null);
    assert.match(round.reasons.join(' '), says as RegExp);
  });

test('a round says when it began from the header of its seed block, though nothing of it can be replayed', () => {
  const seedBlock = (wrong?.roundId ?? 0) * 720;
  const { round } = audited(wrong?.roundId, (edit) => {
    noFiles(edit);
    edit.index.blocks = edit.index.blocks.map((entry) => {
      if (entry.number !== seedBlock) return entry;
      const record = edit.read<BlockRecord>(entry.record);
      const fields = decodeHeader(Buffer.from(record.header.slice(2), 'hex'));
      assert.ok(fields !== null);
      const made = encodeHeader(fields, [encodeAuraSlot(148_429_204n)]);
      return { ...entry, hash: made.hash, record: edit.add(blockRecordText({ ...record, ...made })) };
    });
  });
  assert.equal(round.verdict, 'unverifiable', round.summary);
  assert.equal(round.seedTime, '2026-06-11T04:00:48Z');
});

test('a breach of the chain is found without any published file, model or text', () => {
  const { code, round } = audited(recycled?.roundId, ({ index }) => {
    index.published = [];
    index.repositories = [];
    index.teacher = null;
    index.corpus = [];
  });
  assert.equal(round.verdict, 'wrong-crown', round.summary);
  assert.equal(round.cause, 'rules');
  assert.equal(round.coverage, 0);
  assert.equal(round.tokenMode, null);
  assert.equal(code, 10);
});

test("one validator's word that the winner was a copy does not make the crown wrong", () => {
  const { results } = readReplayView(join(ROOT, 'replays/sn24', sealedDemo(ROOT).name));
  const hotkey = results
    .find(({ roundId }) => roundId === dethroned?.roundId)
    ?.challengers.find(({ uid }) => uid === dethroned?.crownedUid);
  assert.ok(hotkey !== undefined);
  const listed = changed<Record<string, string>>(dethroned?.roundId, 'disqualified.json', (file) => {
    file[`${hotkey.hotkey}:${hotkey.committedAt}`] = 'copy: partial tensor copy (values) of UID 5';
  });
  const { round } = audited(dethroned?.roundId, listed);
  assert.equal(round.verdict, 'unverifiable', round.summary);
  assert.match(round.reasons.join(' '), /lists UID \d+ as disqualified/);
});

test("one validator's declared axes do not make a winner of the replayed duel wrong", () => {
  type Declared = Row & { composite: { axes: Record<string, number | null> } };
  const low = (file: { results: Declared[] }): void => {
    for (const { uid, composite } of file.results)
      if (uid === dethroned?.crownedUid) composite.axes = { math_bench: 0.1 };
  };
  const { code, round } = audited(dethroned?.roundId, changed(dethroned?.roundId, 'h2h_latest.json', low));
  assert.deepEqual([round.verdict, code], ['unverifiable', 12], round.summary);
  assert.match(round.reasons.join(' '), /fails the quality gate on declared axes/);
});

test('a cut or a foreign teacher text, or one that the king was not scored on, stands for no round', () => {
  interface EvalData {
    data: { prompt: string; continuation: string; prompt_tokens?: number }[];
  }
  const cut = audited(
    dethroned?.roundId,
    changed<EvalData>(dethroned?.roundId, 'eval_data.json', (file) => {
      file.data = file.data.slice(0, 50);
    }),
  );
  assert.equal(cut.round.verdict, 'unverifiable', cut.round.summary);
  assert.match(cut.round.reasons.join(' '), /holds 50 prompts of at least/);
  assert.deepEqual([cut.round.coverage, cut.round.tokenMode, cut.round.validators.length], [0, null, 0]);

  const foreign = audited(
    wrong?.roundId,
    changed<EvalData>(wrong?.roundId, 'eval_data.json', (file) => {
      (file.data[3] as { prompt: string }).prompt = 'never drawn';
    }),
  );
  assert.equal(foreign.round.verdict, 'unverifiable');
  assert.match(foreign.round.reasons.join(' '), /not among the prompts that the seed block draws/);

  const moved = audited(
    dethroned?.roundId,
    changed<EvalData>(dethroned?.roundId, 'eval_data.json', (file) => {
      // A continuation that begins with a space has its own tokens after every prompt.
      const free = file.data.filter((item) => item.continuation.startsWith(' '));
      const texts = free.map(({ prompt: _prompt, prompt_tokens: _count, ...text }) => text);
      for (const [index, item] of free.entries()) Object.assign(item, texts[(index + 1) % texts.length]);
      // Its own text may have shared a token with the prompt, which is then counted there.
      for (const item of free) delete item.prompt_tokens;
    }),
  );
  assert.equal(moved.round.verdict, 'unverifiable', moved.round.summary);
  assert.match(moved.round.reasons.join(' '), /king's published scores/);
});
