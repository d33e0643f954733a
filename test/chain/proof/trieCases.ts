import fc from 'fast-check';

export type Entries = ReadonlyMap<string, string>;

const hex = (byte: string, times: number): string => `0x${byte.repeat(times)}`;

/** A value for every length at which the encoding changes. */
const LENGTHS = [0, 1, 31, 32, 33, 63, 64, 100, 16_383, 16_384];

/** Tries that between them hold every kind of node. */
export const NAMED: Readonly<Record<string, Entries>> = {
  'one key': new Map([['0x1234', '0x05']]),
  'the empty key alone': new Map([['0x', '0x05']]),
  'the empty key above others': new Map([
    ['0x', hex('07', 40)],
    ['0x12', '0x01'],
    ['0x13', '0x02'],
  ]),
  'children inside their parent, in two levels': new Map([
    ['0xaa00', '0x01'],
    ['0xaa01', '0x02'],
    ['0xaa10', '0x03'],
    ['0xaa11', '0x04'],
    ['0xbb', hex('09', 33)],
  ]),
  'a key that begins another, with short and long values': new Map([
    ['0x0a', '0x01'],
    ['0x0a0b', hex('02', 33)],
    ['0x0a0b0c', '0x'],
    ['0x0a0b0c0d', hex('03', 32)],
    ['0x0a0b0c0d0e', hex('04', 200)],
  ]),
  'every value length at which the encoding changes': new Map(
    LENGTHS.map((length, i) => [`0x${(i * 29).toString(16).padStart(4, '0')}`, hex('ab', length)]),
  ),
  // 12 to 17, 28 to 33, 60 to 65, and 300 to 600 digits: where the size of a partial key takes one more byte.
  'long shared prefixes': new Map(
    [5, 6, 7, 8, 14, 15, 16, 30, 31, 32, 33, 142, 150, 158, 159, 160, 270, 300].flatMap((length, i) => {
      const start = (i + 16).toString(16).padStart(2, '0');
      return [
        [`0x${start}${'77'.repeat(length)}`, hex('01', i % 3 === 0 ? 40 : 3)],
        [`0x${start}${'77'.repeat(length)}88`, hex('02', i % 2 === 0 ? 40 : 3)],
        [`0x${start}${'77'.repeat(length)}99`, hex('03', 33)],
      ] as [string, string][];
    }),
  ),
  'two keys of one value': new Map([
    ['0x20', hex('cc', 64)],
    ['0x30', hex('cc', 64)],
  ]),
};

const bytes = (constraints: fc.IntArrayConstraints): fc.Arbitrary<string> =>
  fc.uint8Array(constraints).map((value) => `0x${Buffer.from(value).toString('hex')}`);

const anyKey = fc.oneof(
  bytes({ maxLength: 3 }),
  // Few different bytes: keys that begin one another and share long prefixes.
  fc.array(fc.constantFrom('00', '01', '10', 'ff'), { maxLength: 12 }).map((parts) => `0x${parts.join('')}`),
  fc
    .tuple(fc.integer({ min: 0, max: 200 }), bytes({ minLength: 1, maxLength: 2 }))
    .map(([length, end]) => `0x${'5a'.repeat(length)}${end.slice(2)}`),
);

const anyValue = fc.oneof(
  bytes({ maxLength: 4 }),
  bytes({ minLength: 30, maxLength: 36 }),
  bytes({ maxLength: 200 }),
);

/** Tries of up to 60 keys. */
export const anyEntries: fc.Arbitrary<Entries> = fc
  .array(fc.tuple(anyKey, anyValue), { maxLength: 60 })
  .map((pairs) => new Map(pairs));

/** Keys near those of a trie that it may not hold: shorter, longer, with another last digit. */
export function neighbours(entries: Entries): string[] {
  const near = [...entries.keys()].flatMap((key) => [
    `${key}00`,
    key.length > 2 ? key.slice(0, -2) : '0xee',
    key.length > 2 ? `${key.slice(0, -1)}${(Number.parseInt(key.slice(-1), 16) ^ 1).toString(16)}` : '0x0f',
  ]);
  return [...new Set([...near, '0x', '0xfedc'])].filter((key) => !entries.has(key));
}
