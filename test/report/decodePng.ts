import { inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel, row after row. */
  readonly rgb: Uint8Array;
}

/** Reads a PNG of 8 bits a channel without interlacing, as a browser writes screenshots. */
export function decodePng(bytes: Buffer): Picture {
  const [width, height, depth, kind] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[24], bytes[25]];
  if (depth !== 8 || (kind !== 2 && kind !== 6)) throw new Error(`no such PNG: depth ${depth}, kind ${kind}`);
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const size = kind === 2 ? 3 : 4;
  const stride = width * size;
  const rgb = new Uint8Array(width * height * 3);
  let before = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0;
    const line = Uint8Array.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let i = 0; i < stride; i += 1) {
      const left = i < size ? 0 : (line[i - size] as number);
      const up = before[i] as number;
      const corner = i < size ? 0 : (before[i - size] as number);
      line[i] = ((line[i] as number) + predicted(filter, left, up, corner)) & 0xff;
    }
    for (let x = 0; x < width; x += 1) rgb.set(line.subarray(x * size, x * size + 3), (y * width + x) * 3);
    before = line;
  }
  return { width, height, rgb };
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** How many pixels have exactly this colour, as `#rrggbb`. */
export function pixelsOf({ rgb }: Picture, colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  let count = 0;
  for (let i = 0; i < rgb.length; i += 3)
    if (rgb[i] === red && rgb[i + 1] === green && rgb[i + 2] === blue) count += 1;
  return count;
}
