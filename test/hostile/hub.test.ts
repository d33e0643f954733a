import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { isHubTrouble } from '../../src/artifacts/hub/createHub.js';
import { downloadFile } from '../../src/artifacts/hub/downloadFile.js';
import { isAbsent } from '../../src/domain/absent.js';
import type { HubState } from '../../src/domain/hub.js';
import { printable } from '../../src/domain/printable.js';
import { type ErasAt, erasAt } from '../../src/eras/erasAt.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { chainOf } from '../../src/replay/openWorld.js';
import { readInputs } from '../../src/replay/readInputs.js';
import { FAULTS, type Fault } from '../support/loopbackHub/fault.js';
import { pointerText, type ServedFile, servedFile } from '../support/loopbackHub/repository.js';
import { type LoopbackHub, startLoopbackHub } from '../support/loopbackHub/startLoopbackHub.js';
import { startLoopbackNode } from '../support/loopbackNode/startLoopbackNode.js';
import { inPlace } from './place.js';
import {
  COMMIT,
  commits,
  hostileWorld,
  hubAt,
  payloadOf,
  ROUND,
  recordRound,
  SEED,
  TOKEN,
} from './record.js';
import { assertClean, failsWith } from './shown.js';

const SECRET = 'presigned-canary';
const HEADER = '{"w":{"dtype":"BF16","shape":[2,3],"data_offsets":[0,12]}}';
/** Parameters of the weights, which only their header tells. */
const COUNT = 6;

function weights(mark: string): ServedFile {
  const text = `{"__metadata__":{"mark":"${mark}"},${HEADER.slice(1)}`;
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return servedFile('model.safetensors', Buffer.concat([length, Buffer.from(text), Buffer.alloc(12)]), true);
}

/** Where a fault strikes: the facts of a repository, its listing, its small file, the header of its weights. */
type At = 'facts' | 'listing' | 'small file' | 'header';

interface HubRow {
  readonly value: string;
  readonly at?: At;
  readonly fault: Fault;
  /** How often; without it for ever. */
  readonly times?: number;
  /** A state; or the files with the number of parameters that was counted. */
  readonly expect: HubState | number | null;
}

const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  status,
  body,
  headers,
});
const away = (location: string): Fault => FAULTS.redirect(location);
const ESCAPES = '\u001b]0;x\u0007\u001b[2J\u009b2J\u202e\r';

