import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uncheckedFiles } from '../../../../src/diff/breaches/prechecks/uncheckedFiles.js';
import type { PrecheckFinding } from '../../../../src/domain/round.js';
import type { RepositoryManifest } from '../../../../src/domain/snapshot.js';
import { breachInput, CHALLENGER, contender, KING, specOf } from '../../breachCases.js';

const file = (path: string, size: number) => ({ path, size, sha256: '0', held: false });
const TEMPLATE = file('tokenizer_config.json', 10);
const finding = (rule: number, status: PrecheckFinding['status']): PrecheckFinding => ({
  rule,
  status,
  category: status === 'fail' ? 'INVALID' : null,
  reason: '',
});

const find = (
  more: Partial<RepositoryManifest>,
  prechecks: readonly PrecheckFinding[] = [finding(14, 'pass')],
  crowned = CHALLENGER,
) => {
  const one = contender(CHALLENGER);
  return uncheckedFiles.find(
    breachInput({
      crowned,
      spec: specOf({
        contenders: [
          { ...one, in: true, role: 'challenger', reason: '', contender: one, plans: 'all', prechecks },
        ],
      }),
      findRepository: (repo) =>
        repo === one.repo
          ? {
              repo,
              revision: one.revision,
              private: false,
              disabled: false,
              gated: false,
              safetensorsTotal: 1_000_000,
              files: [file('model.safetensors', 2_001_000), TEMPLATE],
              ...more,
            }
          : { absent: 'missing', why: '' },
    }),
  );
};

test('E5: tensors of fewer than 16 bits and no declared quantisation', () => {
  const [found] = find({ files: [file('model.safetensors', 1_100_000), TEMPLATE] });
  assert.equal(found?.uid, CHALLENGER);
  assert.match(found?.evidence.join(' ') ?? '', /1\.10 bytes each/);
});

test('E5: no tokenizer_config.json, so that the template check lets it pass', () => {
  const [found] = find({ files: [file('model.safetensors', 2_001_000), file('chat_template.jinja', 5)] });
  assert.match(found?.evidence.join(' ') ?? '', /rule 18/);
});

test('no E5: 16 bits a tensor, a declared quantisation, a rule that failed, or another UID', () => {
  assert.deepEqual(find({}), []);
  const narrow = { files: [file('model.safetensors', 1_100_000), TEMPLATE] };
  assert.deepEqual(find(narrow, [finding(14, 'fail')]), []);
  assert.deepEqual(find(narrow, [finding(14, 'not checked')]), []);
  assert.deepEqual(find({ ...narrow, safetensorsTotal: null }), []);
  assert.deepEqual(find({ files: [file('model.safetensors', 2_001_000)] }, [finding(18, 'fail')]), []);
  assert.deepEqual(find(narrow, undefined, KING), []);
  assert.deepEqual(find(narrow, undefined, 99), []);
});
