import { mkdirSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import { CaptureLog } from '../../artifacts/captures/captureLog.js';
import type { ResolveRevision } from '../../artifacts/captures/captureManifests.js';
import type { PassReport } from '../../artifacts/captures/passReport.js';
import { type ApiManners, ServedApi } from '../../artifacts/captures/servedApi.js';
import { type WatchEvent, watchOnce, watchValidator } from '../../artifacts/captures/watchValidator.js';
import { createHub } from '../../artifacts/hub/createHub.js';
import { resolveRevision } from '../../artifacts/hub/resolveRevision.js';
import { PATIENCE } from '../../artifacts/transport/retry.js';
import { hotkeyOf, publicKeyOf } from '../../chain/codec/accounts.js';
import { printable } from '../../domain/printable.js';
import { AuditError } from '../../errors/base.js';
import { UsageError } from '../../errors/input.js';
import { IoError, StoreLockedError } from '../../errors/store.js';
import { type FileLock, lockFile } from '../../replay/journal/lockFile.js';
import { HUB_URL, WATCH_DEFAULTS } from '../call.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { interruptible } from '../interruptible.js';
import { jsonLine } from '../jsonLine.js';
import { quotedCommand } from '../resumeCommand.js';

export interface WatchOptions {
  /** Address below which the validator serves `/api/..`. */
  readonly api: string;
  /** SS58 address of the validator's hotkey. */
  readonly validator: string;
  /** Folder of captures, one folder per validator below it. */
  readonly out?: string;
  /** Seconds between two passes. */
  readonly every?: number;
  /** One pass, then the end. */
  readonly once?: boolean;
  /** Most bytes that the folder of the validator may hold. */
  readonly maxBytes?: number;
  /** Address of the hub that manifests of committed revisions come from. */
  readonly hub?: string;
}

/** What a test may set otherwise: manners towards the validator, and who answers for the hub. */
export interface WatchSetting {
  readonly manners: ApiManners;
  readonly resolve: ResolveRevision | null;
}

const MIN_SECONDS = 30;
const MANNERS: ApiManners = {
  patience: PATIENCE,
  pauseMs: 1000,
  maxBytes: 64 * 1024 * 1024,
  timeoutMs: 30_000,
  totalMs: 300_000,
};

/** Captures what one validator serves, once or until it is stopped; what was captured is never changed or removed. */
export async function watch(
  context: CommandContext,
  options: WatchOptions,
  setting: Partial<WatchSetting> = {},
): Promise<number> {
  const { signal } = context;
  const everyMs = checkOptions(context, options);
  const api = new ServedApi(options.api, setting.manners ?? MANNERS);
  const dir = resolvePath(context.cwd, options.out ?? 'captures', options.validator);
  const lock = lockFolder(dir);
  try {
    const work = keep(context, options, { ...setting, api, dir, everyMs });
    return await interruptible(work, signal, quotedCommand(context.argv));
  } finally {
    lock.release();
  }
}

async function keep(
  context: CommandContext,
  options: WatchOptions,
  {
    api,
    dir,
    everyMs,
    resolve = hubResolver(context, options, dir),
  }: Partial<WatchSetting> & { readonly api: ServedApi; readonly dir: string; readonly everyMs: number },
): Promise<number> {
  const { validator, maxBytes = WATCH_DEFAULTS.maxBytes } = options;
  const log = await CaptureLog.open(dir, { validator, api: api.shown }, api.manners.patience.now, maxBytes);
  try {
    if (log.torn > 0) context.err(`${log.torn} bytes of a line that was cut are dropped\n`);
    const on = (event: WatchEvent): void => tell(context, event);
    const tools = { api, log, resolve, signal: context.signal, on };
    context.err(`watching ${api.shown}: ${dir}\n`);
    if (options.once !== true) return await watchValidator(tools, everyMs);
    const { captured, refused } = await watchOnce(tools);
    if (context.options.json)
      context.out(jsonLine({ schema: 1, validator, api: api.shown, captured, refused }));
    return EXIT.ok;
  } finally {
    log.close();
  }
}

/** @returns milliseconds between two passes */
function checkOptions(context: CommandContext, options: WatchOptions): number {
  const { validator, every = WATCH_DEFAULTS.every, once, maxBytes = WATCH_DEFAULTS.maxBytes } = options;
  if (!isHotkey(validator))
    throw new UsageError({
      what: `${printable(validator, 80)} is not the address of a hotkey`,
      why: 'an SS58 address with prefix 42 and a right checksum is needed',
      remedy: 'Give the hotkey of the validator whose API is watched: --validator 5F..',
    });
  if (!Number.isSafeInteger(every) || every < MIN_SECONDS || every > 86_400)
    throw new UsageError({
      what: `cannot watch every ${every} seconds`,
      why: `${MIN_SECONDS} to 86400 are possible; a validator answers others too`,
      remedy: 'Leave --every away for one pass in 300 seconds.',
    });
  if (!Number.isSafeInteger(maxBytes) || maxBytes <= 0)
    throw new UsageError({
      what: `captures cannot be limited to ${maxBytes} bytes`,
      why: 'a whole number of bytes above 0 is needed',
      remedy: `Leave --max-bytes away for ${WATCH_DEFAULTS.maxBytes}.`,
    });
  if (context.options.json && once !== true)
    throw new UsageError({
      what: '--json gives one document, and a watch does not end',
      remedy: 'Add --once, or read captures.jsonl in the folder of captures.',
    });
  return every * 1000;
}

function isHotkey(text: string): boolean {
  try {
    return /^[1-9A-HJ-NP-Za-km-z]{47,48}$/.test(text) && hotkeyOf(publicKeyOf(text)) === text;
  } catch {
    return false;
  }
}

/** Makes the folder and takes its lock. */
function lockFolder(dir: string): FileLock {
  try {
    mkdirSync(dir, { recursive: true });
    return lockFile(join(dir, 'watch.lock'), `another watch writes to ${dir}`);
  } catch (cause) {
    if (cause instanceof StoreLockedError) throw cause;
    throw new IoError({
      what: `cannot write ${dir}`,
      why: reasonOf(cause),
      remedy: 'Make room or choose another folder with --out.',
      cause,
    });
  }
}

const reasonOf = (cause: unknown): string =>
  cause instanceof AuditError
    ? (cause.why ?? cause.message)
    : ((cause as NodeJS.ErrnoException).code ?? String(cause));

function hubResolver(context: CommandContext, { hub: url }: WatchOptions, dir: string): ResolveRevision {
  const hub = createHub({
    url: url ?? HUB_URL,
    token: context.env.HF_TOKEN || null,
    cache: join(dir, 'hub'),
    signal: context.signal,
  });
  return (repo, revision) => resolveRevision(hub, repo, revision);
}

function tell(context: CommandContext, event: WatchEvent): void {
  if (event.type === 'outage')
    context.err(
      `not reached: ${printable(event.error.message)} (${printable(event.error.why ?? '', 200)}); next try in ${Math.ceil(event.waitMs / 1000)} s, then later\n`,
    );
  else if (event.type === 'back') context.err('reached again\n');
  else if (event.type === 'hub')
    context.err(`the hub does not answer: ${printable(event.error.why ?? event.error.message, 200)}\n`);
  else for (const line of passLines(event.report)) context.err(`${line}\n`);
}

/** One line for each round with new files, for what was refused, and for manifests; nothing when nothing changed. */
function passLines({ captured, refused, manifests }: PassReport): string[] {
  const rounds = new Map<number | null, string[]>();
  for (const one of captured)
    if (one.new) rounds.set(one.roundId, [...(rounds.get(one.roundId) ?? []), one.name]);
  const rowsOnly: number[] = [];
  const lines: string[] = [];
  for (const [round, names] of rounds)
    if (round !== null && names.join() === 'h2h_history.json') rowsOnly.push(round);
    else lines.push(`${round === null ? 'no round' : `round ${round}`}: ${[...new Set(names)].join(', ')}`);
  if (rowsOnly.length > 0)
    lines.push(`rounds ${Math.min(...rowsOnly)}..${Math.max(...rowsOnly)}: published rows`);
  lines.push(...refused.map((one) => `refused ${one.name}: ${printable(one.why, 300)}`));
  const { found, unresolved, left } = manifests;
  if (found + unresolved > 0)
    lines.push(`manifests: ${found} new, ${unresolved} not given${left > 0 ? `, ${left} to come` : ''}`);
  return lines;
}
