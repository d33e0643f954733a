import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isAbsent } from '../../src/domain/absent.js';
import type { NormReading } from '../../src/domain/normReading.js';
import { P11 } from '../../src/eras/p11.js';
import { SafetensorsError } from '../../src/errors/model.js';
import { readNorms } from '../../src/model/safetensors/readNorms.js';
import { encodeSafetensors, type TensorData } from '../../src/model/safetensors/writeSafetensors.js';
import { finetuneNote } from '../../src/replay/axes/finetuneNote.js';
import { finetuneProbe } from '../../src/replay/axes/finetuneProbe.js';
import { finetuneLines } from '../../src/report/finetuneLines.js';

const folder = mkdtempSync(join(tmpdir(), 'recrown-norms-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const fileOf = (bytes: Uint8Array): string => {
  files += 1;
  const path = join(folder, `${files}.safetensors`);
  writeFileSync(path, bytes);
  return path;
};
const tensor = (values: readonly number[], dtype: 'F32' | 'BF16' = 'F32'): TensorData => ({
  ...{ dtype, shape: [values.length], data: Float32Array.from(values) },
});
/** A file of one tensor of a type that is not written otherwise. */
const rawFile = (name: string, dtype: string, bytes: Uint8Array, extent: number): string => {
  const header = Buffer.from(
    JSON.stringify({ [name]: { dtype, shape: [extent], data_offsets: [0, bytes.length] } }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return fileOf(Buffer.concat([length, header, bytes]));
};
const read = async (...paths: string[]): Promise<NormReading> => {
  const found = await readNorms(paths);
  assert.ok(!isAbsent(found));
  return found;
};
const { normWeightMax: LIMIT } = P11.policy;
const saysOf = (norms: NormReading) => finetuneProbe([{ uid: 7, norms }], LIMIT).contenders[0]?.says;

describe('norm layers of a checkpoint', () => {
  it('are told by their names, over all files, and the furthest weight from 0 is named', async () => {
    const one = fileOf(
      encodeSafetensors({
        'model.layers.0.ln1.weight': tensor([1, -4.5]),
        'model.layers.0.attn.o_norm.weight': tensor([2], 'BF16'),
        'model.layers.0.ln2_out.weight': tensor([3]),
        'model.layers.0.memory.input_norm.bias': tensor([99]),
        'model.layers.0.attn.q_proj.weight': tensor([99]),
        'lnx.weight': tensor([99]),
      }),
    );
    const two = fileOf(encodeSafetensors({ 'model.norm.weight': tensor([4]) }));
    assert.deepEqual(await read(one, two), {
      ...{ layers: 4, largest: { name: 'model.layers.0.ln1', value: 4.5 }, nonFinite: [] },
    });
    assert.deepEqual(await read(fileOf(encodeSafetensors({ 'a.weight': tensor([1]) }))), {
      ...{ layers: 0, largest: null, nonFinite: [] },
    });
  });

  it('are held against the limit as bfloat16, in which they are loaded', async () => {
    const of = (value: number) => read(fileOf(encodeSafetensors({ 'model.norm.weight': tensor([value]) })));
    assert.equal(LIMIT, 30);
    // The next number above 30 is 30.125; half of the way goes to the even one.
    const [at, above] = [await of(-30.0625), await of(-30.0626)];
    assert.deepEqual([at.largest?.value, saysOf(at)], [30, null]);
    assert.deepEqual([above.largest?.value, saysOf(above)], [30.125, 'norm_weight_scaled:model.norm']);
    // Half precision: 30.047, which bfloat16 has as 30, and 31.
    const half = (bits: number) =>
      rawFile('model.norm.weight', 'F16', Uint8Array.of(bits & 255, bits >> 8), 1);
    assert.equal((await read(half(0x4f83))).largest?.value, 30);
    assert.equal((await read(half(0x4fc0))).largest?.value, 31);
    assert.deepEqual((await read(half(0x7c00))).nonFinite, ['model.norm']);
    assert.equal((await read(half(0x8001))).largest?.value, 2 ** -24);
  });

  it('with a weight that is no finite number fail by name, also where bfloat16 has no room for it', async () => {
    const bad = await read(
      fileOf(
        encodeSafetensors({
          'a.norm.weight': tensor([1, Number.NaN]),
          'b.norm.weight': tensor([3.4e38]),
          'c.norm.weight': tensor([Number.NEGATIVE_INFINITY], 'BF16'),
          'd.norm.weight': tensor([50]),
        }),
      ),
    );
    assert.deepEqual(bad.nonFinite, ['a.norm', 'b.norm', 'c.norm']);
    assert.equal(saysOf(bad), 'norm_weight_nan_inf:a.norm');
  });

  it('of another type or size are not read, and a damaged header is refused', async () => {
    const whole = await readNorms([rawFile('model.norm.weight', 'I64', new Uint8Array(8), 1)]);
    assert.ok(isAbsent(whole) && /8 bytes of I64/.test(whole.why));
    const large = await readNorms([
      rawFile('x_norm.weight', 'BF16', new Uint8Array((1 << 20) + 2), (1 << 19) + 1),
    ]);
    assert.ok(isAbsent(large) && /1048578 bytes of BF16/.test(large.why));
    await assert.rejects(readNorms([fileOf(Uint8Array.of(1, 2, 3))]), SafetensorsError);
  });
});

describe('the norm part of the fine-tune probe', () => {
  const reading = (value: number, nonFinite: readonly string[] = []): NormReading => ({
    ...{ layers: 3, largest: { name: 'model.norm', value }, nonFinite },
  });
  const probe = finetuneProbe(
    [
      { uid: 7, norms: reading(1.25) },
      { uid: 3, norms: reading(45.5) },
      { uid: 9, norms: reading(2, ['model.\u202enorm']) },
      { uid: 1, norms: { absent: 'unknown', why: 'It is no norm.' } },
    ],
    LIMIT,
  );

  it('is told per contender, clean, with numbers', () => {
    assert.deepEqual(finetuneLines(probe), [
      'fine-tune probe, norm weights (limit 30): u7 passes, largest 1.25 in model.norm; gradients not replayed',
      'fine-tune probe, norm weights (limit 30): u3 FAILS, norm_weight_scaled:model.norm, largest 45.5 in model.norm',
      'fine-tune probe, norm weights (limit 30): u9 FAILS, norm_weight_nan_inf:model.\\u{202e}norm, largest 2 in model.norm',
      'fine-tune probe, norm weights: u1 not read: It is no norm.',
    ]);
  });

  it('is a note for a crowned model that fails, and for no other', () => {
    assert.deepEqual(
      [finetuneNote(probe, 7), finetuneNote(probe, 1), finetuneNote(probe, 200)],
      [[], [], []],
    );
    const [note] = finetuneNote(probe, 3);
    assert.match(
      note ?? '',
      /^UID 3, .*\(norm_weight_scaled:model\.norm\): .* 45\.5 in model\.norm, the limit is 30\..*no breach of its own\.$/,
    );
    assert.match(finetuneNote(probe, 9)[0] ?? '', /holds weights that are no finite numbers/);
  });
});
