import type { Decoder } from '../../domain/decoder.js';
import { runTool, toolCall } from '../grading/runTool.js';
import type { Sandbox } from '../sandbox/runConfined.js';
import { type Answer, askItem } from './askItem.js';

/**
 * A tool-use answer: the first call of the first pass is run, and a second pass goes on from it with its output. What is
 * graded is all three together, and the tokens are those of both passes.
 */
export async function callTool(
  decoder: Decoder,
  prompt: string,
  maxNew: number,
  sandbox: Sandbox,
): Promise<Answer> {
  const first = await askItem(decoder, [prompt], maxNew);
  const call = first.failed ? null : toolCall(first.text);
  if (call === null) return first;
  const output = await runTool(call.code, sandbox);
  const sofar = `${call.before}\n${output}`;
  const second = await askItem(decoder, [`${prompt}\n\n${sofar}\n`], maxNew);
  return {
    text: `${sofar}\n${second.text}`,
    tokens: first.tokens + second.tokens,
    terminated: second.terminated,
    failed: second.failed,
  };
}
