import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaptureLine } from '../../src/artifacts/captures/captureLine.js';
import { hotkeyOf } from '../../src/chain/codec/accounts.js';
import { type WatchOptions, type WatchSetting, watch } from '../../src/cli/commands/watch.js';
import { withFolder } from '../artifacts/sampleSnapshot.js';
import { recordingContext } from '../cli/recordingContext.js';
import {
  type LoopbackValidator,
  startLoopbackValidator,
} from '../support/loopbackValidator/startLoopbackValidator.js';

export const VALIDATOR = hotkeyOf(Buffer.alloc(32, 7));

/** The round that a loopback validator begins with. */
export const FIRST = 11_643;

/** Runs a test with a loopback validator and a fresh folder, and removes both. */
export const withValidator = (
  work: (folder: string, validator: LoopbackValidator) => Promise<void>,
): Promise<void> =>
  withFolder(async (folder) => {
    const validator = await startLoopbackValidator(FIRST);
    try {
      await work(folder, validator);
    } finally {
      await validator.down();
    }
  });

/** Waits of a watch, in the order asked, and what is done at each. */
export interface Clock {
  readonly waits: number[];
  /** Milliseconds since 1970; every look at the clock is a second later. */
  at: number;
  onWait: ((ms: number) => Promise<void> | void) | null;
}

export const clockAt = (at = Date.parse('2026-06-25T00:00:00Z')): Clock => ({ waits: [], at, onWait: null });

/** Manners without waiting, and no hub. */
export const settingOf = (clock: Clock, manners: Partial<WatchSetting['manners']> = {}): WatchSetting => ({
  resolve: null,
  manners: {
    pauseMs: 7,
    maxBytes: 1_000_000,
    timeoutMs: 300,
    totalMs: 600,
    patience: {
      attempts: 2,
      baseMs: 1,
      capMs: 60_000,
      random: () => 0.5,
      now: () => {
        clock.at += 1000;
        return clock.at;
      },
      sleep: async (ms, signal) => {
        clock.waits.push(ms);
        await clock.onWait?.(ms);
        signal.throwIfAborted();
      },
    },
    ...manners,
  },
});

export interface Once {
  readonly captured: readonly {
    name: string;
    roundId: number | null;
    sha256: string;
    size: number;
    new: boolean;
  }[];
  readonly refused: readonly { name: string; why: string }[];
  readonly stderr: string;
}

/** `watch --once --json` in a folder. */
export async function once(
  folder: string,
  api: string,
  clock = clockAt(),
  setting: Partial<WatchSetting> = {},
): Promise<Once> {
  const context = recordingContext(folder, true);
  const options: WatchOptions = { api, validator: VALIDATOR, out: 'c', once: true };
  await watch(context, options, { ...settingOf(clock), ...setting });
  return { ...JSON.parse(context.stdout), stderr: context.stderr };
}

export const logPath = (folder: string): string => join(folder, 'c', VALIDATOR, 'captures.jsonl');

export const linesOf = (folder: string): CaptureLine[] =>
  readFileSync(logPath(folder), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((text) => JSON.parse(text));

export const objectsOf = (folder: string): string[] =>
  readdirSync(join(folder, 'c', VALIDATOR, 'objects')).sort();
