import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createHub, isHubTrouble } from '../../src/artifacts/hub/createHub.js';
import { type Downloaded, downloadFile } from '../../src/artifacts/hub/downloadFile.js';
import { cacheFolder } from '../../src/artifacts/hub/store/reuseCache.js';
import { FAULTS, type Fault } from '../support/loopbackHub/fault.js';
import { generatedFile, pointerText, servedFile } from '../support/loopbackHub/repository.js';
import { CANARY, COMMIT, everyText, filesBelow, type HubWorld, REPO, wanted, withHub } from './hubWorld.js';

const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 9)) & 0xff));
const WEIGHTS = servedFile('../../model.safetensors'.slice(6), BYTES, true);
const FILE = wanted(WEIGHTS);

const served = (use: (world: HubWorld) => Promise<void>) => () =>
  withHub(async (world) => {
    world.server.add({ repo: REPO, revision: COMMIT, files: [WEIGHTS] });
    await use(world);
  });

async function whole(world: HubWorld, found: Promise<Downloaded | object>): Promise<Downloaded> {
  const got = await found;
  assert.ok('path' in got, JSON.stringify(got));
  assert.deepEqual(await readFile((got as Downloaded).path), BYTES);
  assert.deepEqual(await filesBelow(world.folder), [join('cache', 'objects', FILE.sha256)]);
  return got as Downloaded;
}

const ranges = (world: HubWorld): (string | undefined)[] =>
  world.server.seen
    .filter((one) => one.host === 'files')
    .map((one) => one.headers.range as string | undefined);

test(
  'a file lies under its digest, and is fetched once',
  served(async (world) => {
    assert.equal((await whole(world, downloadFile(world.hub, FILE))).reused, false);
    world.server.calm();
    assert.equal((await whole(world, downloadFile(world.hub, FILE))).reused, true);
    assert.equal((await whole(world, downloadFile(world.client(), { ...FILE, path: 'other' }))).reused, true);
    assert.deepEqual(world.server.seen, []);
  }),
);

test(
  'the token goes to the hub alone',
  served(async (world) => {
    await whole(world, downloadFile(world.hub, FILE));
    const sent = world.server.seen.map((one) => [one.host, one.headers.authorization]);
    assert.deepEqual(sent, [['hub', `Bearer ${CANARY}`], ['files', undefined]]); // biome-ignore format: one row
  }),
);

test('what breaks for a while is repaired, and what was received is kept', async (t) => {
  const rows: readonly (readonly [string, RegExp, Fault, number, readonly (string | undefined)[] | null])[] =
    [
      ['429', /hub/, FAULTS.limited('2'), 2, [undefined]],
      ['503 of the file host', /files/, FAULTS.broken(503), 2, [undefined, undefined, undefined]],
      ['hung up', /hub/, { kind: 'hang-up' }, 2, [undefined]],
      ['cut', /files/, { kind: 'truncate', after: 70_000 }, 2, null],
      ['silent in the middle', /files/, { kind: 'stall', after: 70_000 }, 1, [undefined, 'bytes=70000-']],
      [
        'more announced than sent',
        /files/,
        { kind: 'truncate', after: 0 },
        2,
        [undefined, undefined, undefined],
      ],
      ['another file', /files/, { kind: 'other-bytes' }, 1, [undefined, undefined]],
    ];
  for (const [name, match, fault, times, expected] of rows)
    await t.test(
      name,
      served(async (world) => {
        world.server.order(match, fault, times);
        await whole(world, downloadFile(world.hub, FILE));
        // How much of a cut answer reaches the program is up to the system; what did is not asked for again.
        if (expected === null) assert.equal(ranges(world).length, 3);
        else assert.deepEqual(ranges(world), expected);
      }),
    );
});

