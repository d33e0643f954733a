import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { type HubTrouble, isHubTrouble } from '../../src/artifacts/hub/createHub.js';
import { manifestText, parseManifest } from '../../src/artifacts/hub/parseManifest.js';
import { resolveRevision, SMALL_LIMITS } from '../../src/artifacts/hub/resolveRevision.js';
import { sha256Hex } from '../../src/domain/canonical.js';
import type { RepositoryManifest } from '../../src/domain/snapshot.js';
import { FAULTS, type Fault } from '../support/loopbackHub/fault.js';
import { pointerText, type ServedRepository, servedFile } from '../support/loopbackHub/repository.js';
import { CANARY, COMMIT, everyText, filesBelow, REPO, waits, withHub } from './hubWorld.js';

const CONFIG = servedFile('config.json', '{"d_model": 64}');
const WEIGHTS = servedFile('model.safetensors', 'weights'.repeat(1000), true);
const SOUND: ServedRepository = {
  repo: REPO,
  revision: COMMIT,
  files: [CONFIG, WEIGHTS, servedFile('sub/äöü #?%.txt', 'odd name')],
  safetensorsTotal: 64,
  gated: 'auto',
};

const manifestOf = (found: { manifest: RepositoryManifest } | HubTrouble): RepositoryManifest => {
  assert.ok(!isHubTrouble(found), JSON.stringify(found));
  return found.manifest;
};
const stateOf = (found: { manifest: RepositoryManifest } | HubTrouble): HubTrouble => {
  assert.ok(isHubTrouble(found), 'a manifest was given');
  return found;
};

test('a commit becomes a manifest with the sha256 of every file, over all pages', () =>
  withHub(
    async ({ server, hub, client }) => {
      server.add({ ...SOUND, otherEntries: [{ type: 'directory', path: 'sub', oid: 'a'.repeat(40), size: 0 }, { type: 'unknown', path: 'submodule', oid: 'b'.repeat(40), size: 0 }] }); // biome-ignore format: one row
      const manifest = manifestOf(await resolveRevision(hub, REPO, COMMIT));
      const { files, ...facts } = manifest;
      assert.deepEqual(facts, {
        repo: REPO,
        revision: COMMIT,
        private: false,
        disabled: false,
        gated: true,
        safetensorsTotal: 64,
      });
      assert.deepEqual(
        files.map((file) => [file.path, file.sha256, file.held]),
        [
          ['config.json', sha256Hex('{"d_model": 64}'), true],
          ['model.safetensors', WEIGHTS.sha256, false],
          ['sub/äöü #?%.txt', sha256Hex('odd name'), true],
        ],
      );
      const entry = { repo: REPO, revision: COMMIT, manifest: { sha256: 'e'.repeat(64) } };
      assert.deepEqual(parseManifest('dir', manifestText(manifest), entry), manifest);
      assert.equal(await readFile(hub.store.pathOf(CONFIG.sha256), 'utf8'), '{"d_model": 64}');
      assert.equal(server.seen.filter((one) => one.url.includes('/tree/')).length, 3);
      server.calm();
      assert.deepEqual(manifestOf(await resolveRevision(client(), REPO, COMMIT)), manifest);
      assert.equal(
        server.seen.filter((one) => one.url.includes('/resolve/')).length,
        0,
        'small files are known',
      );
    },
    { pageSize: 2 },
  ));

test('names and revisions that can be none are never sent', () =>
  withHub(async ({ server, hub }) => {
    const names = ['', 'model', 'a/b/c', '../../.bashrc', '/etc/passwd', 'C:\\x', '\\\\host\\share', 'a/./b', 'a/..', './a', 'a/b.', 'a/b ', ' a/b', 'a/b\0', `a/${'b'.repeat(97)}`, 'a/e\u0301\u0301', 'a/\u202egpj.exe', 'a--b/c', 'a..b/c', 'a/b.git', '-a/b', 'a/-b', 'a/b?x=1', 'a/b#c', 'a/%2e%2e', 'a@b/c', 'datasets/x', 'API/x', 'a/b\n', 'x'.repeat(4096)]; // biome-ignore format: one row
    for (const name of names) {
      const found = stateOf(await resolveRevision(hub, name, COMMIT));
      assert.equal(found.state, 'bad-name', JSON.stringify(name));
      assert.ok(!/\p{Cc}/u.test(found.why), JSON.stringify(found.why));
    }
    for (const revision of ['main', COMMIT.slice(0, 8), COMMIT.toUpperCase(), `${COMMIT}0`, 'refs/pr/1', '', '..', `${COMMIT}\n`]) // biome-ignore format: one row
      assert.equal(stateOf(await resolveRevision(hub, REPO, revision)).state, 'not-pinned', revision);
    assert.deepEqual(server.seen, []);
  }));

