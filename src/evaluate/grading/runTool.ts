import { firstCodePoints } from '../../python/text.js';
import { type Limits, runConfined, type Sandbox } from '../sandbox/runConfined.js';

/** Four seconds as deployed; the other limits are ours. */
const LIMITS: Limits = {
  wallMs: 4000,
  cpuSeconds: 4,
  memoryBytes: 512 << 20,
  fileBytes: 1 << 20,
  openFiles: 64,
  outputBytes: 1 << 16,
};
const SHOWN = 400;
const OPEN = '<python>';
const CLOSE = '</python>';

/** The tool call of a first pass: the text before the code, and the code; null without a closed one. */
export function toolCall(text: string): { readonly before: string; readonly code: string } | null {
  const open = text.indexOf(OPEN);
  const close = open < 0 ? -1 : text.indexOf(CLOSE, open);
  if (close < 0) return null;
  return { before: text.slice(0, close + CLOSE.length), code: text.slice(open + OPEN.length, close) };
}

/** What a tool call prints: 400 characters of its output, or of its errors when it prints nothing. */
export async function runTool(code: string, sandbox: Sandbox): Promise<string> {
  const run = await runConfined(sandbox, code, ['-I', '-S'], LIMITS);
  if (run.ended === 'time') return 'the program took too long';
  return firstCodePoints(run.stdout === '' ? run.stderr : run.stdout, SHOWN);
}