test('a server that ignores or changes the range costs time, not the file', async (t) => {
  const kinds: readonly (readonly [string, Fault])[] = [
    ['range ignored', { kind: 'range-ignored' }],
    ['another range', { kind: 'other-range' }],
    ['416', { kind: 'answer', status: 416 }],
  ];
  for (const [name, fault] of kinds)
    await t.test(
      name,
      served(async (world) => {
        world.server.order(/files/, { kind: 'stall', after: 70_000 }, 1);
        world.server.order(/files/, fault, 1);
        await whole(world, downloadFile(world.hub, FILE));
      }),
    );
  await t.test(
    'another file since the first part',
    served(async (world) => {
      world.server.order(/files/, { kind: 'stall', after: 70_000 }, 1);
      world.server.order(/files/, { kind: 'header', name: 'etag', value: '"other"' }, 1);
      await whole(world, downloadFile(world.hub, FILE));
      const [, second] = world.server.seen.filter((one) => one.host === 'files');
      assert.equal(second?.headers['if-range'], `"cdn-${FILE.sha256.slice(0, 16)}"`);
    }),
  );
});

test('a server that gives a part again and again, and never the rest, is given up', () =>
  withHub(async ({ server, hub }) => {
    const large = generatedFile('model.safetensors', 6 * 1024 * 1024);
    server.add({ repo: REPO, revision: COMMIT, files: [large] });
    for (let times = 0; times < 20; times += 1) {
      server.order(/files/, { kind: 'truncate', after: 5 * 1024 * 1024 }, 1);
      server.order(/files/, { kind: 'answer', status: 416 }, 1);
    }
    await assert.rejects(downloadFile(hub, wanted(large)), { code: 'RETRY_LATER' });
    assert.ok(server.seen.filter((one) => one.host === 'files').length <= 6);
  }));

test(
  'what a killed process left is continued; what is wrong in it is not believed',
  served(async (world) => {
    const part = join(world.folder, 'cache', 'objects', `${FILE.sha256}.part`);
    const lock = join(world.folder, 'cache', 'objects', `${FILE.sha256}.lock`);
    await mkdir(join(world.folder, 'cache', 'objects'), { recursive: true });
    const gone = spawnSync(process.execPath, ['-e', '0']).pid;
    for (const [left, expected] of [
      [BYTES.subarray(0, 150_000), ['bytes=150000-']],
      [BYTES, []],
      [Buffer.alloc(150_000), ['bytes=150000-', undefined]],
      [Buffer.alloc(300_000), [undefined]],
      [Buffer.alloc(200_000), [undefined]],
    ] as const) {
      await writeFile(part, left);
      await writeFile(lock, `${hostname()} ${gone} of-an-earlier-run`);
      world.server.calm();
      const client = world.client();
      await whole(world, downloadFile(client, FILE));
      assert.deepEqual(ranges(world), expected, `${left.length}`);
      await truncate(client.store.pathOf(FILE.sha256), 10);
      assert.equal(await world.client().store.has(FILE.sha256, FILE.size), false);
    }
  }),
);

test(
  'an object that changed on disk is fetched again',
  served(async (world) => {
    const { path } = await whole(world, downloadFile(world.hub, FILE));
    await writeFile(path, Buffer.alloc(BYTES.length));
    assert.equal((await whole(world, downloadFile(world.client(), FILE))).reused, false);
  }),
);

test(
  'downloads of one digest at one time share one transfer, in a process and between clients',
  served(async (world) => {
    world.server.order(/files/, { kind: 'stall', after: 50_000 }, 1);
    const other = world.client();
    const asked = [world.hub, world.hub, other, other].map((hub) => downloadFile(hub, FILE));
    const found = (await Promise.all(asked)) as Downloaded[];
    assert.equal(found.filter((one) => !one.reused).length, 1);
    assert.equal(world.server.seen.filter((one) => one.host === 'files').length, 2);
  }),
);

