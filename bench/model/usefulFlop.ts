import { isMoe, type QuasarConfig, widths } from '../../src/model/graphs/QuasarConfig.js';

/** Multiplications and additions that one run needs, without padding, norms and element-wise work. */
export function usefulFlop(config: QuasarConfig, tokens: number, scored: number): number {
  const { dModel: d, nHeads, headDim, topK, numSharedExperts } = config;
  const { inner, glaKey, glaValue, bottleneck, expert } = widths(config);
  let perToken = 0;
  config.layerTypes.forEach((type, i) => {
    if (type === 'quasar')
      perToken += 4 * d * inner + d * (nHeads + headDim) + headDim * inner + 3 * inner * headDim;
    else
      perToken +=
        d * (2 * glaKey + 3 * glaValue + 16 + config.memoryDim) +
        16 * glaKey +
        (3 * glaKey * glaValue) / nHeads;
    if (isMoe(config, i))
      perToken +=
        3 * d * config.sharedExpertSize * numSharedExperts +
        d * (config.numRoutedExperts + 2 * bottleneck) +
        topK * 3 * bottleneck * expert;
    else perToken += 3 * d * config.dFf;
  });
  return 2 * (tokens * perToken + scored * d * config.vocabSize);
}
