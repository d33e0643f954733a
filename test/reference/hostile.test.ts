import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAbsent } from '../../src/domain/absent.js';
import type { AuditError } from '../../src/errors/base.js';
import {
  EvaluatorAnswerError,
  EvaluatorEndedError,
  EvaluatorError,
  EvaluatorOutputError,
  EvaluatorRaisedError,
  EvaluatorTimeError,
} from '../../src/errors/evaluator.js';
import { askReference } from '../../src/evaluate/reference/askReference.js';
import { drawn, graded } from '../../src/evaluate/reference/referenceAnswer.js';
import { findSandbox } from '../../src/evaluate/sandbox/findSandbox.js';
import type { Limits, Sandbox } from '../../src/evaluate/sandbox/runConfined.js';
import { ITEM_COUNTS } from '../../src/reconstruct/items/itemCounts.js';

const found = await findSandbox(process.env.PATH ?? '', process.arch);
const skip = isAbsent(found) ? found.why : false;

const ask = async (text: string, limits: Partial<Limits> = {}, task: 'items' | 'grade' = 'items') => {
  const texts = { 'pod_eval_vllm.py': Buffer.from(text) };
  const reference = { identity: { commit: null, files: [] }, texts, sandbox: found as Sandbox };
  const request = { block: 720n, counts: ITEM_COUNTS.default, task } as const;
  if (task === 'items') return askReference(reference, request, drawn, limits);
  return askReference(reference, { ...request, axes: { math_bench: ['1'] } }, graded, limits);
};

const MATH = `
_BENCH_SAMPLES = {"math": [{"src": "a/b", "question": "q", "gold": "1"}]}
def set_bench_block_seed(seed): pass
def math_bench_probe(model, tokenizer, device):
    (text, tokens), = _bench_generate_batch(model, tokenizer, ["q"], 8, device)
    return {"items": [{"pred": text, "ok": True}]}
`;
const SPOOF = `
import json, os
def spoof(document):
    for fd in range(3, 60):
        try: os.write(fd, document)
        except OSError: pass
nonce = json.load(open("/work/request.json"))["nonce"]
empty = {"items": {}, "prompts": {}, "capability": None, "ways": {}, "absent": []}
`;

