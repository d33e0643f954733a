import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { captureManifests } from '../../src/artifacts/captures/captureManifests.js';
import { readCapturedManifests, readCaptures } from '../../src/artifacts/captures/readCaptures.js';
import type { HubTrouble } from '../../src/artifacts/hub/createHub.js';
import { parseManifest } from '../../src/artifacts/hub/parseManifest.js';
import { readPublishedRounds } from '../../src/artifacts/published/readPublishedRounds.js';
import { SnapshotWriter } from '../../src/artifacts/snapshot/writeSnapshot.js';
import type { PublishedRound } from '../../src/domain/published.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { ABOUT } from '../artifacts/sampleSnapshot.js';
import { HOTKEY } from '../support/loopbackValidator/validatorState.js';
import { clockAt, FIRST, linesOf, once, VALIDATOR, withValidator } from './setting.js';

type Resolve = Parameters<typeof captureManifests>[3];

/** Puts all captures of a folder into a snapshot and reads one round of it. */
async function readRound(folder: string, roundId: number): Promise<PublishedRound> {
  const writer = await SnapshotWriter.create(join(folder, `s${roundId}`), ABOUT);
  for (const file of await readCaptures(join(folder, 'c'))) {
    const { validatorHotkey, roundId, name, capturedAt } = file;
    const entry = { validatorUid: 3, validatorHotkey, roundId, name, capturedAt };
    await writer.addPublished(entry, await readFile(file.path));
  }
  const [round] = await readPublishedRounds(await writer.finish(), roundBlocks(roundId));
  assert.ok(round !== undefined);
  return round;
}

test('captures of a watch are published files of a snapshot: rows, raw results, text, tables and the king before', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    state.playRound();
    await once(folder, validator.api, clockAt(Date.parse('2026-06-25T00:00:00Z')));
    state.playRound();
    await once(folder, validator.api, clockAt(Date.parse('2026-06-25T03:00:00Z')));
    const round = await readRound(folder, FIRST + 1);
    assert.equal(round.validatorHotkey, VALIDATOR);
    assert.deepEqual(
      round.rows.map((row) => [row.model, row.kl, row.klPerPrompt]),
      [
        ['acme/king', 2.5, [2.25, 2.5, 2.75]],
        [`miner${round.rows[1]?.uid}/model`, 2.75, [2.5, 2.75, 3]],
      ],
    );
    assert.deepEqual(round.rows[1]?.tTest, { p: 0.5, t: -1.5, n: 3, meanDelta: -0.25, se: 0.125, lcb: -0.5 });
    assert.deepEqual(
      round.captures.map((one) => [one.blockSeed, one.items.length, one.items[0]?.continuation]),
      [[(FIRST + 1) * 720, 3, `text 0 of ${(FIRST + 1) * 720}`]],
    );
    assert.deepEqual(round.evaluatedUids, [10 + (FIRST % 200)]);
    assert.deepEqual(round.disqualified, { [`${HOTKEY}:${FIRST}`]: 'a reason' });
    assert.equal(round.localKingUid, 181);
    assert.deepEqual(round.sources, [
      'disqualified.json',
      'evaluated_uids.json',
      'eval_data.json',
      'h2h_history.json',
      'h2h_latest.json',
      'last_eval.json',
    ].filter((name) => round.sources.includes(name)).sort((a, b) => round.sources.indexOf(a) - round.sources.indexOf(b))); // biome-ignore format: a set
    assert.equal(round.sources.length, 6);
  }));

test('rounds that passed before the watch began have their rows from the history', () =>
  withValidator(async (folder, validator) => {
    validator.state.textForm = 'named';
    for (let at = 0; at < 4; at += 1) validator.state.playRound();
    await once(folder, validator.api);
    for (let at = 0; at < 4; at += 1) {
      const round = await readRound(folder, FIRST + at);
      assert.deepEqual(
        [round.seedBlock, round.rows.length, round.captures.length],
        [(FIRST + at) * 720, 2, 1],
      );
    }
  }));

