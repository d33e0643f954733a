import { findSnapshots } from '../../artifacts/snapshot/findSnapshots.js';
import { openSnapshot } from '../../artifacts/snapshot/openSnapshot.js';
import { endpointHosts } from '../../chain/archive/openArchive.js';
import { identityOf, type Provider } from '../../domain/engine.js';
import { printable } from '../../domain/printable.js';
import { judgedRange } from '../../eras/erasAt.js';
import { AuditError } from '../../errors/base.js';
import { listReplays } from '../../replay/listReplays.js';
import { NETUID } from '../../replay/readStoredRound.js';
import { probeArchive } from '../../replay/record/probeArchive.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { networkOf } from '../recorderOf.js';
import { choose, type ProbedProvider, probeProviders, providerTable } from './probeProviders.js';

export interface DoctorOptions {
  /** Archive nodes to ask. */
  readonly endpoint: readonly string[];
  readonly network: string;
  /** The provider that must work; without it the best of those that do is named. */
  readonly provider?: Provider;
}

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/**
 * Reports what this machine offers, each fact measured here and now: the engine is started with every provider
 * and tests itself, every snapshot is
 * verified byte by byte, and each archive node that is named is asked how far back it goes. Exits with 0 when all is well, else with the code of the first fault.
 */
export async function doctor(context: CommandContext, options: DoctorOptions): Promise<number> {
  const node = nodeCheck();
  const checks: Check[] = [node, terminalCheck(context)];
  const probed = await probeProviders(context.signal);
  const asked = options.provider ?? choose(probed)?.name ?? 'cpu';
  const engine = probed.find(({ name }) => name === asked);
  checks.push(engineCheck(engine));
  const faults: number[] = [node.ok ? EXIT.ok : EXIT.config, engine?.code ?? EXIT.unavailable];
  for (const dir of await findSnapshots(context.options.snapshots)) {
    const opened = await attempt(() => openSnapshot(dir));
    faults.push(opened.code);
    const index = opened.value?.index;
    const label = index?.synthetic ? ', SYNTHETIC' : '';
    checks.push({
      name: `snapshot ${dir}`,
      ok: index !== undefined,
      detail:
        index === undefined ? opened.fault : `every digest holds; ${index.blocks.length} blocks${label}`,
    });
  }
  const replays = listReplays(context.options.replays, NETUID);
  const open = replays.filter((file) => !file.sealed).length;
  checks.push({
    name: `replays ${context.options.replays}`,
    ok: true,
    detail: `${replays.length - open} sealed, ${open} running or interrupted`,
  });
  for (const endpoint of options.endpoint) {
    const found = await archiveCheck(context, endpoint, options.network);
    checks.push(found.check);
    faults.push(found.code);
  }
  report(context, checks, probed, engine);
  return faults.find((code) => code !== EXIT.ok) ?? EXIT.ok;
}

/** Asks at the first and the last block whose rules are held: a pruned node has neither. */
async function archiveCheck(
  context: CommandContext,
  endpoint: string,
  network: string,
): Promise<{ check: Check; code: number }> {
  const name = `archive ${endpointHosts([endpoint])[0]}`;
  const { first, last } = judgedRange();
  const blocks = [first, last];
  const asked = await attempt(() =>
    probeArchive(endpoint, networkOf(network), NETUID, blocks, { signal: context.signal }),
  );
  if (asked.value === null) return { check: { name, ok: false, detail: asked.fault }, code: asked.code };
  const { finalizedBlock, specVersion, proofs, depth } = asked.value;
  const missing = depth.filter((one) => !one.held);
  const detail = [
    `final block ${finalizedBlock}, runtime ${specVersion}`,
    proofs ? 'offers read proofs' : 'offers no read proofs: facts stay at T0 or T1',
    ...depth.map(({ block, held }) => `${held ? 'holds' : 'DOES NOT HOLD'} the state of block ${block}`),
  ].join('; ');
  return {
    check: { name, ok: missing.length === 0, detail },
    code: missing.length === 0 ? EXIT.ok : EXIT.unavailable,
  };
}

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
    context.out(jsonLine({ schema: 1, version: RECROWN_VERSION, checks, provider, providers, fingerprint }));
    return;
  }
  for (const { name, ok, detail } of checks)
    context.out(`${ok ? 'ok  ' : 'FAIL'}  ${printable(name)}: ${printable(detail)}\n`);
  context.out(`\n${providerTable(probed, provider).join('\n')}\n`);
  for (const { name, why, remedy } of probed)
    if (why !== null) context.out(`${name}: ${printable(why)}\n  ${printable(remedy ?? '')}\n`);
}

const nodeCheck = (): Check => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return {
    name: 'node',
    ok: major > 20 || (major === 20 && minor >= 19),
    detail: `${process.version}; 20.19 or newer is needed`,
  };
};

const terminalCheck = ({ stdoutIsTTY, stdinIsTTY, columns }: CommandContext): Check => ({
  name: 'terminal',
  ok: true,
  detail:
    stdoutIsTTY && stdinIsTTY
      ? `${columns} columns; recrown open works`
      : 'none: recrown open needs one, everything else works without',
});

function engineCheck(engine: ProbedProvider | undefined): Check {
  const name = 'engine';
  if (engine?.fingerprint == null)
    return { name, ok: false, detail: `${engine?.name ?? 'none'}: ${engine?.why ?? 'no provider works'}` };
  const { onnxruntime, provider, cpu, digest } = engine.fingerprint;
  const repeats = identityOf(engine.fingerprint) === null ? ', does not repeat its own bits' : '';
  const detail = `onnxruntime ${onnxruntime} with ${provider} on ${cpu}, fingerprint ${digest.slice(0, 12)}${repeats}`;
  return { name, ok: true, detail };
}

async function attempt<T>(
  action: () => Promise<T>,
): Promise<{ value: T | null; fault: string; code: number }> {
  try {
    return { value: await action(), fault: '', code: EXIT.ok };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return {
      value: null,
      fault: [error.message, error.why].filter(Boolean).join(': '),
      code: error.exitCode,
    };
  }
}
