import { crc32, gzipSync } from 'node:zlib';

/** An entry of a tar: a file with content, or a hard link to another name. */
type Entry =
  | { readonly name: string; readonly content: string }
  | { readonly name: string; readonly link: string };

function tarHeader(name: string, size: number, link: string | null): Buffer {
  const head = Buffer.alloc(512);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  head.write(name, 0, 100);
  head.write(octal(0o644, 8), 100);
  head.write(octal(size, 12), 124);
  head.write(' '.repeat(8), 148);
  head.write(link === null ? '0' : '1', 156);
  head.write(link ?? '', 157, 100);
  head.write('ustar\x0000', 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return head;
}

/** A tar of entries under any names. */
export function tarOf(entries: readonly Entry[]): Buffer {
  const parts = entries.flatMap((one) => {
    const content = Buffer.from('content' in one ? one.content : '');
    const padded = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    content.copy(padded);
    return [tarHeader(one.name, content.length, 'link' in one ? one.link : null), padded];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** A zip of one stored file under any name. */
export function zipOf(name: string, content: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), content]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    fields,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end]);
}

/** Bytes that unpack to a thousand times as many, twice over. */
export const nestedBomb = (): Buffer => gzipSync(gzipSync(Buffer.alloc(50_000_000)));
