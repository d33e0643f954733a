import { isMoe, type QuasarConfig, widths } from '../../src/model/graphs/QuasarConfig.js';

/** Multiplications and additions that one run needs, without padding, norms and element-wise work. */
export function usefulFlop(config: QuasarConfig, tokens: number, scored: number): number {
  const { dModel: d, nHeads, headDim, topK, numSharedExperts } = config;
  const { inner, glaKey, glaValue, bottleneck, expert } = widths(config);
  let perToken = 0;
  // What the last layer does behind its routing is asked of the scored rows only.
  let spared = 0;
  config.layerTypes.forEach((type, i) => {
    if (type === 'quasar')
      perToken += 4 * d * inner + d * (nHeads + headDim) + headDim * inner + 3 * inner * headDim;
    else
      perToken +=
        d * (2 * glaKey + 3 * glaValue + 16 + config.memoryDim) +
        16 * glaKey +
        (3 * glaKey * glaValue) / nHeads;
    const moe = isMoe(config, i);
    if (moe) perToken += d * (config.numRoutedExperts + bottleneck) + topK * 3 * bottleneck * expert;
    spared = moe ? d * (3 * config.sharedExpertSize * numSharedExperts + bottleneck) : 3 * d * config.dFf;
    perToken += spared;
  });
  return 2 * (tokens * perToken - (tokens - scored) * spared + scored * d * config.vocabSize);
}
