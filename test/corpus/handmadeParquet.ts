import { createGzip, gzipSync } from 'node:zlib';

/** A value of thrift's compact form: its type and its bytes. */
interface Thrift {
  readonly type: number;
  readonly bytes: Buffer;
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
  bytes.push(Number(left));
  return Buffer.from(bytes);
}

const whole = (type: number, value: number): Thrift => ({
  type,
  bytes: varint(value >= 0 ? BigInt(value) * 2n : BigInt(value) * -2n - 1n),
});
const i32 = (value: number): Thrift => whole(5, value);
const i64 = (value: number): Thrift => whole(6, value);
const text = (value: string): Thrift => ({
  type: 8,
  bytes: Buffer.concat([varint(BigInt(value.length)), Buffer.from(value)]),
});

function list(type: number, items: readonly Thrift[], named = items.length): Thrift {
  const head = named < 15 ? Buffer.from([(named << 4) | type]) : Buffer.concat([Buffer.from([0xf0 | type]), varint(BigInt(named))]); // biome-ignore format: one row
  return { type: 9, bytes: Buffer.concat([head, ...items.map((one) => one.bytes)]) };
}

function struct(fields: readonly (readonly [id: number, value: Thrift])[]): Thrift {
  let last = 0;
  const parts = fields.flatMap(([id, value]) => {
    const head = Buffer.from([((id - last) << 4) | value.type]);
    last = id;
    return [head, value.bytes];
  });
  return { type: 12, bytes: Buffer.concat([...parts, Buffer.from([0])]) };
}

/** What a parquet file says; whatever is left out is said truly. */
export interface Handmade {
  readonly values?: readonly string[];
  /** 0 plain, 2 gzip. */
  readonly codec?: 0 | 2;
  /** Bytes of the page in place of the packed values. */
  readonly body?: Buffer;
  readonly uncompressed?: number;
  readonly compressed?: number;
  readonly rows?: number;
  readonly footerRows?: number;
  readonly numValues?: number;
  /** Length of the list of schema elements; two follow. */
  readonly schemaCount?: number;
  readonly namedCodec?: number;
  readonly rowGroups?: number;
}

/** A parquet file with one page of one column `text`, made by hand so that each of its numbers can lie. */
export function handmadeParquet(say: Handmade = {}): Buffer {
  const { values = ['a', 'b'], codec = 0, rowGroups = 1 } = say;
  const data = Buffer.concat(
    values.map((value) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(Buffer.byteLength(value));
      return Buffer.concat([length, Buffer.from(value)]);
    }),
  );
  const page = say.body ?? (codec === 2 ? gzipSync(data) : data);
  const uncompressed = say.uncompressed ?? data.length;
  const numValues = say.numValues ?? values.length;
  const rows = say.rows ?? values.length;
  const pageInfo = struct([[1, i32(numValues)], [2, i32(0)], [3, i32(3)], [4, i32(3)]]); // biome-ignore format: one row
  const head = struct([[1, i32(0)], [2, i32(uncompressed)], [3, i32(say.compressed ?? page.length)], [5, pageInfo]]); // biome-ignore format: one row
  const size = head.bytes.length + page.length;
  const column = struct([
    [1, i32(6)],
    [2, list(5, [i32(0)])],
    [3, list(8, [text('text')])],
    [4, i32(say.namedCodec ?? codec)],
    [5, i64(numValues)],
    [6, i64(uncompressed + head.bytes.length)],
    [7, i64(size)],
    [9, i64(4)],
  ]);
  const group = struct([[1, list(12, [struct([[2, i64(4)], [3, column]])])], [2, i64(size)], [3, i64(rows)]]); // biome-ignore format: one row
  const schema = [struct([[4, text('schema')], [5, i32(1)]]), struct([[1, i32(6)], [3, i32(0)], [4, text('text')], [6, i32(0)]])]; // biome-ignore format: one row
  const footer = struct([
    [1, i32(1)],
    [2, list(12, schema, say.schemaCount ?? 2)],
    [3, i64(say.footerRows ?? rows * rowGroups)],
    [4, list(12, Array<Thrift>(rowGroups).fill(group))],
  ]).bytes;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([Buffer.from('PAR1'), head.bytes, page, footer, length, Buffer.from('PAR1')]);
}

/** A gzip page that unpacks to one text of `size` bytes, made without holding it. */
export async function gzipBomb(size: number): Promise<Buffer> {
  const zip = createGzip({ level: 1 });
  const made: Buffer[] = [];
  const done = (async () => {
    for await (const piece of zip) made.push(piece as Buffer);
  })();
  const length = Buffer.alloc(4);
  length.writeUInt32LE(size - 4);
  zip.write(length);
  const block = Buffer.alloc(1 << 20, 120);
  for (let left = size - 4; left > 0; left -= block.length)
    if (!zip.write(block.subarray(0, Math.min(left, block.length))))
      await new Promise((go) => zip.once('drain', go));
  zip.end();
  await done;
  return Buffer.concat(made);
}