test('what does not repair itself is a named error without secrets, and leaves no file', async (t) => {
  const rows: readonly (readonly [string, RegExp, Fault, string, number])[] = [
    ['cut every time', /files/, { kind: 'truncate', after: 10 }, 'RETRY_LATER', 75],
    ['silent', /hub/, { kind: 'stall', after: -1 }, 'RETRY_LATER', 75],
    ['429 for an hour', /hub/, FAULTS.limited('3600'), 'RETRY_LATER', 75],
    ['a length that is too short', /files/, { kind: 'lie', by: -1000 }, 'UNAVAILABLE', 69],
    ['a length that is too long', /files/, { kind: 'lie', by: 1000 }, 'UNAVAILABLE', 69],
    ['another file', /files/, { kind: 'other-bytes' }, 'DIGEST_MISMATCH', 69],
    [
      'another size in the link',
      /hub/,
      { kind: 'header', name: 'x-linked-size', value: '7' },
      'UNAVAILABLE',
      69,
    ],
    ['another digest in the link', /hub/, { kind: 'header', name: 'x-linked-etag', value: `"${'a'.repeat(64)}"` }, 'UNAVAILABLE', 69], // biome-ignore format: one row
    [
      'another commit',
      /hub/,
      { kind: 'header', name: 'x-repo-commit', value: 'b'.repeat(40) },
      'UNAVAILABLE',
      69,
    ],
    ['packed', /files/, { kind: 'header', name: 'content-encoding', value: 'gzip' }, 'UNAVAILABLE', 69],
    [
      'redirect to http',
      /hub/,
      FAULTS.redirect('http://cdn.example.com/x?sig=presigned-canary'),
      'ADDRESS_REFUSED',
      64,
    ],
    ['redirect to another https', /hub/, FAULTS.redirect('https://cdn.example.com/x?sig=presigned-canary'), 'ADDRESS_REFUSED', 64], // biome-ignore format: one row
    [
      'redirect to the metadata address',
      /hub/,
      FAULTS.redirect('http://169.254.169.254/latest'),
      'ADDRESS_REFUSED',
      64,
    ],
    ['redirect to a private address', /hub/, FAULTS.redirect('https://10.0.0.1/x'), 'ADDRESS_REFUSED', 64],
    ['redirect to data', /hub/, FAULTS.redirect('data:text/plain,presigned-canary'), 'ADDRESS_REFUSED', 64],
    ['redirect to a file', /hub/, FAULTS.redirect('file:///etc/passwd'), 'ADDRESS_REFUSED', 64],
    ['redirect with a password', /hub/, FAULTS.redirect('https://a:presigned-canary@huggingface.co/x'), 'ADDRESS_REFUSED', 64], // biome-ignore format: one row
    ['redirect to nothing', /hub/, FAULTS.redirect('http://['), 'ADDRESS_REFUSED', 64],
    ['redirect without an address', /hub/, { kind: 'answer', status: 302 }, 'UNAVAILABLE', 69],
    ['a circle', /hub/, FAULTS.redirect(`/${REPO}/resolve/${COMMIT}/${FILE.path}`), 'UNAVAILABLE', 69],
  ];
  for (const [name, match, fault, code, exitCode] of rows)
    await t.test(
      name,
      served(async (world) => {
        world.server.order(match, fault);
        await assert.rejects(downloadFile(world.hub, FILE), (error) => {
          const { remedy, ...found } = error as { code: string; exitCode: number; remedy: string };
          assert.deepEqual([found.code, found.exitCode], [code, exitCode], everyText(error));
          assert.ok(remedy.length > 10);
          assert.ok(!/presigned-canary/.test(everyText(error)) && !everyText(error).includes(CANARY));
          return true;
        });
        const left = await filesBelow(world.folder);
        assert.ok(
          left.every((one) => one === join('cache', 'objects', `${FILE.sha256}.part`)),
          left.join(),
        );
      }),
    );
});