type Fault = abstract new (...parts: never[]) => AuditError;
const HOSTILE: Record<string, [text: string, fault: Fault, why: RegExp, limits?: Partial<Limits>]> = {
  'a loop': ['while True: pass', EvaluatorTimeError, /1 s of processor time/, { cpuSeconds: 1 }],
  'a sleeper': ['import time\ntime.sleep(99)', EvaluatorTimeError, /over 0.5 s/, { wallMs: 500 }],
  'a flood': ['while True: print("x" * 65536)', EvaluatorOutputError, /over 8388608 bytes/],
  'ten megabytes': [
    `${MATH}def _pick_judge_probe_prompts(seed): return ["x" * 10_000_000]`,
    EvaluatorOutputError,
    /over 8388608 bytes/,
  ],
  'an exit': ['import sys\nsys.exit(0)', EvaluatorEndedError, /while it is loaded: SystemExit: 0/],
  'a hard exit': ['import os\nos._exit(0)', EvaluatorEndedError, /status 0/],
  'a signal': ['import os\nos.kill(os.getpid(), 15)', EvaluatorEndedError, /status 143/],
  'an exception': [
    'raise ValueError("\\x1b[31m no")',
    EvaluatorRaisedError,
    /^while it is loaded: ValueError: \\x1b\[31m no$/,
  ],
  'an exception without a text': [
    'class E(BaseException):\n    def __str__(self): raise self\nraise E()',
    EvaluatorRaisedError,
    /an exception without a text/,
  ],
  'no Python': ['def (', EvaluatorRaisedError, /SyntaxError/],
  'a fork bomb': ['import os\nwhile True: os.fork()', EvaluatorRaisedError, /PermissionError/],
  'a child': ['import subprocess\nsubprocess.run(["/bin/true"])', EvaluatorRaisedError, /PermissionError/],
  'the network': [
    'import socket\nsocket.create_connection(("192.0.2.1", 80), 1)',
    EvaluatorRaisedError,
    /OSError/,
  ],
  'the users': ['open("/etc/passwd")', EvaluatorRaisedError, /FileNotFoundError/],
  'the home': [
    'import os\nraise ValueError(os.listdir(os.path.expanduser("~")), os.path.exists("/root"), os.path.exists("/home"), dict(os.environ).get("USER"))',
    EvaluatorRaisedError,
    /ValueError: \(\['(?:evaluator|main\.py|request\.json)'(?:, '(?:evaluator|main\.py|request\.json)'){2}\], False, False, None\)$/,
  ],
  memory: ['x = bytearray(1 << 31)', EvaluatorRaisedError, /MemoryError/],
  datasets: ['import datasets', EvaluatorRaisedError, /ModuleNotFoundError/],
  'no calls': ['x = 1', EvaluatorRaisedError, /set_bench_block_seed/],
  'a printed answer': [
    `${SPOOF}print(json.dumps({"nonce": nonce, "found": empty}), flush=True)\nos._exit(0)`,
    EvaluatorEndedError,
    /status 0/,
  ],
  'an answer on every pipe with another mark': [
    `${SPOOF}spoof(json.dumps({"nonce": "0" * 32, "found": empty}).encode())\nos._exit(0)`,
    EvaluatorAnswerError,
    /nonce/,
  ],
  'an answer before the answer': [
    `${SPOOF}spoof(json.dumps({"nonce": nonce, "found": empty}).encode())${MATH}`,
    EvaluatorAnswerError,
    /not one JSON document/,
  ],
  'an unknown key': [
    `${SPOOF}spoof(json.dumps({"nonce": nonce, "found": {**empty, "more": 1}}).encode())\nos._exit(0)`,
    EvaluatorAnswerError,
    /"more"/,
  ],
  'deep nesting': [
    `${SPOOF}spoof(b'{"nonce":"' + nonce.encode() + b'","found":' + b"[" * 60_000)\nos._exit(0)`,
    EvaluatorAnswerError,
    /not one JSON document/,
  ],
  'invalid UTF-8': [`${SPOOF}spoof(b"\\xff\\xfe")\nos._exit(0)`, EvaluatorAnswerError, /not one JSON/],
  'a nested gold': [
    `${MATH}x = []\nfor _ in range(100_000): x = [x]\n_BENCH_SAMPLES["math"][0]["gold"] = x`,
    EvaluatorAnswerError,
    /math\[0\]\.gold is list, not str/,
  ],
  'a missing gold': [
    `${MATH}del _BENCH_SAMPLES["math"][0]["gold"]`,
    EvaluatorAnswerError,
    /math\[0\] has no gold/,
  ],
  'too many items': [`${MATH}_BENCH_SAMPLES["math"] *= 20_000`, EvaluatorAnswerError, /20000 entries/],
  'no prompts': [
    `${MATH}def math_bench_probe(*all): return {"error": "no \\x1b model"}`,
    EvaluatorAnswerError,
    /math_bench_probe no \\x1b model/,
  ],
  'an unknown kind': [
    `${MATH}def build_capability_prompts(seed): return [{"q": "q", "kind": "guess", "a": "x"}]`,
    EvaluatorAnswerError,
    /found\.capability\.0\.kind/,
  ],
};
const BAD_GRADES: Record<string, [items: string, why: RegExp]> = {
  NaN: ['[{"pred": "1", "ok": float("nan")}]', /math_bench\.items\[0\]\.ok is neither 0 nor 1/],
  'a text': ['[{"pred": "1", "ok": "yes"}]', /neither 0 nor 1/],
  'two grades': ['[{"ok": True}] * 2', /grades 2 of 1 answers/],
  'no list': ['None', /is NoneType, not a list/],
};

describe('a hostile evaluator has one named error', { skip }, () => {
  for (const [name, [text, fault, why, limits]] of Object.entries(HOSTILE))
    it(name, async () => {
      await assert.rejects(ask(text, limits), (error) => {
        assert.ok(
          error instanceof fault && error instanceof EvaluatorError,
          `${error}: ${(error as AuditError).why}`,
        );
        assert.match(error.why ?? '', why);
        assert.deepEqual([error.exitCode, error.remedy.includes('--evaluator')], [69, true]);
        return true;
      });
    });

  it('grades that are none', async () => {
    for (const [name, [items, why]] of Object.entries(BAD_GRADES)) {
      const text = MATH.replace('[{"pred": text, "ok": True}]', items);
      await assert.rejects(ask(text, {}, 'grade'), { name: 'EvaluatorAnswerError', why }, name);
    }
  });

  it('what it prints, starts and leaves behind has no part in the answer', async () => {
    const noise = 'import sys, threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()\n';
    const answer = await ask(`${noise}print("{}" * 9)\nsys.stdout.close()${MATH}`);
    assert.ok('prompts' in answer);
    assert.deepEqual(answer.prompts, { math_bench: ['q'] });
    assert.deepEqual(await ask(MATH, {}, 'grade'), {
      ...{ axes: { math_bench: [['1', true]] }, capability: [], faults: [] },
    });
  });
});
