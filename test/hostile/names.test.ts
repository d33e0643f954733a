import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { isHubTrouble } from '../../src/artifacts/hub/createHub.js';
import { downloadFile } from '../../src/artifacts/hub/downloadFile.js';
import { contentDigest, sealOf } from '../../src/artifacts/snapshot/digests.js';
import { openSnapshot } from '../../src/artifacts/snapshot/openSnapshot.js';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { chain } from '../../src/cli/commands/chain.js';
import { jsonLine } from '../../src/cli/jsonLine.js';
import { isAbsent } from '../../src/domain/absent.js';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.js';
import type { HubState } from '../../src/domain/hub.js';
import type { ContenderDecision } from '../../src/domain/round.js';
import type { SnapshotIndex } from '../../src/domain/snapshot.js';
import { type ErasAt, erasAt } from '../../src/eras/erasAt.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';
import { chainOf } from '../../src/replay/openWorld.js';
import { readInputs } from '../../src/replay/readInputs.js';
import { withFolder, writeTiny } from '../artifacts/sampleSnapshot.js';
import { recordingContext } from '../cli/recordingContext.js';
import { pointerText, type ServedRepository, servedFile } from '../support/loopbackHub/repository.js';
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

/** Group "names and paths" of the list of bad inputs. */
interface NameRow {
  readonly value: string;
  readonly text: string;
  /** As the model of a commitment: why it takes no part. */
  readonly committed: RegExp;
  /** As the path of a small file: listed and read, or the state of its whole repository. */
  readonly small: 'read' | 'unlisted-digest' | 'too-large';
  /** As the path of a large file: listed as text, or the state of its whole repository. */
  readonly large: 'listed' | 'too-large';
  /** As the path of a download: under its digest, or refused unsent. */
  readonly fetched: 'digest' | 'bad-name';
  /** As a document beside a snapshot. */
  readonly document: 'SNAPSHOT_DAMAGED';
}

const NO_NAME = /is not a repository name/;
const DAMAGED = { document: 'SNAPSHOT_DAMAGED' } as const;
const STEP = { committed: NO_NAME, small: 'unlisted-digest', large: 'listed', fetched: 'bad-name', ...DAMAGED } as const; // biome-ignore format: one row
const TEXT = { committed: NO_NAME, small: 'read', large: 'listed', fetched: 'digest', ...DAMAGED } as const;
const LONG = { committed: /longer than 4096/, small: 'too-large', large: 'too-large', fetched: 'digest', ...DAMAGED } as const; // biome-ignore format: one row

const ROWS: readonly NameRow[] = [
  { value: '27 steps out of the folder', text: '../../.bashrc', ...STEP },
  { value: '28 an absolute path', text: '/etc/passwd', ...STEP },
  { value: '29 a drive of Windows', text: 'C:\\x', ...TEXT },
  { value: '30 a share of Windows', text: '\\\\host\\share', ...TEXT },
  { value: '31 a step that stays', text: 'a/./b', ...STEP },
  { value: '32 a dot at the end', text: 'org/name.', ...TEXT, committed: /is not recorded/ },
  { value: '32 a space at the end', text: 'org/name ', ...TEXT },
  { value: '33 NUL', text: 'org/na\0me', ...STEP },
  { value: '34 4,096 characters', text: 'x'.repeat(4096), ...LONG },
  { value: '34 names of 4,000 characters', text: `org/${'y'.repeat(3900)}`, ...LONG, committed: NO_NAME },
  { value: '35 combining marks alone', text: '\u0301\u0301\u0327', ...TEXT },
  { value: '36 text turned round', text: 'org/\u202egpj.exe', ...TEXT },
  { value: '37 a decomposed letter', text: 'org/e\u0301', ...TEXT },
  { value: '37 the same, composed', text: 'org/\u00e9', ...TEXT },
  { value: '27-38 with an escape sequence', text: 'org/\u001b]0;x\u0007\u009b2J', ...TEXT },
];

const LARGE = (text: string) => servedFile(text, `large ${text}`, true);
const SMALL = (text: string) => servedFile(text, `small ${text}`);
const repoOf = (kind: string, at: number): string => `names/${kind}${String(at).padStart(2, '0')}`;

/** Two files each under names that some file systems take for one; a link; a submodule. */
const TREE: ServedRepository = {
  repo: 'names/tree',
  revision: COMMIT,
  files: [
    ...['e\u0301', '\u00e9', 'A', 'a'].map(LARGE),
    ...['E\u0301', '\u00c9', 'B', 'b'].map(SMALL),
    servedFile('link', '../../../../../../etc/passwd'),
  ],
  otherEntries: [{ type: 'unknown', path: 'sub', oid: 'b'.repeat(40), size: 0 }],
};

