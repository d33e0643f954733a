import { ModelRefusedError } from '../../errors/model.js';
import type { WeightSource } from '../onnx/GraphBuilder.js';

const ACCEPTED_DTYPES: ReadonlySet<string> = new Set(['F32', 'BF16', 'F16']);

/**
 * Holds the tensors of a checkpoint against the architecture that its config describes.
 *
 * @param inventory the tensors of the architecture with their shapes
 * @param isSkipped whether a tensor beyond these belongs to a part that takes no part in a run; its type may be any
 * @throws ModelRefusedError naming the tensor that is unknown, missing, or of another shape or type.
 */
export function checkTensors(
  inventory: ReadonlyMap<string, readonly number[]>,
  tensors: ReadonlyMap<string, WeightSource>,
  isSkipped: (name: string) => boolean = () => false,
): void {
  for (const [name, shape] of inventory) {
    const found = tensors.get(name);
    if (found === undefined) throw refused(name, 'it is missing');
    if (found.shape.length !== shape.length || found.shape.some((extent, i) => extent !== shape[i]))
      throw refused(name, `its shape is [${found.shape}], the config asks for [${shape}]`);
    if (!ACCEPTED_DTYPES.has(found.dtype))
      throw refused(name, `its type is ${found.dtype}, only ${[...ACCEPTED_DTYPES].join(', ')} are read`);
  }
  for (const name of tensors.keys())
    if (!inventory.has(name) && !isSkipped(name)) throw refused(name, 'the architecture has no such tensor');
}

function refused(tensor: string, why: string): ModelRefusedError {
  return new ModelRefusedError({
    what: `the model's tensor ${JSON.stringify(tensor)} is refused`,
    why,
    remedy:
      'Score only checkpoints that hold exactly the tensors of the architecture that their config names.',
    facts: { tensor },
  });
}
