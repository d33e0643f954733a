import type { ProbeResult, RecurrenceForm } from '../domain/engine.js';

/**
 * Hidden states of one run as JSON: which ids, in which form, a digest a layer, and of a chosen layer the values as
 * base64 of float32, little endian, row-major [T, width] (docs/formats.md).
 * @param ids sha256 of the token ids (`idsDigest`)
 */
export function layersDocument(
  ids: string,
  form: RecurrenceForm,
  { layers = [], values }: ProbeResult,
): object {
  return {
    ids,
    form,
    digests: layers,
    ...(values && { values: { layer: values.layer, width: values.width, f32: base64(values.hidden) } }),
  };
}

function base64(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => {
    bytes.writeFloatLE(value, i * 4);
  });
  return bytes.toString('base64');
}
