import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHub, type Hub, type HubOptions } from '../../src/artifacts/hub/createHub.js';
import type { WantedFile } from '../../src/artifacts/hub/downloadFile.js';
import type { ServedFile } from '../support/loopbackHub/repository.js';
import { type LoopbackHub, startLoopbackHub } from '../support/loopbackHub/startLoopbackHub.js';

export const REPO = 'org/model';
export const COMMIT = createHash('sha1').update('commit').digest('hex');
/** A secret that no error, state or file may hold. */
export const CANARY = 'hf_canaryTokenThatNobodyMaySee';

/** Waits that were asked for, in milliseconds; nothing really waits. */
export const waits: number[] = [];

export interface HubWorld {
  readonly server: LoopbackHub;
  readonly hub: Hub;
  readonly folder: string;
  /** Another client of the same hub and folder, as another process would have. */
  readonly client: (options?: Partial<HubOptions>) => Hub;
}

/** Runs a test with a loopback hub and a client in a fresh folder, and removes both. */
export async function withHub(
  use: (world: HubWorld) => Promise<void>,
  options: { readonly token?: string; readonly pageSize?: number } = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'recrown-hub-'));
  const server = await startLoopbackHub(options);
  waits.length = 0;
  const client = (more: Partial<HubOptions> = {}): Hub =>
    createHub({
      url: server.url,
      token: CANARY,
      cache: join(folder, 'cache'),
      signal: new AbortController().signal,
      timeoutMs: 400,
      patience: {
        attempts: 3,
        baseMs: 1000,
        random: () => 0.5,
        sleep: async (ms) => {
          waits.push(ms);
        },
      },
      ...more,
    });
  try {
    await use({ server, folder, client, hub: client() });
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** How a manifest names a served file. */
export const wanted = (file: ServedFile, repo = REPO): WantedFile => ({
  kind: 'models',
  repo,
  revision: COMMIT,
  path: file.path,
  size: file.size,
  sha256: file.sha256,
});

/** Every file below a folder, ascending. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .sort();
}

/** All that an error would show or write down, its causes included. */
export function everyText(error: unknown): string {
  const parts: string[] = [];
  for (let one: unknown = error; one !== undefined && one !== null; one = (one as Error).cause)
    parts.push(
      String(one),
      String((one as Error).stack),
      JSON.stringify(one, (_, value) => (typeof value === 'bigint' ? String(value) : value)) ?? '',
      ...Object.getOwnPropertyNames(Object(one)).map(
        (name) => JSON.stringify((one as Record<string, unknown>)[name]) ?? '',
      ),
    );
  return parts.join('\n');
}