test('each refusal of the hub is its own state', async (t) => {
  const table: readonly (readonly [string, Fault, string])[] = [
    ['gone', FAULTS.gone, 'gone'],
    ['gone, or hidden from us', FAULTS.hidden, 'gone'],
    ['404 without a code', { kind: 'answer', status: 404 }, 'gone'],
    ['401 without a code', { kind: 'answer', status: 401 }, 'private'],
    ['403', FAULTS.private, 'private'],
    ['gated, without a token', FAULTS.gated(401), 'gated'],
    ['gated, not granted', FAULTS.gated(403), 'gated'],
    ['disabled', FAULTS.disabled, 'disabled'],
    ['451', { kind: 'answer', status: 451 }, 'disabled'],
    ['rewritten', FAULTS.rewritten, 'rewritten'],
    ['renamed', FAULTS.redirect(`/api/models/other/name/revision/${COMMIT}`, 307), 'renamed'],
    ['redirect to the login page', FAULTS.redirect('/login', 302), 'unreachable'],
    [
      'redirect to plain http elsewhere',
      FAULTS.redirect('http://example.com/api/models/a/b/x'),
      'unreachable',
    ],
    ['redirect to the metadata address', FAULTS.redirect('http://169.254.169.254/latest'), 'unreachable'],
    ['redirect to data', FAULTS.redirect('data:application/json,{}'), 'unreachable'],
    ['redirect without an address', { kind: 'answer', status: 302 }, 'unreachable'],
    ['429', FAULTS.limited(), 'unreachable'],
    ['429, soon', FAULTS.limited('1'), 'unreachable'],
    ['500', FAULTS.broken(500), 'unreachable'],
    ['502', FAULTS.broken(), 'unreachable'],
    ['400', { kind: 'answer', status: 400 }, 'unreachable'],
    ['hung up', { kind: 'hang-up' }, 'unreachable'],
    ['silent', { kind: 'stall', after: -1 }, 'unreachable'],
    ['a length that is too short', { kind: 'lie', by: -10 }, 'unreachable'],
    ['a length that is too long', { kind: 'lie', by: 10 }, 'unreachable'],
    ['packed', { kind: 'header', name: 'content-encoding', value: 'br' }, 'unreachable'],
    ['no JSON', { kind: 'answer', status: 200, body: '<html>' }, 'unreachable'],
    ['JSON null', { kind: 'answer', status: 200, body: 'null' }, 'unreachable'],
    ['JSON of another commit', { kind: 'answer', status: 200, body: JSON.stringify({ id: REPO, sha: 'f'.repeat(40) }) }, 'rewritten'], // biome-ignore format: one row
    ['JSON of another name', { kind: 'answer', status: 200, body: JSON.stringify({ id: 'other/name', sha: COMMIT }) }, 'renamed'], // biome-ignore format: one row
    ['deep JSON', { kind: 'answer', status: 200, body: '['.repeat(100_000) }, 'unreachable'],
  ];
  for (const [name, fault, state] of table)
    await t.test(name, () =>
      withHub(async ({ server, hub }) => {
        server.add(SOUND);
        server.order(/revision/, fault);
        const found = stateOf(await resolveRevision(hub, REPO, COMMIT));
        assert.equal(found.state, state, found.why);
        assert.ok(!JSON.stringify(found).includes(CANARY));
        assert.ok(server.seen.every((one) => one.host === 'hub'));
      }),
    );
});

test('a hub that limits or breaks for a while is asked again, as late as it says', () =>
  withHub(async ({ server, hub }) => {
    server.add(SOUND);
    server.order(/revision/, FAULTS.limited('7'), 1);
    server.order(/tree/, FAULTS.broken(503), 1);
    server.order(/resolve.*config/, { kind: 'truncate', after: 3 }, 1);
    manifestOf(await resolveRevision(hub, REPO, COMMIT));
    assert.deepEqual(waits, [7000, 1000, 1000]);
    waits.length = 0;
    server.order(/revision/, FAULTS.limited('3600'), 1);
    assert.equal(stateOf(await resolveRevision(hub, REPO, COMMIT)).state, 'unreachable');
    assert.deepEqual(waits, [], 'longer than there is patience for: not asked again early');
  }));

test('a refused token is an error, since it says nothing of the repository', () =>
  withHub(async ({ server, hub }) => {
    server.add(SOUND);
    server.order(/revision/, FAULTS.badToken);
    await assert.rejects(resolveRevision(hub, REPO, COMMIT), (error) => {
      assert.equal((error as { code: string }).code, 'UNAVAILABLE');
      assert.ok(!everyText(error).includes(CANARY));
      return true;
    });
  }));

