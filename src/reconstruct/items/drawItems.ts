import type { AnswerItem, ChoiceItem, CodeItem, InstructionItem, NeedleItem } from '../../domain/item.js';
import type { ItemCounts } from '../../domain/itemCounts.js';
import { aimeItems } from './aimeItems.js';
import { type CapabilityDraw, capabilityItems } from './capabilityItems.js';
import { BRIEF_REQUESTS, JUDGE_REQUESTS, ON_POLICY_REQUESTS, RIDDLE_REQUESTS, TALKS } from './chatPools.js';
import { choiceItems } from './choiceItems.js';
import { codeItems } from './codeItems.js';
import { drawIndices, sampleIndices } from './drawIndices.js';
import { drawNoiseWays, drawRobustnessWays, type NoiseWay, type RobustnessWay } from './drawWays.js';
import { instructionItems } from './instructionItems.js';
import { mathItems } from './mathItems.js';
import { needleItems } from './needleItems.js';
import { proceduralItems } from './proceduralItems.js';
import { reasoningItems } from './reasoningItems.js';

/** Everything that a round asks beside the corpus prompts, from its block number alone. */
export interface RoundItems {
  readonly math: readonly AnswerItem[];
  readonly aime: readonly AnswerItem[];
  readonly tool_use: readonly AnswerItem[];
  readonly self_consistency: readonly AnswerItem[];
  readonly robustness: readonly AnswerItem[];
  readonly noise: readonly AnswerItem[];
  readonly code: readonly CodeItem[];
  readonly mbpp: readonly CodeItem[];
  readonly reasoning: readonly ChoiceItem[];
  readonly knowledge: readonly ChoiceItem[];
  readonly arc: readonly ChoiceItem[];
  readonly truthful: readonly ChoiceItem[];
  readonly ifeval: readonly InstructionItem[];
  readonly procedural: readonly AnswerItem[];
  readonly long_context: readonly NeedleItem[];
  readonly robustnessWays: readonly RobustnessWay[];
  readonly noiseWays: readonly NoiseWay[];
  readonly capability: CapabilityDraw;
  /** Indices into the pools of requests. */
  readonly judge: readonly number[];
  readonly chatTurns: readonly number[];
  readonly onPolicy: readonly number[];
  /** Base of the sampling seeds of the on-policy continuations. */
  readonly onPolicySeed: number;
  readonly think: readonly [brief: readonly number[], riddles: readonly number[]];
}

/** Constants by which the streams of the axes differ. */
const STREAM = {
  math: 0xa13ac001,
  code: 0xc0debabe,
  reasoning: 0xbbbbb117,
  knowledge: 0x4a11a7e4,
  ifeval: 0x1feaf001,
  aime: 0xa1e7e001,
  long_context: 0x10c0001d,
  procedural: 0x9e71c0de,
  robustness: 0x80b057e5,
  noise: 0x80152be9,
};
/** What the caller of a shared generator mixes in before. */
const CALLER = {
  mbpp: 0x4d42,
  tool_use: 0x546f,
  robustness: 0x524f,
  knowledge: 0x73cc,
  arc: 0x4143,
  truthful: 0x5452,
  self_consistency: 0x5343,
  noise: 0x4e4f,
};
const JUDGE = 0x6a09e667f3bcc908n;
const CHAT_TURNS = 0xbf58476d1ce4e5b9n;
const RIDDLES = 0x9e3779b97f4a7c15n;
const ON_POLICY = 42n;

/**
 * Draws all items of a round (rule: item draws, docs/methodology.md).
 *
 * @param block number of the round's seed block, 0 or more; no hash enters
 */
export function drawItems(block: bigint, counts: ItemCounts): RoundItems {
  const seed = (stream: keyof typeof STREAM, caller?: keyof typeof CALLER): number =>
    Number(
      BigInt.asUintN(32, block ^ BigInt(STREAM[stream]) ^ BigInt(caller === undefined ? 0 : CALLER[caller])),
    );
  const math = (caller: keyof typeof CALLER, count: number) => mathItems(seed('math', caller), count);
  const choice = (caller: 'knowledge' | 'arc' | 'truthful') =>
    choiceItems(seed('knowledge', caller), counts[caller]);
  return {
    math: mathItems(seed('math'), counts.math),
    aime: aimeItems(seed('aime'), counts.aime),
    tool_use: math('tool_use', counts.tool_use),
    self_consistency: math('self_consistency', counts.self_consistency),
    robustness: math('robustness', counts.robustness),
    noise: math('noise', counts.noise),
    code: codeItems(seed('code'), counts.code),
    mbpp: codeItems(seed('code', 'mbpp'), counts.mbpp),
    reasoning: reasoningItems(seed('reasoning'), counts.reasoning),
    knowledge: choice('knowledge'),
    arc: choice('arc'),
    truthful: choice('truthful'),
    ifeval: instructionItems(seed('ifeval'), counts.ifeval),
    procedural: proceduralItems(seed('procedural'), counts.procedural),
    long_context: needleItems(seed('long_context'), counts.long_context),
    robustnessWays: drawRobustnessWays(seed('robustness'), counts.robustness_ways),
    noiseWays: drawNoiseWays(seed('noise'), counts.noise_ways),
    capability: capabilityItems(block, counts.capability_fixed, counts.capability_drawn),
    judge: drawIndices(block ^ JUDGE, JUDGE_REQUESTS.length, 16),
    chatTurns: drawIndices(block ^ CHAT_TURNS, TALKS.length, 6),
    onPolicy: drawIndices(block, ON_POLICY_REQUESTS.length, 16),
    onPolicySeed: Number(ON_POLICY ^ BigInt.asUintN(32, block)),
    think: [
      sampleIndices(block, BRIEF_REQUESTS.length, 16),
      sampleIndices(block ^ RIDDLES, RIDDLE_REQUESTS.length, 16),
    ],
  };
}