test('what the hub does not give is a state', async (t) => {
  const rows: readonly (readonly [string, RegExp, Fault, string])[] = [
    ['gone', /hub/, FAULTS.gone, 'gone'],
    ['gated', /hub/, FAULTS.gated(403), 'gated'],
    ['private', /hub/, FAULTS.private, 'private'],
    ['disabled', /hub/, FAULTS.disabled, 'disabled'],
    ['rewritten', /hub/, FAULTS.rewritten, 'rewritten'],
    ['removed from the file host', /files/, { kind: 'answer', status: 403 }, 'gone'],
    ['a pointer in place of the file', /files/, { kind: 'answer', status: 200, headers: { 'content-length': String(pointerText(FILE.sha256, FILE.size).length) }, body: pointerText(FILE.sha256, FILE.size) }, 'pointer'], // biome-ignore format: one row
  ];
  for (const [name, match, fault, state] of rows)
    await t.test(
      name,
      served(async (world) => {
        world.server.order(match, fault);
        const found = await downloadFile(world.hub, FILE);
        assert.ok(isHubTrouble(found));
        assert.equal(found.state, state, found.why);
      }),
    );
  await t.test(
    'names that can be none',
    served(async (world) => {
      for (const path of ['../x', 'a//b', '/etc/passwd', '.', '', 'a/./b', 'x\0', '\udc00']) {
        const found = await downloadFile(world.hub, { ...FILE, path });
        assert.ok(isHubTrouble(found) && found.state === 'bad-name', path);
      }
      const unpinned = await downloadFile(world.hub, { ...FILE, revision: 'main' });
      assert.ok(isHubTrouble(unpinned) && unpinned.state === 'not-pinned');
      assert.deepEqual(world.server.seen, []);
    }),
  );
});

test(
  'a folder that cannot be written is an error of this machine',
  served(async (world) => {
    await mkdir(join(world.folder, 'cache', 'objects', `${FILE.sha256}.part`), { recursive: true });
    await assert.rejects(downloadFile(world.hub, FILE), { code: 'IO', exitCode: 74 });
    const linked = world.client({ cache: join(world.folder, 'linked') });
    await mkdir(join(world.folder, 'linked', 'objects'), { recursive: true });
    await writeFile(join(world.folder, 'outside'), 'mine');
    await symlink(
      join(world.folder, 'outside'),
      join(world.folder, 'linked', 'objects', `${FILE.sha256}.part`),
    );
    await assert.rejects(downloadFile(linked, FILE), { code: 'IO' });
    assert.equal(await readFile(join(world.folder, 'outside'), 'utf8'), 'mine');
  }),
);

test(
  'an interrupt stops at once, and the next run goes on',
  served(async (world) => {
    world.server.order(/files/, { kind: 'stall', after: 70_000 }, 1);
    const stop = new AbortController();
    const hub = world.client({ signal: stop.signal, timeoutMs: 60_000 });
    const reason = new Error('stopped by the person');
    const running = downloadFile(hub, FILE);
    setTimeout(() => stop.abort(reason), 200);
    await assert.rejects(running, (error) => error === reason);
    world.server.calm();
    await whole(world, downloadFile(world.client(), FILE));
    assert.deepEqual(ranges(world), ['bytes=70000-']);
  }),
);

test(
  'a Hugging Face cache is used after hashing alone',
  served(async (world) => {
    const reuse = join(world.folder, 'hf');
    const blobs = join(reuse, 'models--org--model', 'blobs');
    await mkdir(blobs, { recursive: true });
    const blob = join(blobs, FILE.sha256);
    await writeFile(blob, BYTES);
    const fetched = async (name: string): Promise<number> => {
      world.server.calm();
      const found = await downloadFile(world.client({ reuse, cache: join(world.folder, name) }), FILE);
      assert.ok('path' in found && found.path.startsWith(join(world.folder, name, 'objects')));
      assert.deepEqual(await readFile(found.path), BYTES);
      return world.server.seen.length;
    };
    assert.equal(await fetched('sound'), 0);
    await writeFile(blob, Buffer.alloc(BYTES.length));
    assert.equal(await fetched('changed'), 2);
    await truncate(blob, 5);
    assert.equal(await fetched('short'), 2);
    const outside = join(world.folder, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, FILE.sha256), BYTES);
    const links = join(world.folder, 'links');
    await mkdir(join(links, 'models--org--model'), { recursive: true });
    await symlink(outside, join(links, 'models--org--model', 'blobs'));
    world.server.calm();
    await downloadFile(world.client({ reuse: links, cache: join(world.folder, 'folder-link') }), FILE);
    assert.equal(world.server.seen.length, 2, 'a folder that leads out is not followed');
    const inner = join(world.folder, 'inner', 'models--org--model', 'blobs');
    await mkdir(inner, { recursive: true });
    await symlink(join(outside, FILE.sha256), join(inner, FILE.sha256));
    world.server.calm();
    await downloadFile(
      world.client({ reuse: join(world.folder, 'inner'), cache: join(world.folder, 'file-link') }),
      FILE,
    );
    assert.equal(world.server.seen.length, 2, 'a link is not followed');
  }),
);