test('listings that cannot be recorded give their state', async (t) => {
  const lfs = { oid: 'c'.repeat(64), size: 5, pointerSize: 130 };
  const large = (change: object) => ({
    type: 'file',
    path: 'w',
    size: 5,
    oid: 'a'.repeat(40),
    lfs,
    ...change,
  });
  const entry = (value: Readonly<Record<string, unknown>>) => ({
    ...servedFile('w', '12345', true),
    entry: value,
  });
  const rows: readonly (readonly [string, ServedRepository['files'], string])[] = [
    ['a large file without LFS', [entry({ type: 'file', path: 'w', size: SMALL_LIMITS.bytes + 1, oid: 'a'.repeat(40) })], 'unlisted-digest'], // biome-ignore format: one row
    ['a file without any digest', [entry({ type: 'file', path: 'w', size: 5 })], 'unlisted-digest'],
    ['a path that no commit has', [entry({ type: 'file', path: '../../.bashrc', size: 5, oid: 'a'.repeat(40) })], 'unlisted-digest'], // biome-ignore format: one row
    ['a pointer that was committed as it is', [servedFile('w', pointerText('d'.repeat(64), 5e9))], 'pointer'],
    ['a digest of another form', [entry(large({ lfs: { ...lfs, oid: 'C'.repeat(64) } }))], 'unsound'],
    ['two sizes', [entry(large({ size: 6 }))], 'unsound'],
    ['a size below zero', [entry(large({ size: -1, lfs: { ...lfs, size: -1 } }))], 'unsound'],
    ['one path twice', [entry(large({})), entry(large({}))], 'unsound'],
    ['half a character', [entry(large({ path: '\ud800' }))], 'unsound'],
    ['an empty path', [entry(large({ path: '' }))], 'unsound'],
    ['a path of 4,096 characters', [entry(large({ path: 'x'.repeat(4096) }))], 'too-large'],
    ['too many bytes in all', [entry(large({ size: 3e11, lfs: { ...lfs, size: 3e11 } }))], 'too-large'],
    ['too many small bytes', Array.from({ length: 20 }, (_, i) => entry({ type: 'file', path: `f${i}`, size: 1e7, oid: 'a'.repeat(40) })), 'too-large'], // biome-ignore format: one row
    [
      'too many files',
      Array.from({ length: 10_001 }, (_, i) => entry(large({ path: `f${i}` }))),
      'too-large',
    ],
  ];
  for (const [name, files, state] of rows)
    await t.test(name, () =>
      withHub(async ({ server, hub, folder }) => {
        server.add({ ...SOUND, gated: false, files });
        const found = stateOf(await resolveRevision(hub, REPO, COMMIT));
        assert.equal(found.state, state, found.why);
        assert.deepEqual(await filesBelow(folder), []);
      }),
    );
});

test('hostile names of large files stay text: nothing is written under them', () =>
  withHub(async ({ server, hub, folder }) => {
    const paths = ['../../.bashrc', '/etc/passwd', 'C:\\x', '\\\\host\\share', 'a/./b', 'name.', 'name ', 'nul\0', '\u0301\u0301', '\u202egpj.exe', 'e\u0301', '\u00e9', 'A', 'a', 'x'.repeat(1000), '\u001b[2J', '__proto__', 'constructor']; // biome-ignore format: one row
    server.add({
      ...SOUND,
      gated: false,
      files: paths.map((path) => servedFile(path, `bytes of ${path}`, true)),
    });
    const manifest = manifestOf(await resolveRevision(hub, REPO, COMMIT));
    assert.deepEqual(manifest.files.map((file) => file.path).sort(), [...paths].sort());
    assert.deepEqual(await filesBelow(folder), []);
  }));

test('a listing that goes on elsewhere or for ever is left', () =>
  withHub(
    async ({ server, hub }) => {
      server.add({ ...SOUND, files: Array.from({ length: 3 }, (_, i) => servedFile(`f${i}`, `${i}`, true)) });
      for (const target of ['http://169.254.169.254/x', 'https://example.com/x', `${server.filesUrl}/x`]) {
        server.calm();
        server.order(/tree/, { kind: 'header', name: 'link', value: `<${target}>; rel="next"` }, 1);
        assert.equal(stateOf(await resolveRevision(hub, REPO, COMMIT)).state, 'unreachable', target);
        assert.ok(server.seen.every((one) => one.host === 'hub'));
      }
      const again = `<${server.url}/api/models/${REPO}/tree/${COMMIT}?cursor=99>; rel="next"`;
      server.order(/tree/, { kind: 'header', name: 'link', value: again });
      const found = stateOf(await resolveRevision(hub, REPO, COMMIT));
      assert.equal(found.state, 'too-large', found.why);
    },
    { pageSize: 10 },
  ));

test('a small file of another digest than listed is an error, and is not kept', () =>
  withHub(async ({ server, hub, folder }) => {
    server.add(SOUND);
    server.order(/resolve.*config/, { kind: 'other-bytes' });
    await assert.rejects(resolveRevision(hub, REPO, COMMIT), { code: 'DIGEST_MISMATCH' });
    assert.deepEqual(await filesBelow(folder), []);
    server.calm();
    server.order(/resolve.*config/, { kind: 'other-bytes' }, 1);
    manifestOf(await resolveRevision(hub, REPO, COMMIT));
  }));

test('a private repository opens with its token, which goes nowhere else', () =>
  withHub(
    async ({ server, hub, client }) => {
      server.add({ ...SOUND, private: true });
      assert.equal(manifestOf(await resolveRevision(hub, REPO, COMMIT)).private, true);
      assert.equal(stateOf(await resolveRevision(client({ token: null }), REPO, COMMIT)).state, 'gone');
    },
    { token: CANARY },
  ));
