import type { CodeItem } from '../../domain/item.js';

/**
 * Puts an answer and its tests together as the evaluator does, inside the sandbox, and becomes the program. Arguments: a
 * JSON file of prompt, answer, test, entry point and mark. The largest window of lines that parses after the prompt is
 * the body; everything above a repeated `def` is dropped with it; a flush-left body is indented.
 */
export const ASSEMBLE = `
import ast, json, os, sys
with open("/work/answer.json", encoding="utf-8") as f:
    given = json.load(f)
prompt, entry = given["prompt"], given["entry"]
def parses(body):
    try:
        ast.parse(prompt + "\\n" + body)
        return True
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
def window(lines):
    for size in range(len(lines), 0, -1):
        for start in range(len(lines) - size + 1):
            if parses("\\n".join(lines[start:start + size])):
                return lines[start:start + size]
    return lines
lines = window(given["answer"].split("\\n"))
heads = [i for i, line in enumerate(lines) if line.lstrip().startswith("def " + entry + "(")]
if heads:
    lines = lines[heads[0] + 1:]
elif lines and not lines[0][:1].isspace():
    lines = ["    " + line if line.strip() else line for line in lines]
text = prompt + "\\n" + "\\n".join(lines) + "\\n\\n" + given["test"] + "\\n\\ncheck(" + entry + ")\\nprint(" + repr(given["mark"]) + ")\\n"
with open("/work/program.py", "w", encoding="utf-8") as f:
    f.write(text)
os.execv(sys.executable, [sys.executable, "-I", "-s", "/work/program.py"])
`;

/** Lines of an answer that are put together; a longer one is cut, as no item needs more. */
const MOST_LINES = 200;

/** What `ASSEMBLE` reads. */
export interface CodeProgram {
  readonly prompt: string;
  readonly answer: string;
  readonly test: string;
  readonly entry: string;
  /** Printed when the tests are through. */
  readonly mark: string;
}

/**
 * How an answer is tested: `asserted` compares inside the program; `nested` is the deployed form of mbpp, a test inside a
 * test, which nobody calls; `printed` prints what the calls give, to be compared outside, where the answer has no say.
 */
export type CodeTest = 'asserted' | 'nested' | 'printed';

/** The program of one answer. */
export function codeProgram(item: CodeItem, answer: string, mark: string, how: CodeTest): CodeProgram {
  return {
    prompt: item.prompt.replace(/\n+$/, ''),
    answer: withoutFences(answer).split('\n').slice(0, MOST_LINES).join('\n'),
    test: testOf(item, how),
    entry: item.entryPoint,
    mark,
  };
}

function testOf({ cases }: CodeItem, how: CodeTest): string {
  const head = 'def check(candidate):';
  if (how === 'printed')
    return [head, ...cases.map(([args]) => `    print(repr(candidate(${args})))`)].join('\n');
  const plain = [head, ...cases.map(([args, expected]) => `    assert candidate(${args}) == ${expected}`)];
  return (how === 'nested' ? [head, ...plain.map((line) => `    ${line}`)] : plain).join('\n');
}

/** The first fenced block, where there is one. */
function withoutFences(answer: string): string {
  const open = answer.indexOf('```');
  if (open < 0) return answer;
  const start = answer.indexOf('\n', open);
  if (start < 0) return answer;
  const close = answer.indexOf('```', start);
  return answer.slice(start + 1, close < 0 ? undefined : close).replace(/\n$/, '');
}
