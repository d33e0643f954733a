import { UsageError } from '../../errors/input.js';
import { ModelRefusedError } from '../../errors/model.js';
import { quasarCost } from '../cost/quasarCost.js';
import { qwen35Cost } from '../cost/qwen35Cost.js';
import type { Architecture, Inside } from './Architecture.js';
import { buildQuasarGraph } from './buildQuasarGraph.js';
import { checkTensors } from './checkTensors.js';
import { memoryStates } from './memoryStates.js';
import { isMoe, type QuasarConfig } from './QuasarConfig.js';
import { buildQwen35Graph } from './qwen35/buildQwen35Graph.js';
import { qwen35States } from './qwen35/qwen35States.js';
import { isSkippedTensor, qwen35Tensors } from './qwen35/qwen35Tensors.js';
import { QWEN35_MODEL_TYPES, readQwen35Config } from './qwen35/readQwen35Config.js';
import { readQuasarConfig } from './readQuasarConfig.js';
import { tensorInventory } from './tensorInventory.js';

/**
 * The architecture that a config.json asks for by its `model_type`; a config without one is read as Quasar's.
 *
 * @throws ModelRefusedError naming the key that does not fit
 */
export function readArchitecture(document: unknown): Architecture {
  const type = (document as { readonly model_type?: unknown } | null)?.model_type;
  if (QWEN35_MODEL_TYPES.includes(type)) return qwen35(document);
  if (type === undefined || type === 'quasar') return quasar(document);
  const known = ['quasar', ...QWEN35_MODEL_TYPES].join(', ');
  throw new ModelRefusedError({
    what: `the model's config is refused: "model_type"`,
    why: `model_type: it is ${(JSON.stringify(type) ?? 'undefined').slice(0, 80)}, known are ${known}`,
    remedy: 'Use a checkpoint of a known architecture.',
    facts: { key: 'model_type' },
  });
}

function quasar(document: unknown): Architecture {
  const config = readQuasarConfig(document);
  return {
    name: 'quasar',
    vocabSize: config.vocabSize,
    maxSeqLen: config.maxSeqLen,
    switches: ['inputRms', 'capacity', 'roundF32'],
    decoding: {
      mode: 'memory-only',
      states: memoryStates(config),
      oneToken: config.layerTypes.some((_, i) => isMoe(config, i)),
    },
    cost: quasarCost(config),
    inside: insideOf(config),
    fit: (weights) => {
      checkTensors(tensorInventory(config), weights);
      return ({ form, head, probes, carried, oneToken, places, switches }) =>
        buildQuasarGraph(config, weights, {
          ...switches,
          form,
          head,
          ...(probes && { probes }),
          ...(places && { places }),
          memory: carried ? 'carried' : 'zero',
          tokens: oneToken ? 'one' : 'any',
        });
    },
  };
}

function qwen35(document: unknown): Architecture {
  const config = readQwen35Config(document);
  return {
    name: 'qwen35',
    vocabSize: config.vocabSize,
    maxSeqLen: config.maxSeqLen,
    switches: ['roundF32', 'restartLinear'],
    decoding: {
      mode: 'cached',
      states: qwen35States(config).flatMap(({ first, second }) => [first, second]),
      oneToken: false,
    },
    cost: qwen35Cost(config),
    inside: {
      layers: config.layerTypes.length,
      width: config.hiddenSize,
      withExperts: [],
      withMemory: [],
    },
    fit: (weights) => {
      // Where the config does not say whether the two ends share one matrix, the second matrix being there says it.
      const settled = { ...config, tied: config.tied ?? !weights.has('lm_head.weight') };
      checkTensors(qwen35Tensors(settled), weights, isSkippedTensor);
      return ({ form, head, probes, carried, places, switches }) => {
        if (carried && (switches.restartLinear ?? 0) > 0) throw restartsWhole();
        return buildQwen35Graph(settled, weights, {
          ...switches,
          form,
          head,
          ...(probes && { probes }),
          ...(places && { places }),
          cached: carried,
        });
      };
    },
  };
}

function insideOf(config: QuasarConfig): Inside {
  const numbers = Array.from(config.layerTypes.keys());
  return {
    layers: config.nLayers,
    width: config.dModel,
    withExperts: numbers.filter((i) => isMoe(config, i)),
    withMemory: numbers.filter((i) => config.layerTypes[i] === 'gla'),
  };
}

function restartsWhole(): UsageError {
  return new UsageError({
    what: 'cached decoding and restarts of the linear layers exclude each other',
    why: 'restartLinear counts positions of a whole text, a cached step has one token',
    remedy: 'Decode by recompute-full, or leave restartLinear out.',
  });
}