interface Recorded {
  readonly data: string;
  readonly hub: LoopbackHub;
  readonly snapshot: Snapshot;
  readonly contenders: readonly ContenderDecision[];
}

/** Every row as the model of one commitment, and as a path in two repositories that others name. */
async function recordAll(data: string, check: (recorded: Recorded) => Promise<void>): Promise<void> {
  const served: ServedRepository[] = ROWS.flatMap(({ text }, at) => [
    { repo: repoOf('large', at), revision: COMMIT, files: [LARGE(text)], safetensorsTotal: 1 },
    { repo: repoOf('small', at), revision: COMMIT, files: [SMALL(text)], safetensorsTotal: 1 },
  ]);
  const models = [
    ...ROWS.map(({ text }) => text),
    ...served.map(({ repo }) => repo),
    TREE.repo,
    'names/Fold',
    'Names/fold',
  ];
  const world = await hostileWorld({
    size: models.length + 1,
    reveals: models.map((model, at) => commits(at + 1, payloadOf(model))),
  });
  const node = await startLoopbackNode(world);
  const hub = await startLoopbackHub({ token: TOKEN });
  for (const one of [...served, TREE, { ...TREE, repo: 'names/fold' }]) hub.add(one);
  try {
    const { snapshot } = await recordRound(data, [node.wsUrl], hubAt(data, hub.url), new Set(['manifests']));
    const era = erasAt(SEED) as ErasAt;
    const inputs = await readInputs(roundBlocks(ROUND), era, { snapshot, chain: chainOf(snapshot) });
    assert.ok(!isAbsent(inputs));
    await check({ data, hub, snapshot, contenders: inputs.spec.contenders });
  } finally {
    await Promise.all([node.close(), hub.close()]);
  }
}

test('27 to 38: hostile names and paths, from the commitment to the snapshot', (t) =>
  inPlace((data) =>
    recordAll(data, async ({ hub, snapshot, contenders }) => {
      const files = (repo: string) => snapshot.manifest(repo, COMMIT)?.files ?? null;
      const state = (repo: string) => snapshot.index.unresolved.find((one) => one.repo === repo)?.state;
      for (const [at, row] of ROWS.entries())
        await t.test(row.value, async () => {
          const one = contenders.find(({ uid }) => uid === at + 1);
          assert.equal(one?.in, false);
          assert.match(one?.reason ?? '', row.committed);
          assertClean(one?.reason ?? '');

          const [large] = files(repoOf('large', at)) ?? [];
          if (row.large === 'listed') assert.deepEqual([large?.path, large?.held], [row.text, false]);
          else assert.equal(state(repoOf('large', at)), row.large);

          const [small] = files(repoOf('small', at)) ?? [];
          if (row.small === 'read') {
            assert.deepEqual([small?.path, small?.sha256], [row.text, sha256Hex(`small ${row.text}`)]);
            const path = snapshot.objectPath(small as NonNullable<typeof small>);
            assert.equal(await readFile(path, 'utf8'), `small ${row.text}`);
          } else assert.equal(state(repoOf('small', at)), row.small);

          const wanted = LARGE(row.text);
          hub.seen.length = 0;
          const got = await downloadFile(hubAt(data, hub.url), {
            kind: 'models',
            repo: repoOf('large', at),
            revision: COMMIT,
            path: row.text,
            size: wanted.size,
            sha256: wanted.sha256,
          });
          if (row.fetched === 'digest')
            assert.ok(!isHubTrouble(got) && got.path === join(data, 'cache', 'objects', wanted.sha256));
          else {
            assert.ok(isHubTrouble(got) && got.state === row.fetched);
            assertClean(got.why);
            assert.deepEqual(hub.seen, []);
          }
        });
      await t.test('37 names equal after folding, as a repository and as files', () => {
        assert.deepEqual(
          snapshot.index.repositories.map((one) => one.repo).filter((repo) => /fold/i.test(repo)),
          ['Names/fold', 'names/Fold'],
        );
        const listed = files('names/tree') ?? [];
        assert.equal(listed.length, 9);
        assert.equal(new Set(listed.map((one) => one.sha256)).size, 9);
      });
      await t.test('38 a link and a submodule in the tree', async () => {
        const link = (files('names/tree') ?? []).find((one) => one.path === 'link');
        assert.ok(link?.held);
        const path = snapshot.objectPath(link);
        assert.equal(await readFile(path, 'utf8'), '../../../../../../etc/passwd');
        assert.ok(!(files('names/tree') ?? []).some((one) => one.path.startsWith('sub')));
      });
      await t.test('what the program shows of the recorded chain is clean', async () => {
        const shown = recordingContext(data, false);
        const options = { block: String(SEED - 20), endpoint: [] } as unknown as Parameters<typeof chain>[1];
        await chain({ ...shown, options: { ...shown.options, snapshot: snapshot.dir } }, options);
        assert.match(shown.stdout, /org\/name/);
        assertClean(shown.stdout);
        const json = jsonLine({ index: snapshot.index, contenders });
        assertClean(json);
        assert.deepEqual(JSON.parse(json).contenders, JSON.parse(JSON.stringify(contenders)));
      });
    }),
  ));

