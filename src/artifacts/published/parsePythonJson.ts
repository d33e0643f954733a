/** A parsed value: an object is a map, so that no key of a file can be mistaken for a property of ours. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

const MAX_DEPTH = 64;
/** What a text can hold that is not taken as it stands: an escape, or a control character, which is refused. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const NEEDS_PARSING = /[\\\u0000-\u001f]/;
const SPACE = 0x20;
const WORDS: readonly (readonly [text: string, value: JsonValue])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];

/**
 * Parses JSON as Python's `json.dump` writes it: strict JSON with the literals `NaN`, `Infinity` and `-Infinity`; a
 * number too large for a double is an infinity. Duplicate keys and nesting deeper than 64 are refused.
 * @throws SyntaxError that names the place
 */
export function parsePythonJson(text: string): JsonValue {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

class Parser {
  #at = 0;
  readonly #space = /[ \t\n\r]*/y;
  readonly #number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

  constructor(readonly text: string) {}

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw this.#refuse(`nested deeper than ${MAX_DEPTH}`);
    this.#skip();
    const first = this.text[this.#at];
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return this.#string();
    if (first !== undefined && first >= '0' && first <= '9') return this.#numeral();
    for (const [word, value] of WORDS)
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    return this.#numeral();
  }

  end(): void {
    this.#skip();
    if (this.#at < this.text.length) throw this.#refuse('something follows the document');
  }

  #object(depth: number): JsonObject {
    const object = new Map<string, JsonValue>();
    this.#list('}', () => {
      this.#skip();
      if (this.text[this.#at] !== '"') throw this.#refuse('a key is expected');
      const key = this.#string();
      if (object.has(key)) throw this.#refuse(`the key ${JSON.stringify(key.slice(0, 80))} stands twice`);
      this.#skip();
      if (this.text[this.#at++] !== ':') throw this.#refuse('a colon is expected');
      object.set(key, this.value(depth + 1));
    });
    return object;
  }

  #array(depth: number): readonly JsonValue[] {
    const array: JsonValue[] = [];
    this.#list(']', () => array.push(this.value(depth + 1)));
    return array;
  }

  #list(close: string, item: () => void): void {
    this.#at++;
    this.#skip();
    if (this.text[this.#at] === close) {
      this.#at++;
      return;
    }
    for (;;) {
      item();
      this.#skip();
      const mark = this.text[this.#at++];
      if (mark === close) return;
      if (mark !== ',') throw this.#refuse(`a comma or ${close} is expected`);
    }
  }

  #string(): string {
    let end = this.text.indexOf('"', this.#at + 1);
    while (end !== -1 && this.#isEscaped(end)) end = this.text.indexOf('"', end + 1);
    if (end === -1) throw this.#refuse('a string has no end');
    const raw = this.text.slice(this.#at, end + 1);
    if (!NEEDS_PARSING.test(raw)) {
      this.#at = end + 1;
      return raw.slice(1, -1);
    }
    try {
      const value = JSON.parse(raw) as string;
      this.#at = end + 1;
      return value;
    } catch {
      throw this.#refuse('a string holds a control character or an unknown escape');
    }
  }

  /** A quote is escaped when an odd number of backslashes stands before it. */
  #isEscaped(quote: number): boolean {
    let at = quote - 1;
    while (this.text[at] === '\\') at--;
    return (quote - at) % 2 === 0;
  }

  #numeral(): number {
    this.#number.lastIndex = this.#at;
    const [numeral] = this.#number.exec(this.text) ?? [];
    if (numeral === undefined) throw this.#refuse('a value is expected');
    this.#at += numeral.length;
    return Number(numeral);
  }

  #skip(): void {
    if (this.text.charCodeAt(this.#at) > SPACE) return;
    this.#space.lastIndex = this.#at;
    this.#at += this.#space.exec(this.text)?.[0].length ?? 0;
  }

  #refuse(why: string): SyntaxError {
    return new SyntaxError(`${why} at character ${this.#at}`);
  }
}