const ROWS: readonly HubRow[] = [
  { value: '73 404', fault: FAULTS.gone, expect: 'gone' },
  { value: '73 404 without a word', fault: answer(404, ''), expect: 'gone' },
  { value: '73 404 with a page of escapes', fault: answer(404, ESCAPES), expect: 'gone' },
  { value: '73 401 gated', fault: FAULTS.gated(401), expect: 'gated' },
  { value: '73 401 gated at the small file', at: 'small file', fault: FAULTS.gated(401), expect: 'gated' },
  { value: '73 403', fault: FAULTS.private, expect: 'private' },
  { value: '73 429 with Retry-After, once', fault: FAULTS.limited('1'), times: 1, expect: COUNT },
  { value: '73 429 without Retry-After, once', fault: FAULTS.limited(), times: 1, expect: COUNT },
  { value: '73 429 with Retry-After of an hour', fault: FAULTS.limited('3600'), expect: 'unreachable' },
  { value: '73 429 without Retry-After, for ever', fault: FAULTS.limited(), expect: 'unreachable' },
  { value: '73 500', fault: FAULTS.broken(500), expect: 'unreachable' },
  { value: '73 502 in the listing', at: 'listing', fault: FAULTS.broken(), expect: 'unreachable' },
  { value: '73 503, once', fault: FAULTS.broken(503), times: 1, expect: COUNT },
  { value: '74 redirect to http', fault: away(`http://a.example/?${SECRET}`), expect: 'unreachable' },
  {
    value: '74 redirect to the metadata address',
    fault: away('http://169.254.169.254/'),
    expect: 'unreachable',
  },
  {
    value: '74 redirect to data',
    fault: away(`data:application/json,{"${SECRET}":1}`),
    expect: 'unreachable',
  },
  {
    value: '74 redirect in a circle',
    fault: away(`/api/models/hub/x/revision/${COMMIT}`),
    expect: 'renamed',
  },
  { value: '75 a length that is too short', fault: { kind: 'lie', by: -10 }, expect: 'unreachable' },
  { value: '75 a length that is too long', fault: { kind: 'lie', by: 10 }, expect: 'unreachable' },
  {
    value: '76 a cut small file',
    at: 'small file',
    fault: { kind: 'truncate', after: 3 },
    expect: 'unreachable',
  },
  { value: '74 a small file that leads inside', at: 'small file', fault: away('http://169.254.169.254/'), expect: 'unreachable' }, // biome-ignore format: one row
  { value: '76 a small file cut once', at: 'small file', fault: { kind: 'truncate', after: 3 }, times: 1, expect: COUNT }, // biome-ignore format: one row
  {
    value: '76 a cut header, once',
    at: 'header',
    fault: { kind: 'truncate', after: 5 },
    times: 1,
    expect: COUNT,
  },
  { value: '77 another header of the weights', at: 'header', fault: { kind: 'other-bytes' }, expect: null },
  { value: '78 a range that is ignored', at: 'header', fault: { kind: 'range-ignored' }, expect: COUNT },
  { value: '78 another range', at: 'header', fault: { kind: 'other-range' }, expect: COUNT },
  { value: '80 renamed', fault: FAULTS.redirect(`/api/models/other/name/revision/${COMMIT}`, 307), expect: 'renamed' }, // biome-ignore format: one row
  { value: '80 renamed to escapes', fault: answer(200, JSON.stringify({ id: `o/${ESCAPES}`, sha: COMMIT })), expect: 'renamed' }, // biome-ignore format: one row
  { value: '80 another commit', fault: answer(200, JSON.stringify({ id: 'hub/x', sha: 'f'.repeat(40) })), expect: 'renamed' }, // biome-ignore format: one row
  { value: '73-82 a page in place of JSON', fault: answer(200, `<html>${ESCAPES}`), expect: 'unreachable' },
  { value: '73-82 silence', fault: { kind: 'hang-up' }, expect: 'unreachable' },
];

const repoOf = (at: number): string => `hub/r${String(at).padStart(2, '0')}`;

function order(
  hub: LoopbackHub,
  repo: string,
  file: ServedFile,
  { at = 'facts', fault, times }: HubRow,
): void {
  const where = {
    facts: `${repo}/revision`,
    listing: `${repo}/tree`,
    'small file': `${repo}/resolve/.*config`,
    header: `files .*${file.sha256}`,
  };
  hub.order(new RegExp(where[at]), fault, times);
}

const serve = (hub: LoopbackHub, repo: string): ServedFile => {
  const file = weights(repo);
  hub.add({ repo, revision: COMMIT, files: [file, servedFile('config.json', `{"of": "${repo}"}`)] });
  return file;
};

/** Runs work with a hub, and a node of a chain on which commitments name models. */
async function withWorld(
  payloads: readonly string[],
  use: (place: { data: string; hub: LoopbackHub; url: string }) => Promise<void>,
): Promise<void> {
  const reveals = payloads.map((payload, at) => commits(at + 1, payload));
  const node = await startLoopbackNode(await hostileWorld({ size: payloads.length + 1, reveals }));
  const hub = await startLoopbackHub();
  try {
    await inPlace((data) => use({ data, hub, url: node.wsUrl }));
  } finally {
    await Promise.all([node.close(), hub.close()]);
  }
}

const MANIFESTS = new Set(['manifests'] as const);

