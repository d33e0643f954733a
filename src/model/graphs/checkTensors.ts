import { ModelRefusedError } from '../../errors/model.js';
import type { WeightSource } from '../onnx/GraphBuilder.js';
import type { QuasarConfig } from './QuasarConfig.js';
import { tensorInventory } from './tensorInventory.js';

const ACCEPTED_DTYPES: ReadonlySet<string> = new Set(['F32', 'BF16', 'F16']);

/**
 * Holds the tensors of a checkpoint against the architecture that its config describes.
 *
 * @throws ModelRefusedError naming the tensor that is unknown, missing, or of another shape or type.
 */
export function checkTensors(config: QuasarConfig, tensors: ReadonlyMap<string, WeightSource>): void {
  const inventory = tensorInventory(config);
  for (const [name, shape] of inventory) {
    const found = tensors.get(name);
    if (found === undefined) throw refused(name, 'it is missing');
    if (found.shape.length !== shape.length || found.shape.some((extent, i) => extent !== shape[i]))
      throw refused(name, `its shape is [${found.shape}], the config asks for [${shape}]`);
    if (!ACCEPTED_DTYPES.has(found.dtype))
      throw refused(name, `its type is ${found.dtype}, only ${[...ACCEPTED_DTYPES].join(', ')} are read`);
  }
  for (const name of tensors.keys())
    if (!inventory.has(name)) throw refused(name, 'the architecture has no such tensor');
}

function refused(tensor: string, why: string): ModelRefusedError {
  return new ModelRefusedError({
    what: `the model's tensor ${JSON.stringify(tensor)} is refused`,
    why,
    remedy: 'Score only checkpoints that hold exactly the tensors of the known Quasar architecture.',
    facts: { tensor },
  });
}
