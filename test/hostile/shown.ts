import assert from 'node:assert/strict';
import { errorText } from '../../src/cli/errorText.js';
import { AuditError } from '../../src/errors/base.js';

/** Characters that a terminal obeys: controls, but for the newline and the tab, and marks that turn the direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what may not be there
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Asserts that text which was printed makes a terminal do nothing. */
export function assertClean(text: string): void {
  const at = text.search(RAW);
  assert.equal(
    at,
    -1,
    at < 0 ? '' : `a raw character: ${JSON.stringify(text.slice(Math.max(0, at - 60), at + 20))}`,
  );
}

/** Asserts that an error is the named one, says what and what to do, and is printed as three clean lines at most. */
function assertNamed(error: unknown, code: string): void {
  assert.ok(error instanceof AuditError, `not a named error: ${String((error as Error)?.stack ?? error)}`);
  assert.equal(error.code, code, `${error.message}: ${error.why}`);
  assert.ok(error.message.length > 0 && error.remedy.length > 0);
  assert.notEqual(error.why, '');
  const text = errorText(error);
  assertClean(text);
  assert.equal(text.split('\n').length, error.why === undefined ? 3 : 4, text);
}

/** Runs work that must fail with a named error. */
export async function failsWith(code: string, work: () => Promise<unknown>): Promise<void> {
  let value: unknown;
  try {
    value = await work();
  } catch (error) {
    assertNamed(error, code);
    return;
  }
  assert.fail(`no error ${code}, but ${JSON.stringify(value)?.slice(0, 200)}`);
}
