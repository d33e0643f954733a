import { resolve } from 'node:path';
import type {
  EngineFingerprint,
  Probes,
  RecurrenceForm,
  ScoreRequest,
  ScoreResult,
} from '../../domain/engine.js';
import { idsDigest } from '../../domain/scoreBytes.js';
import { insideText } from '../../report/insideText.js';
import { layersDocument } from '../../report/layersDocument.js';
import type { ScoreOptions } from '../call.js';
import type { Command } from '../context.js';
import { jsonLine } from '../jsonLine.js';
import { engineLine } from './engineLine.js';
import { findModelFiles } from './findModelFiles.js';
import { readScoreInput } from './readScoreInput.js';
import { DEFAULT_THREADS, withEngine } from './withEngine.js';

/** Columns of the table for people; the whole result is in the JSON. */
const SHOWN_PICKS = 4;

/**
 * Scores one sequence with one checkpoint folder (config.json and *.safetensors) and prints log-probabilities, tail
 * mass or logits of the asked rows, and what its layers tell where that is asked. Row r scores the token after position r.
 */
export const score: Command<[ScoreOptions]> = async (context, options) => {
  const { model, input, threads = DEFAULT_THREADS, provider, form = 'contrib' } = options;
  const probes = probesOf(options);
  const asked = await readScoreInput(resolve(context.cwd, input), probes !== null);
  const request = { ...asked, ...(probes && { probes }) };
  const files = await findModelFiles(resolve(context.cwd, model));
  return withEngine(context, { threads, ...(provider && { provider }) }, async (engine) => {
    const loaded = await engine.load(files, form);
    const result = await loaded.score(request);
    context.out(
      context.options.json
        ? jsonLine(toDocument(request, result, form, engine.fingerprint))
        : toTable(request, result, engine.fingerprint),
    );
    return 0;
  });
};

/** Null when nothing of the inside is asked for: the request is then the same as ever. */
function probesOf({ drops, gates, layers, layerValues }: ScoreOptions): Probes | null {
  const values = layerValues;
  if (drops !== true && gates !== true && layers !== true && values === undefined) return null;
  return {
    drops: drops === true,
    gates: gates === true,
    layers: layers === true || values !== undefined,
    ...(values === undefined ? {} : { values }),
  };
}

function toDocument(
  request: ScoreRequest,
  result: ScoreResult,
  form: RecurrenceForm,
  fingerprint: EngineFingerprint,
): object {
  const rows = request.rows.length;
  const { probes } = result;
  return {
    schema: 1,
    ...(result.logProbs && { logProbs: byRow(result.logProbs, rows) }),
    ...(result.tailLogMass && { tailLogMass: Array.from(result.tailLogMass) }),
    ...(result.logits && { logits: byRow(result.logits, rows) }),
    ...(probes?.drops && { drops: probes.drops }),
    ...(probes?.gates && { gates: probes.gates }),
    ...(probes?.layers && { layers: layersDocument(idsDigest(request.ids), form, probes) }),
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
  const inside = insideText(result.probes ?? {});
  if ((picks ?? logits) === undefined) return `${inside}${engineLine(fingerprint)}`;
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
  return `${head}\n${lines.join('\n')}\n${inside}${engineLine(fingerprint)}`;
}
