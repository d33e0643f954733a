import { type EngineFingerprint, PROVIDERS, type Provider } from '../../domain/engine.js';
import { AuditError } from '../../errors/base.js';
import { InterruptedError } from '../../errors/interrupt.js';
import { createEngine } from '../../model/engine/createEngine.js';
import { EXIT } from '../exit.js';

/** What starting one provider showed. */
export interface ProbedProvider {
  readonly name: Provider;
  /** Measured; null when the provider does not work here. */
  readonly fingerprint: EngineFingerprint | null;
  readonly why: string | null;
  readonly remedy: string | null;
  /** Exit code of the fault. */
  readonly code: number;
}

/** The fastest first; the processor is always there. */
const PREFERRED: readonly Provider[] = ['cuda', 'webgpu', 'cpu'];

/** Starts each provider in a process of its own, one after the other, and lets it test itself. */
export async function probeProviders(signal: AbortSignal): Promise<ProbedProvider[]> {
  const probed: ProbedProvider[] = [];
  for (const provider of PROVIDERS) {
    if (signal.aborted) throw new InterruptedError(signal, 'Run the same command again.');
    probed.push(await probe(provider));
  }
  return probed;
}

/** The first that works, repeats its bits and rounds no factor; none when there is none. */
export function choose(probed: readonly ProbedProvider[]): ProbedProvider | undefined {
  const sound = probed.filter(({ fingerprint }) => {
    const { repeats = false, tf32 = true } = fingerprint?.selfTest ?? {};
    return repeats && !tf32;
  });
  return PREFERRED.flatMap((name) => sound.find((one) => one.name === name) ?? [])[0];
}

/** The self-tests as a table for people. */
export function providerTable(probed: readonly ProbedProvider[], chosen: Provider | null): string[] {
  const rows = [['provider', 'works', 'TF32', 'repeats', 'rows from', 'threads agree', 'error', '']];
  for (const { name, fingerprint } of probed) {
    const test = fingerprint?.selfTest;
    const note = name === chosen ? 'chosen' : '';
    if (test === undefined) {
      rows.push([name, 'no', '', '', '', '', '', note]);
      continue;
    }
    const { tf32, repeats, rowsFrom, threadsAgree, largestError } = test;
    const from = `${rowsFrom.whole ?? 'never'}, ${rowsFrom.mapped ?? 'never'}`;
    const yes = (value: boolean) => (value ? 'yes' : 'no');
    const error = largestError.toExponential(1);
    rows.push([name, 'yes', tf32 ? 'ON' : 'off', yes(repeats), from, yes(threadsAgree), error, note]);
  }
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => (row[i] as string).length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd((widths[i] as number) + 2))
      .join('')
      .trimEnd(),
  );
}

async function probe(name: Provider): Promise<ProbedProvider> {
  try {
    const engine = await createEngine({ threads: 1, provider: name });
    await engine.close();
    return { name, fingerprint: engine.fingerprint, why: null, remedy: null, code: EXIT.ok };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    const { message, why, remedy, exitCode: code } = error;
    return { name, fingerprint: null, why: why ?? message, remedy, code };
  }
}
