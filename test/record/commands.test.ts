import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { withFolder } from '../artifacts/sampleSnapshot.js';
import { demoArchive, openDemo } from '../support/demoArchive.js';
import { FAULTS } from '../support/loopbackHub/fault.js';
import { type LoopbackHub, startLoopbackHub } from '../support/loopbackHub/startLoopbackHub.js';
import { startLoopbackNode } from '../support/loopbackNode/startLoopbackNode.js';
import type { LoopbackNode } from '../support/loopbackNode/startRpcServer.js';

const ROOT = process.env.RECROWN_ROOT ?? process.cwd();
const SECRET = 'canaryKeyOfAnEndpoint';

let node: LoopbackNode;
let hub: LoopbackHub;

before(async () => {
  node = await startLoopbackNode(await demoArchive(await openDemo(), 800));
  hub = await startLoopbackHub();
});
after(async () => {
  await node.close();
  await hub.close();
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program; `stopAfter` sends SIGINT when that many calls reached the node. */
async function recrown(
  args: readonly string[],
  folder: string,
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<Ended> {
  const already = node.calls.length;
  const child = spawn(process.execPath, [join(ROOT, 'bin/recrown.js'), ...args], {
    cwd: folder,
    env: { ...process.env, HF_TOKEN: `hf_${SECRET}`, HF_HOME: join(folder, 'hf') },
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const timer = setInterval(() => {
    if (node.calls.length - already >= stopAfter) child.kill('SIGINT');
  }, 5);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(timer);
  return { code, out, err };
}

const world = () => [
  '--endpoint',
  `${node.httpUrl}/?key=${SECRET}`,
  '--hub',
  hub.url,
  '--snapshots',
  'world',
];

test('a range is interrupted, goes on, is recorded once, and judged the same offline and from the node', () =>
  withFolder(async (folder) => {
    Object.assign(node.faults, { latencyMs: 30 });
    const stopped = await recrown(['fetch', '11643', ...world(), '--parts', 'none'], folder, 12);
    Object.assign(node.faults, { latencyMs: 0 });
    assert.equal(stopped.code, 130, stopped.err);
    assert.match(stopped.err, /go on with: recrown fetch 11643/);
    assert.deepEqual(await readdir(join(folder, 'world')), ['.cache']);
    const fetched = await recrown(['fetch', '11643', ...world(), '--parts', 'none', '--json'], folder);
    assert.equal(fetched.code, 0, fetched.err);
    const document = JSON.parse(fetched.out);
    assert.equal(fetched.out.split('\n').length, 2);
    const judge = ['audit', '11643', '--duel-only', '--fail-on', 'never', '--json'];
    const offline = await recrown(
      [...judge, '--offline', '--snapshot', document.snapshot.dir, '--replays', 'a'],
      folder,
    );
    assert.equal(offline.code, 0, offline.err);
    const asked = node.calls.length;
    const warm = await recrown(['fetch', '11643', ...world(), '--parts', 'none'], folder);
    assert.match(warm.err, /^chain {5}\d+ blocks, 0 calls\nnote: no --teacher: /);
    assert.match(warm.out, /T0: one endpoint/);
    assert.match(warm.out, /audit it: recrown audit 11643 --snapshot \S+ --offline/);
    const again = await recrown([...judge, ...world(), '--parts', 'none', '--replays', 'b'], folder);
    assert.equal(again.code, 0, again.err);
    assert.equal(again.out.replace('"b/sn24/', '"a/sn24/'), offline.out);
    assert.equal(node.calls.length, asked);
    const sealed = async (dir: string) => {
      const [name] = (await readdir(join(folder, dir, 'sn24'))).filter((one) =>
        one.endsWith('.replay.jsonl'),
      );
      return readFile(join(folder, dir, 'sn24', name ?? ''), 'utf8');
    };
    assert.equal(await sealed('a'), await sealed('b'));
    for (const { out, err } of [stopped, fetched, offline, again])
      assert.doesNotMatch(`${out}${err}`, new RegExp(SECRET));
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile())
        assert.ok(
          !(await readFile(join(entry.parentPath ?? entry.path, entry.name))).includes(SECRET),
          entry.name,
        );
  }));

test('one revision without an answer is told, and the snapshot is written all the same', () =>
  withFolder(async (folder) => {
    const args = ['fetch', '11643', ...world(), '--parts', 'manifests', '--json'];
    const whole = await recrown(args, folder);
    assert.equal(whole.code, 0, whole.err);
    const { repo } = JSON.parse(whole.out).unresolved[0];
    hub.order(new RegExp(`${repo}/revision`), FAULTS.redirect('data:x'));
    const ended = await recrown(args, folder);
    hub.calm();
    assert.equal(ended.code, 75, ended.err);
    assert.match(ended.err, /^incomplete: 1 revisions without an answer; run again$/m);
    const { snapshot, unresolved } = JSON.parse(ended.out);
    assert.ok((await readdir(snapshot.dir)).includes('snapshot.json'));
    assert.equal(unresolved.find((one: { repo: string }) => one.repo === repo).state, 'unreachable');
  }));

test('a plan asks nobody', () =>
  withFolder(async (folder) => {
    const asked = node.calls.length;
    const { code, out } = await recrown(['fetch', '11643..11646', ...world(), '--dry-run', '--json'], folder);
    assert.equal(code, 0);
    const { plan, rounds } = JSON.parse(out);
    assert.deepEqual(rounds, [11643, 11644, 11645, 11646]);
    assert.ok(plan.blocks > 40 && plan.calls.bulk > 100 && plan.seconds > 0);
    assert.deepEqual(await readdir(folder), []);
    assert.equal(node.calls.length, asked);
  }));

test('trouble of a node or an option has its own code, and three lines', () =>
  withFolder(async (folder) => {
    const cases: readonly (readonly [args: readonly string[], code: number, name: RegExp])[] = [
      [['fetch', '11643'], 64, /error USAGE: no archive node/],
      [['fetch', '11643', '--endpoint', 'ftp://a.example'], 64, /ADDRESS_REFUSED/],
      [['fetch', '11643', ...world(), '--network', 'test'], 69, /CHAIN_WRONG_NETWORK/],
      [['fetch', '99999', ...world()], 69, /CHAIN_BLOCK_NOT_FINAL/],
      [['chain', '1', ...world().slice(0, 2)], 69, /CHAIN_BLOCK_UNKNOWN/],
      [['fetch', '11643', '--endpoint', 'ws://127.0.0.1:1'], 75, /CHAIN_ENDPOINT_DOWN/],
      [['audit', '11643', '--offline', ...world()], 64, /contradict/],
      [['fetch', '11643', ...world(), '--teacher', 'a/b@main'], 64, /no pinned teacher/],
      [['fetch', '11643', ...world(), '--teacher', `nobody@${'a'.repeat(40)}`], 64, /OWNER\/NAME/],
      [['fetch', '11643', ...world(), '--dry-run', '--captures', 'nowhere'], 64, /holds no captures/],
      [['fetch', '11643', ...world(), '--dry-run', '--captures', '.'], 64, /holds no captures/],
      [['fetch', '11643', ...world(), '--dry-run', '--hub', 'http://h.example'], 64, /ADDRESS_REFUSED/],
      [['fetch', '11643', ...world(), '--name', '../x'], 64, /cannot be the name/],
      [['fetch', '11643', ...world(), '--out', ''], 64, /names no folder/],
      [['fetch', '11643', ...world(), '--out', '..'], 64, /holds the current folder/],
      [['fetch', '11643', ...world(), '--out', 'world'], 64, /is the folder of snapshots/],
      [['fetch', '11643', ...world(), '--out', 'world/.cache'], 64, /is the cache/],
      [['audit', '11643', '--parts', 'none'], 64, /--parts is used with --endpoint only/],
      [['chain', '1', '--cache', 'x'], 64, /--cache is used with --endpoint only/],
    ];
    for (const [args, code, name] of cases) {
      const ended = await recrown(args, folder);
      assert.equal(ended.code, code, `${args.join(' ')}\n${ended.err}`);
      assert.match(ended.err, name);
      const lines = ended.err.slice(ended.err.indexOf('recrown: error')).trimEnd().split('\n');
      assert.ok(lines.length >= 2 && lines.length <= 3, ended.err);
    }
  }));
