import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { EngineFingerprint, ModelFiles, ScoreRequest, ScoreResult } from '../../domain/engine.js';
import { UsageError } from '../../errors/input.js';
import { InterruptedError } from '../../errors/interrupt.js';
import { createEngine } from '../../model/engine/createEngine.js';
import type { Command } from '../context.js';
import { jsonLine } from '../jsonLine.js';
import { readScoreInput } from './readScoreInput.js';

const MAX_THREADS = 8;
/** Columns of the table for people; the whole result is in the JSON. */
const SHOWN_PICKS = 4;

/**
 * Scores one sequence with one checkpoint folder (config.json and *.safetensors) and prints log-probabilities, tail
 * mass or logits of the asked rows. Row r scores the token after position r.
 */
export const score: Command<[{ model: string; input: string; threads?: number }]> = async (
  context,
  { model, input, threads = Math.min(MAX_THREADS, availableParallelism()) },
) => {
  const request = await readScoreInput(resolve(context.cwd, input));
  const files = await findFiles(resolve(context.cwd, model));
  const engine = await createEngine({ threads });
  const stop = () => void engine.close();
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    // A signal that came while the engine was starting found no listener.
    if (context.signal.aborted) await engine.close();
    const loaded = await engine.load(files, 'contrib');
    const result = await loaded.score(request);
    context.out(
      context.options.json
        ? jsonLine(toDocument(request, result, engine.fingerprint))
        : toTable(request, result, engine.fingerprint),
    );
    return 0;
  } catch (error) {
    if (!context.signal.aborted) throw error;
    throw new InterruptedError(context.signal, 'Run the same command again.');
  } finally {
    context.signal.removeEventListener('abort', stop);
    await engine.close();
  }
};

/** `model.safetensors` alone when it is there, otherwise every *.safetensors of the folder. */
async function findFiles(folder: string): Promise<ModelFiles> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw noModel(folder, (error as Error).message);
  }
  if (!names.includes('config.json')) throw noModel(folder, 'it has no config.json');
  const weights = names.includes('model.safetensors')
    ? ['model.safetensors']
    : names.filter((name) => name.endsWith('.safetensors')).sort();
  if (weights.length === 0) throw noModel(folder, 'it has no *.safetensors file');
  return {
    configPath: join(folder, 'config.json'),
    weightPaths: weights.map((name) => join(folder, name)),
  };
}

function noModel(folder: string, why: string): UsageError {
  return new UsageError({
    what: `${folder} is not a model folder`,
    why,
    remedy: 'Give a folder that holds config.json and *.safetensors with --model.',
    facts: { folder },
  });
}

function toDocument(request: ScoreRequest, result: ScoreResult, fingerprint: EngineFingerprint): object {
  const rows = request.rows.length;
  return {
    schema: 1,
    ...(result.logProbs && { logProbs: byRow(result.logProbs, rows) }),
    ...(result.tailLogMass && { tailLogMass: Array.from(result.tailLogMass) }),
    ...(result.logits && { logits: byRow(result.logits, rows) }),
    fingerprint,
  };
}

function byRow(values: Float32Array, rows: number): number[][] {
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width)),
  );
}

function toTable(request: ScoreRequest, result: ScoreResult, fingerprint: EngineFingerprint): string {
  const rows = request.rows.length;
  const picks = result.logProbs && byRow(result.logProbs, rows);
  const logits = result.logits && byRow(result.logits, rows);
  const lines = request.rows.map((row, i) => {
    const cells = [String(row).padStart(6)];
    if (picks !== undefined) {
      cells.push((result.tailLogMass?.[i] ?? 0).toFixed(6).padStart(14));
      const shown = (picks[i] as number[]).slice(0, SHOWN_PICKS);
      shown.forEach((value, k) => {
        cells.push(`${request.topIds?.[i]?.[k]}: ${value.toFixed(6)}`.padStart(20));
      });
    }
    if (logits !== undefined) {
      const values = logits[i] as number[];
      const best = values.reduce((top, value, id) => (value > (values[top] as number) ? id : top), 0);
      cells.push(`best ${best}: ${(values[best] as number).toFixed(6)}`.padStart(24));
    }
    return cells.join('');
  });
  const head = `${'row'.padStart(6)}${picks ? `${'tail log mass'.padStart(14)}${'id: log-probability'.padStart(22)}` : ''}${logits ? '    largest logit' : ''}`;
  return `${head}\n${lines.join('\n')}\nengine ${fingerprint.digest.slice(0, 12)}, ONNX Runtime ${fingerprint.onnxruntime}, ${fingerprint.threads} threads\n`;
}