test('the folder of the Hugging Face cache is found as its own tools find it', () => {
  assert.equal(cacheFolder({}, '/home/a'), '/home/a/.cache/huggingface/hub');
  assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x' }, '/home/a'), '/x/huggingface/hub');
  assert.equal(cacheFolder({ XDG_CACHE_HOME: '/x', HF_HOME: '/h' }, '/home/a'), '/h/hub');
  assert.equal(cacheFolder({ HF_HOME: '/h', HF_HUB_CACHE: '/c' }, '/home/a'), '/c');
  assert.equal(cacheFolder({ HF_HUB_CACHE: '' }, '/home/a'), '/home/a/.cache/huggingface/hub');
});

test(
  'a full disk is an error of this machine, and what was written is continued',
  { skip: process.platform === 'win32' },
  () =>
    withHub(async (world) => {
      const file = generatedFile('large', 3_000_000);
      world.server.add({ repo: REPO, revision: COMMIT, files: [file] });
      const child = join(world.folder, 'child.sh');
      // A limit on the size of files stands for the disk; the signal that comes with it is switched off.
      await writeFile(child, `#!/bin/sh\nulimit -f 1000\ntrap '' XFSZ\nexec "$@"\n`);
      await chmod(child, 0o755);
      const probe = spawnSync(child, [process.execPath, '-e', `try { require('fs').writeFileSync(${JSON.stringify(join(world.folder, 'probe'))}, Buffer.alloc(3e6)); } catch (e) { process.stdout.write(e.code) }`], { encoding: 'utf8' }); // biome-ignore format: one row
      assert.match(probe.stdout, /EFBIG|ENOSPC/);
      const { downloadInChild } = await import('./hubChild.js');
      const out = await downloadInChild(child, world.server.url, join(world.folder, 'cache'), wanted(file));
      assert.match(out, /"code":"IO","exitCode":74/);
      const left = await stat(join(world.folder, 'cache', 'objects', `${file.sha256}.part`));
      assert.ok(left.size > 0);
      world.server.calm();
      const found = await downloadFile(world.hub, wanted(file));
      assert.ok('path' in found);
      assert.equal(ranges(world)[0], `bytes=${left.size}-`);
    }),
);

test('a bad address or token is refused before anything is sent', () => {
  const make = (change: object) => () =>
    createHub({
      url: 'https://huggingface.co',
      token: null,
      cache: 'c',
      signal: new AbortController().signal,
      ...change,
    });
  assert.equal(make({})().url, 'https://huggingface.co');
  for (const url of [
    'http://huggingface.co',
    'https://user:pw@huggingface.co',
    'file:///x',
    'huggingface.co',
    '',
  ])
    assert.throws(make({ url }), { code: 'ADDRESS_REFUSED' }, url);
  for (const token of ['', 'two words', 'line\nbreak', 'x'.repeat(501)])
    assert.throws(make({ token }), (error) => (error as { code: string }).code === 'USAGE' && (token.length < 4 || !everyText(error).includes(token))); // biome-ignore format: one row
});