test('73 to 82: what a hub answers for a committed revision is a state, or the files', (t) => {
  // A sound repository after each: two in a row that do not answer would be a hub that is down.
  const names = [...ROWS.keys()].flatMap((at) => [repoOf(at), `${repoOf(at)}z`]);
  const moving = [payloadOf('hub/moving', 'main'), payloadOf('hub/moving', COMMIT.slice(0, 8))];
  return withWorld([...names.map((name) => payloadOf(name)), ...moving], async ({ data, hub, url }) => {
    for (const name of names) {
      const file = serve(hub, name);
      const row = name.endsWith('z') ? undefined : ROWS[Number(name.slice(-2))];
      if (row !== undefined) order(hub, name, file, row);
    }
    const { snapshot, printed } = await recordRound(data, [url], hubAt(data, hub.url), MANIFESTS);
    assert.ok(!`${printed}${JSON.stringify(snapshot.index)}`.includes(SECRET));
    for (const [at, { value, expect }] of ROWS.entries())
      await t.test(value, () => {
        const trouble = snapshot.index.unresolved.find((one) => one.repo === repoOf(at));
        const manifest = snapshot.manifest(repoOf(at), COMMIT);
        if (typeof expect === 'string') {
          assert.deepEqual([trouble?.state, manifest], [expect, null], trouble?.why);
          assert.ok((trouble?.why ?? '').length > 10);
          assertClean(printable(trouble?.why ?? ''));
          assert.match(printed, new RegExp(`^note: ${expect}: .*${repoOf(at)} at`, 'm'));
        } else {
          assert.equal(trouble, undefined, trouble?.why);
          assert.deepEqual([manifest?.files.length, manifest?.safetensorsTotal], [2, expect]);
        }
        assert.equal(snapshot.manifest(`${repoOf(at)}z`, COMMIT)?.safetensorsTotal, COUNT);
      });
    await t.test('79 the revision "main", and a short hash', async () => {
      const era = erasAt(SEED) as ErasAt;
      const inputs = await readInputs(roundBlocks(ROUND), era, { snapshot, chain: chainOf(snapshot) });
      assert.ok(!isAbsent(inputs));
      const found = inputs.spec.contenders.filter(({ uid }) => uid > names.length);
      assert.equal(found.length, 2);
      for (const { reason } of found) assert.match(reason, /names files that can change/);
      assert.ok(hub.seen.every((one) => !one.url.includes('hub/moving')));
    });
  });
});

interface StopRow {
  readonly value: string;
  readonly match: RegExp;
  readonly fault: Fault;
  readonly code: string;
}

test('73 to 82: what a hub cannot be asked further after ends the recording with its error', (t) => {
  const rows: readonly StopRow[] = [
    {
      value: '73 401, a token that is refused',
      match: /revision/,
      fault: FAULTS.badToken,
      code: 'UNAVAILABLE',
    },
    { value: '73 503 from all', match: /revision/, fault: FAULTS.broken(503), code: 'RETRY_LATER' },
    { value: '73 503 of the file host', match: /^files/, fault: FAULTS.broken(503), code: 'RETRY_LATER' },
    {
      value: '74 a small file that leads to the metadata address',
      match: /resolve.*config/,
      fault: away('http://169.254.169.254/'),
      code: 'RETRY_LATER',
    },
    { value: '77 another small file', match: /resolve.*config/, fault: { kind: 'other-bytes' }, code: 'RETRY_LATER' }, // biome-ignore format: one row
  ];
  return withWorld([payloadOf('hub/one'), payloadOf('hub/two')], async ({ data, hub, url }) => {
    for (const name of ['hub/one', 'hub/two']) serve(hub, name);
    for (const { value, match, fault, code } of rows)
      await t.test(value, async () => {
        await rm(join(data, 'cache'), { recursive: true, force: true });
        hub.order(match, fault);
        await failsWith(code, () => recordRound(data, [url], hubAt(data, hub.url), MANIFESTS));
        hub.calm();
      });
    const { snapshot } = await recordRound(data, [url], hubAt(data, hub.url), MANIFESTS);
    assert.equal(snapshot.index.repositories.length, 2, 'and the same command goes on afterwards');
  });
});

interface DownloadRow {
  readonly value: string;
  readonly match?: RegExp;
  readonly fault: Fault;
  readonly times?: number;
  /** A state, the code of an error, or the whole file. */
  readonly expect: HubState | 'UNAVAILABLE' | 'RETRY_LATER' | 'DIGEST_MISMATCH' | 'ADDRESS_REFUSED' | 'whole';
}

/** Longer than a pointer can be, which is read also where its length is wrong. */
const FILE = servedFile('model.safetensors', Buffer.alloc(100_000, 'model'), true);
const POINTER = pointerText(FILE.sha256, FILE.size);
const HUB = /^hub/;