test('what an earlier watch saw stays after the validator changed it', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    const record = state.decide();
    await once(folder, validator.api, clockAt(1e12));
    Object.assign(record, { king_uid: 7 });
    await once(folder, validator.api, clockAt(2e12));
    const files = await readCaptures(join(folder, 'c'));
    const latest = files.filter((one) => one.name === 'h2h_latest.json');
    const kings = await Promise.all(
      latest.map(async (one) => JSON.parse(await readFile(one.path, 'utf8')).king_uid),
    );
    assert.deepEqual(kings, [181, 7]);
  }));

test('composites are kept where they are served; reasons stand in for missing disqualifications', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    state.playRound();
    const scores = {
      scores: {},
      composite_scores: { 181: { model: 'acme/king', worst: 0.25, axes: { kl: 1 }, version: 29 } },
    };
    validator.fail('/api/scores', { kind: 'body', body: JSON.stringify(scores) });
    const { refused } = await once(folder, validator.api);
    assert.deepEqual(refused, []);
    state.publishText();
    state.decide();
    validator.heal();
    await once(folder, validator.api);
    const round = await readRound(folder, FIRST + 1);
    assert.deepEqual(round.composites.map((one) => [one.uid, one.model, one.worst]), [[181, 'acme/king', 0.25]]); // biome-ignore format: one row
    assert.deepEqual(round.disqualified, { [`${HOTKEY}:${FIRST}`]: 'a reason' });
  }));

const revision = (digit: string): string => digit.repeat(40);
const manifestOf = (repo: string, at: string) => ({
  manifest: {
    repo,
    revision: at,
    private: false,
    disabled: false,
    gated: false,
    safetensorsTotal: 12,
    files: [{ path: '../../evil\u001b[2J', size: 3, sha256: 'b'.repeat(64), held: true }],
  },
});

test('manifests of committed revisions are kept once; what the hub does not give is noted and asked again a day later', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    state.playRound();
    Object.assign(state.commitments, {
      hkA: { block: 5, model: 'org/a', revision: revision('a') },
      hkB: { block: 6, model: 'org/b', revision: revision('b') },
      hkC: { block: 7, model: 'org/a', revision: revision('a') },
      hkD: { block: 8, model: '../../etc', revision: revision('d') },
      hkE: { block: 9, model: 'org/e', revision: 'main' },
      hkF: { block: 9, raw: 'not json' },
    });
    const asked: string[] = [];
    const gone: HubTrouble = { state: 'gone', why: 'no such repository \u001b[31m' };
    const resolve: Resolve = async (repo, at) => {
      asked.push(repo);
      return repo === 'org/a' ? manifestOf(repo, at) : gone;
    };
    const start = Date.parse('2026-06-25T00:00:00Z');
    await once(folder, validator.api, clockAt(start), { resolve });
    await once(folder, validator.api, clockAt(start + 3_600_000), { resolve });
    assert.deepEqual(asked, ['org/a', 'org/b']);
    await once(folder, validator.api, clockAt(start + 90_000_000), { resolve });
    assert.deepEqual(asked, ['org/a', 'org/b', 'org/b']);
    const noted = linesOf(folder).filter((line) => line.kind === 'unresolved');
    assert.deepEqual(noted.map((line) => line.kind === 'unresolved' && [line.repo, line.state, line.why]), Array(2).fill(['org/b', 'gone', 'no such repository \\x1b[31m'])); // biome-ignore format: one row
    const [manifest, more] = await readCapturedManifests(join(folder, 'c'));
    assert.ok(manifest !== undefined && more === undefined);
    const text = await readFile(manifest.path, 'utf8');
    const read = parseManifest(folder, text, { ...manifest, manifest });
    assert.deepEqual([read.repo, read.files.map((file) => file.held)], ['org/a', [false]]);
  }));

test('a hub that is down costs one question in a pass, and the files of the validator are kept', () =>
  withValidator(async (folder, validator) => {
    const { state } = validator;
    state.playRound();
    for (const digit of 'abcdef')
      state.commitments[digit] = { block: 5, model: `org/${digit}`, revision: revision(digit) };
    let asked = 0;
    const resolve: Resolve = async () => {
      asked += 1;
      return { state: 'unreachable', why: 'no answer' };
    };
    const { captured } = await once(folder, validator.api, clockAt(), { resolve });
    await once(folder, validator.api, clockAt(), { resolve });
    assert.deepEqual([asked, captured.length > 5], [2, true]);
    assert.equal(linesOf(folder).filter((line) => line.kind === 'unresolved').length, 1);
  }));
