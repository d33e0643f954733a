import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callNode } from './callNode.js';
import type { Hex } from './world.js';

/** A real subtensor runtime (spec 185) in a node of its own process. */
export interface Chopsticks {
  readonly wsUrl: string;
  readonly httpUrl: string;
  readonly call: (method: string, params?: readonly unknown[]) => Promise<unknown>;
  /** Builds a block, then plants storage in its state. @returns its hash */
  readonly plantBlock: (pairs: readonly (readonly [key: string, value: string | null])[]) => Promise<Hex>;
  readonly close: () => Promise<void>;
}

/** Hash that chopsticks gives the genesis of a chain specification. */
export const CHOPSTICKS_GENESIS: Hex = `0x${'45'.repeat(32)}`;

const START_LIMIT_MS = 90_000;

/** Boots the public test network's chain specification in a child process, on a free port of 127.0.0.1, off line. */
export async function startChopsticks(): Promise<Chopsticks> {
  const root = process.env.RECROWN_ROOT ?? '.';
  const folder = await mkdtemp(join(tmpdir(), 'recrown-chopsticks-'));
  const spec = join(root, 'test/data/chainspec/subtensor-testfinney-genesis-spec185.raw.json');
  const program = join(root, 'node_modules/@acala-network/chopsticks/chopsticks.cjs');
  // Port 0 is a free one; a taken port would silently become the next.
  const settings = ['--genesis', spec, '--port', '0', '--host', '127.0.0.1', '--build-block-mode', 'Manual'];
  const child = spawn(process.execPath, [program, ...settings], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await readPort(child);
    const httpUrl = `http://127.0.0.1:${port}`;
    const call: Chopsticks['call'] = (method, params) => callNode(httpUrl, method, params);
    assert.equal(await call('chain_getBlockHash', [0]), CHOPSTICKS_GENESIS);
    const plantBlock: Chopsticks['plantBlock'] = async (pairs) => {
      const hash = (await call('dev_newBlock')) as Hex;
      await call('dev_setStorage', [pairs]);
      return hash;
    };
    return { wsUrl: `ws://127.0.0.1:${port}`, httpUrl, call, plantBlock, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The port that it says it listens on. */
function readPort(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`chopsticks did not start: ${said}`)), START_LIMIT_MS);
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`chopsticks ended with ${code}: ${said}`));
    });
  });
}
