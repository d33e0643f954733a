/** Why a text is not the JSON that this program accepts; turned into a named error by whoever knows the file. */
export class StrictJsonFault extends Error {}

const MAX_DEPTH = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
/**
 * Parses JSON as RFC 8259 has it, and refuses what readers disagree about: duplicate keys, numbers beyond the range of
 * float64, and nesting deeper than 64. Objects have no prototype, so `__proto__` is a key like any other.
 *
 * @throws StrictJsonFault with the reason and the character position.
 */
export function parseStrictJson(text: string): unknown {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw this.fault(`nesting deeper than ${MAX_DEPTH}`);
    this.match(SPACE);
    const first = this.text[this.at];
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    if (first === '"') return this.string();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const)
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    return this.number();
  }

  end(): void {
    this.match(SPACE);
    if (this.at < this.text.length) throw this.fault('text after the end of the document');
  }

  private object(depth: number): Record<string, unknown> {
    const result: Record<string, unknown> = Object.create(null);
    this.at += 1;
    if (this.next('}')) return result;
    do {
      this.match(SPACE);
      if (this.text[this.at] !== '"') throw this.fault('a key in quotes is expected');
      const key = this.string();
      if (Object.hasOwn(result, key)) throw this.fault(`the key ${JSON.stringify(key)} stands twice`);
      if (!this.next(':')) throw this.fault('a colon is expected');
      result[key] = this.value(depth + 1);
    } while (this.next(','));
    if (!this.next('}')) throw this.fault('a comma or a closing brace is expected');
    return result;
  }

  private array(depth: number): unknown[] {
    const result: unknown[] = [];
    this.at += 1;
    if (this.next(']')) return result;
    do result.push(this.value(depth + 1));
    while (this.next(','));
    if (!this.next(']')) throw this.fault('a comma or a closing bracket is expected');
    return result;
  }

  /** Looks for the closing quote only; JSON.parse judges escapes and control characters. */
  private string(): string {
    const start = this.at;
    let end = this.text.indexOf('"', start + 1);
    while (end >= 0 && this.isEscaped(end)) end = this.text.indexOf('"', end + 1);
    if (end < 0) throw this.fault('a string does not end');
    try {
      const value = JSON.parse(this.text.slice(start, end + 1)) as string;
      this.at = end + 1;
      return value;
    } catch {
      throw this.fault('a string holds a raw control character or an unknown escape');
    }
  }

  private isEscaped(position: number): boolean {
    let backslashes = 0;
    while (this.text[position - 1 - backslashes] === '\\') backslashes += 1;
    return backslashes % 2 === 1;
  }

  private number(): number {
    const raw = this.match(NUMBER);
    if (raw === null) throw this.fault('a value is expected');
    const value = Number(raw);
    if (!Number.isFinite(value)) throw this.fault(`the number ${raw.slice(0, 40)} is beyond float64`);
    return value;
  }

  /** Skips space and takes the mark if it stands there. */
  private next(mark: string): boolean {
    this.match(SPACE);
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  private fault(why: string): StrictJsonFault {
    return new StrictJsonFault(`${why} (character ${this.at})`);
  }
}