const DOWNLOADS: readonly DownloadRow[] = [
  { value: '73 404', match: HUB, fault: FAULTS.gone, expect: 'gone' },
  { value: '73 401 gated', match: HUB, fault: FAULTS.gated(401), expect: 'gated' },
  { value: '73 403', match: HUB, fault: FAULTS.private, expect: 'private' },
  {
    value: '73 429 with Retry-After, once',
    match: HUB,
    fault: FAULTS.limited('1'),
    times: 1,
    expect: 'whole',
  },
  { value: '73 429 without Retry-After', match: HUB, fault: FAULTS.limited(), expect: 'RETRY_LATER' },
  { value: '73 502, once', fault: FAULTS.broken(), times: 1, expect: 'whole' },
  { value: '73 502', fault: FAULTS.broken(), expect: 'RETRY_LATER' },
  { value: '74 redirect to http', match: HUB, fault: away(`http://a.example/${SECRET}`), expect: 'ADDRESS_REFUSED' }, // biome-ignore format: one row
  { value: '74 redirect to the metadata address', match: HUB, fault: away('http://169.254.169.254/'), expect: 'ADDRESS_REFUSED' }, // biome-ignore format: one row
  { value: '74 redirect to data', match: HUB, fault: away(`data:,${SECRET}`), expect: 'ADDRESS_REFUSED' },
  { value: '74 redirect in a circle', match: HUB, fault: away(`/hub/file/resolve/${COMMIT}/${FILE.path}`), expect: 'UNAVAILABLE' }, // biome-ignore format: one row
  { value: '75 a length that is too short', fault: { kind: 'lie', by: -9 }, expect: 'UNAVAILABLE' },
  { value: '75 a length that is too long', fault: { kind: 'lie', by: 9 }, expect: 'UNAVAILABLE' },
  { value: '76 a cut body, once', fault: { kind: 'truncate', after: 9 }, times: 1, expect: 'whole' },
  { value: '76 a body cut every time', fault: { kind: 'truncate', after: 0 }, expect: 'RETRY_LATER' },
  { value: '77 another body', fault: { kind: 'other-bytes' }, expect: 'DIGEST_MISMATCH' },
  { value: '78 a range that is ignored', fault: { kind: 'range-ignored' }, expect: 'whole' },
  { value: '81 an LFS pointer in place of the file', fault: answer(200, POINTER, { 'content-length': String(POINTER.length) }), expect: 'pointer' }, // biome-ignore format: one row
];

test('73 to 82: what a hub answers for a file is a state, an error, or the file by its digest', async (t) => {
  const hub = await startLoopbackHub();
  t.after(() => hub.close());
  hub.add({ repo: 'hub/file', revision: COMMIT, files: [FILE] });
  const wanted = { kind: 'models', repo: 'hub/file', revision: COMMIT, path: FILE.path, size: FILE.size, sha256: FILE.sha256 } as const; // biome-ignore format: one row
  for (const { value, match = /^files/, fault, times, expect } of DOWNLOADS)
    await t.test(value, () =>
      inPlace(async (data) => {
        hub.calm();
        hub.order(match, fault, times);
        const client = hubAt(data, hub.url);
        const get = () => downloadFile(client, wanted);
        if (/^[A-Z]/.test(expect)) return failsWith(expect, get);
        const got = await get();
        if (expect === 'whole') {
          assert.ok(!isHubTrouble(got), JSON.stringify(got));
          assert.deepEqual(await readFile(got.path), Buffer.concat([...FILE.read(0, FILE.size)]));
        } else {
          assert.ok(isHubTrouble(got));
          assert.equal(got.state, expect);
          assertClean(got.why);
          assert.ok(!got.why.includes(TOKEN) && !got.why.includes(SECRET));
        }
      }),
    );
  await t.test('81 an LFS pointer that was committed in place of the file', () =>
    withWorld([payloadOf('hub/pointer'), payloadOf('hub/sound')], async ({ data, hub: own, url }) => {
      serve(own, 'hub/sound');
      own.add({ repo: 'hub/pointer', revision: COMMIT, files: [servedFile('model.safetensors', POINTER)] });
      const { snapshot } = await recordRound(data, [url], hubAt(data, own.url), MANIFESTS);
      assert.deepEqual(snapshot.index.unresolved.map((one) => [one.repo, one.state]), [['hub/pointer', 'pointer']]); // biome-ignore format: one row
    }),
  );
});
