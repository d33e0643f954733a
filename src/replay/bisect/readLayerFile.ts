import { resolve } from 'node:path';
import * as z from 'zod';
import type { LayerRun } from '../../domain/bisection.js';
import { printable } from '../../domain/printable.js';
import { DamagedError } from '../../errors/artifact.js';
import { readJsonFile } from '../readJsonFile.js';

const MAX_BYTES = 256 * 1024 * 1024;
const hex = z.string().regex(/^[0-9a-f]{64}$/);
const document = z.object({
  schema: z.literal(1),
  layers: z.object({
    ids: hex,
    form: z.enum(['contrib', 'plain']),
    digests: z
      .array(z.object({ layer: z.number().int().min(0), sha256: hex }))
      .min(1)
      .max(4096),
    values: z
      .object({
        layer: z.number().int().min(0),
        width: z.number().int().min(1),
        f32: z.string(),
      })
      .optional(),
  }),
  fingerprint: z.object({ digest: hex }),
});

/** The hidden states of another party's run, out of `recrown score --layers --json`. */
export interface LayerFile {
  /** sha256 of the token ids that were run (`idsDigest`). */
  readonly ids: string;
  readonly run: LayerRun;
  /** Row-major [T, width] after one layer; null when the file holds none. */
  readonly values: { readonly layer: number; readonly width: number; readonly hidden: Float32Array } | null;
}

/** @throws DamagedError when it is no such file */
export function readLayerFile(text: string, cwd: string): LayerFile {
  const damaged = (why: string, cause?: unknown) =>
    new DamagedError({
      what: `the layer file ${printable(text, 80)} cannot be used`,
      why,
      remedy: 'make one with: recrown score --model DIR --input FILE --layers --json > layers.json',
      cause,
    });
  const parsed = document.safeParse(readJsonFile(resolve(cwd, text), MAX_BYTES, damaged));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damaged(`${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'not understood'}`);
  }
  const { layers, fingerprint } = parsed.data;
  if (layers.digests.some(({ layer }, i) => layer !== i)) throw damaged('its layers are not 0, 1, 2, ...');
  const { ids, form, digests, values } = layers;
  const run = { form, engine: fingerprint.digest, digests };
  if (values === undefined) return { ids, run, values: null };
  const bytes = Buffer.from(values.f32, 'base64');
  if (bytes.toString('base64') !== values.f32) throw damaged('its values are not base64');
  if (bytes.length % (4 * values.width) !== 0) throw damaged('its values are no whole rows of float32');
  const hidden = Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
  return { ids, run, values: { layer: values.layer, width: values.width, hidden } };
}
