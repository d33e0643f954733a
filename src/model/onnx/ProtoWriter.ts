const UTF8 = new TextEncoder();

/** Writes protocol-buffer fields into one growing buffer. */
export class ProtoWriter {
  private buffer = new Uint8Array(64);
  private size = 0;

  /** A whole number within 2^53 as int64 varint. */
  int(field: number, value: number): this {
    this.varint(field * 8);
    if (value >= 0) this.varint(value);
    else this.negative(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  float(field: number, value: number): this {
    this.varint(field * 8 + 5);
    const at = this.grow(4);
    new DataView(this.buffer.buffer).setFloat32(at, value, true);
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.varint(field * 8 + 2);
    this.varint(value.length);
    const at = this.grow(value.length);
    this.buffer.set(value, at);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, UTF8.encode(value));
  }

  message(field: number, value: ProtoWriter): this {
    return this.bytes(field, value.finish());
  }

  /** A view of what was written; valid until the next write. */
  finish(): Uint8Array {
    return this.buffer.subarray(0, this.size);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  private negative(value: bigint): void {
    let rest = value;
    while (rest > 0x7fn) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  private byte(value: number): void {
    const at = this.grow(1);
    this.buffer[at] = value;
  }

  /** Makes room for `count` bytes and returns where they start. */
  private grow(count: number): number {
    const at = this.size;
    this.size += count;
    if (this.size > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.size, this.buffer.length * 2));
      larger.set(this.buffer);
      this.buffer = larger;
    }
    return at;
  }
}