test('27 to 38: one hostile repository does not spoil the recording of the others', async (t) => {
  const pointer = (path: string) => servedFile(path, pointerText('d'.repeat(64), 5e9));
  const rows: readonly (readonly [value: string, repo: string, path: string, state: HubState | null])[] = [
    ['36 a pointer under text turned round', 'names/turned', '\u202egpj.exe', 'pointer'],
    ['36 a pointer under a control of eight bits', 'names/eight', 'a\u009b2J', 'pointer'],
    ['36 a pointer under DEL', 'names/del', 'a\u007f', 'pointer'],
    ['27-38 an owner that begins with a low line', '_names/low', 'config.json', null],
    ['27-38 a name that begins with a low line', 'names/_low', 'config.json', null],
  ];
  for (const [value, repo, path, state] of rows)
    await t.test(value, async () => {
      const reveals = [repo, 'names/sound'].map((model, at) => commits(at + 1, payloadOf(model)));
      const node = await startLoopbackNode(await hostileWorld({ reveals }));
      const hub = await startLoopbackHub();
      hub.add({ repo, revision: COMMIT, files: [state === null ? SMALL(path) : pointer(path)] });
      hub.add({ repo: 'names/sound', revision: COMMIT, files: [SMALL('config.json')] });
      try {
        await inPlace(async (data) => {
          const client = hubAt(data, hub.url);
          const { snapshot } = await recordRound(data, [node.wsUrl], client, new Set(['manifests']));
          assert.ok(snapshot.manifest('names/sound', COMMIT));
          const trouble = snapshot.index.unresolved.find((one) => one.repo === repo);
          assert.equal(trouble?.state ?? null, state);
          if (state === null) assert.ok(snapshot.manifest(repo, COMMIT));
        });
      } finally {
        await Promise.all([node.close(), hub.close()]);
      }
    });
});

test('27 to 38: listings with one path twice, side by side, are not a hub that is down', async () => {
  const models = ['names/a', 'names/b', 'names/c'];
  const reveals = models.map((model, at) => commits(at + 1, payloadOf(model)));
  const node = await startLoopbackNode(await hostileWorld({ reveals }));
  const hub = await startLoopbackHub();
  // As two paths that are not UTF-8 and differ only there.
  for (const repo of models.slice(0, 2))
    hub.add({ repo, revision: COMMIT, files: [LARGE('\ufffd'), LARGE('\ufffd')] });
  hub.add({ repo: 'names/c', revision: COMMIT, files: [SMALL('config.json')] });
  try {
    await inPlace(async (data) => {
      const client = hubAt(data, hub.url);
      const { snapshot } = await recordRound(data, [node.wsUrl], client, new Set(['manifests']));
      assert.deepEqual(
        snapshot.index.unresolved.map((one) => one.repo),
        ['names/a', 'names/b'],
      );
      assert.ok(snapshot.manifest('names/c', COMMIT));
    });
  } finally {
    await Promise.all([node.close(), hub.close()]);
  }
});

test('27 to 38: hostile paths of documents beside a snapshot are refused at opening', (t) =>
  withFolder(async (folder) => {
    const dir = join(folder, 'tiny');
    const { index } = await writeTiny(dir);
    const [document] = index.documents;
    for (const { value, text, document: code } of ROWS)
      await t.test(value, async () => {
        const {
          digest: _digest,
          seal: _seal,
          ...rest
        } = { ...index, documents: [{ ...document, path: text }] };
        const changed = rest as unknown as Omit<SnapshotIndex, 'digest' | 'seal'>;
        const signed = { ...changed, digest: contentDigest(changed) };
        const sealed = { ...signed, seal: sealOf(signed) };
        await writeFile(join(dir, 'snapshot.json'), `${canonicalJson(sealed)}\n`);
        await failsWith(code, () => openSnapshot(dir));
      });
  }));
