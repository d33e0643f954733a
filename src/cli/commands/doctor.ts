import { identityOf, type Provider } from '../../domain/engine.js';
import { printable } from '../../domain/printable.js';
import type { CommandContext } from '../context.js';
import { type Check, failed, ok, probed } from '../doctor/check.js';
import { configCheck } from '../doctor/configCheck.js';
import { folderChecks } from '../doctor/folderChecks.js';
import { machineChecks } from '../doctor/machineChecks.js';
import { nativeChecks } from '../doctor/nativeChecks.js';
import { sandboxCheck } from '../doctor/sandboxCheck.js';
import { terminalCheck } from '../doctor/terminalCheck.js';
import { archiveCheck, replaysCheck, snapshotChecks } from '../doctor/worldChecks.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { choose, type ProbedProvider, probeProviders, providerTable } from './probeProviders.js';

export interface DoctorOptions {
  /** Archive nodes to ask. */
  readonly endpoint: readonly string[];
  readonly network: string;
  /** The provider that must work; without it the best of those that do is named. */
  readonly provider?: Provider;
}

/** Milliseconds that a probe may take; snapshots are read whole, and nodes answer over a network. */
const LIMIT = { short: 30_000, long: 300_000 } as const;

/** Which code stands for several faults: the earlier in this list. */
const PRECEDENCE = [
  EXIT.internal,
  EXIT.io,
  EXIT.config,
  EXIT.retry,
  EXIT.unavailable,
  EXIT.badBundle,
  EXIT.usage,
];

/**
 * Reports what this machine offers, each fact measured here and now, all of them beside each other: the engine is started
 * with every provider and tests itself, native packages are loaded in processes of their own, every snapshot is verified
 * byte by byte, and each archive node that is named is asked how far back it goes. Exits with 0 when nothing that is needed
 * fails, else with the code of the worst fault.
 */
export async function doctor(context: CommandContext, options: DoctorOptions): Promise<number> {
  const { replays, snapshots } = context.options;
  const [providers, ...found] = await Promise.all([
    probeProviders(context.signal),
    probed('machine', LIMIT.short, machineChecks),
    probed('native packages', LIMIT.short, () => nativeChecks()),
    probed('sandbox', LIMIT.short, async () => [await sandboxCheck(context.env.PATH ?? '')]),
    probed('terminal', LIMIT.short, async () => [await terminalCheck(context)]),
    probed('configuration', LIMIT.short, async () => [await configCheck(context)]),
    probed('folder of snapshots', LIMIT.short, () => folderChecks('snapshots', snapshots, '--snapshots')),
    probed('folder of replays', LIMIT.short, () => folderChecks('replays', replays, '--replays')),
    probed(`snapshots ${snapshots}`, LIMIT.long, () => snapshotChecks(snapshots)),
    probed(`replays ${replays}`, LIMIT.short, () => [replaysCheck(replays)]),
    ...options.endpoint.map((endpoint) =>
      probed('archive', LIMIT.long, async () => [
        await archiveCheck(endpoint, options.network, context.signal),
      ]),
    ),
  ]);
  const asked = options.provider ?? choose(providers)?.name ?? 'cpu';
  const engine = providers.find(({ name }) => name === asked);
  const checks = [engineCheck(engine), ...found.flat()];
  report(context, checks, providers, engine);
  return PRECEDENCE.find((code) => checks.some((check) => check.code === code)) ?? EXIT.ok;
}

const MARKS: Readonly<Record<Check['state'], string>> = { ok: 'ok  ', warning: 'warn', failed: 'FAIL' };

function report(
  context: CommandContext,
  checks: readonly Check[],
  probed: readonly ProbedProvider[],
  engine: ProbedProvider | undefined,
): void {
  const provider = engine?.fingerprint?.provider ?? null;
  if (context.options.json) {
    const providers = probed.map(({ name, fingerprint, why, remedy }) => ({
      name,
      ok: fingerprint !== null,
      why,
      remedy,
      selfTest: fingerprint?.selfTest ?? null,
      digest: fingerprint?.digest ?? null,
    }));
    const fingerprint = engine?.fingerprint ?? null;
    const shown = checks.map(({ name, state, detail, remedy }) => ({
      ...{ name, ok: state !== 'failed', state, detail, remedy },
    }));
    context.out(
      jsonLine({ schema: 1, version: RECROWN_VERSION, checks: shown, provider, providers, fingerprint }),
    );
    return;
  }
  for (const { name, state, detail, remedy } of checks) {
    context.out(`${MARKS[state]}  ${printable(name)}: ${printable(detail)}\n`);
    if (remedy !== null) context.out(`      ${printable(remedy)}\n`);
  }
  context.out(`\n${providerTable(probed, provider).join('\n')}\n`);
  for (const { name, why, remedy } of probed)
    if (why !== null) context.out(`${name}: ${printable(why)}\n  ${printable(remedy ?? '')}\n`);
}

function engineCheck(engine: ProbedProvider | undefined): Check {
  const name = 'engine';
  if (engine?.fingerprint == null)
    return failed(
      name,
      `${engine?.name ?? 'none'}: ${engine?.why ?? 'no provider works'}`,
      engine?.remedy ?? 'install recrown again with npm ci',
      engine?.code ?? EXIT.unavailable,
    );
  const { onnxruntime, provider, cpu, digest } = engine.fingerprint;
  const repeats = identityOf(engine.fingerprint) === null ? ', does not repeat its own bits' : '';
  return ok(
    name,
    `onnxruntime ${onnxruntime} with ${provider} on ${cpu}, fingerprint ${digest.slice(0, 12)}${repeats}`,
  );
}
