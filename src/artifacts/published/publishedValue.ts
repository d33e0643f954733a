import { PublishedFileError } from '../../errors/artifact.js';
import type { JsonObject, JsonValue } from './parsePythonJson.js';

/**
 * A value inside a published file, with its place. A missing key and null both read as null; a value of another
 * kind than asked for is a PublishedFileError that names file and path.
 */
export class PublishedValue {
  constructor(
    /** File in words, for errors. */
    readonly file: string,
    /** Path inside the document, for errors: `results.0.uid`. */
    readonly path: string,
    readonly value: JsonValue | undefined,
  ) {}

  /** True when the key is there, be it with null. */
  get isPresent(): boolean {
    return this.value !== undefined;
  }

  /** True when there is no value: no key, null, or a number that is not finite, which most writers make a null of. */
  get isNull(): boolean {
    const { value } = this;
    return value === undefined || value === null || (typeof value === 'number' && !Number.isFinite(value));
  }

  /** A member of an object; a missing value when this is null. */
  get(key: string): PublishedValue {
    const member = this.isNull ? undefined : this.#object().get(key);
    return new PublishedValue(this.file, this.path === '' ? key : `${this.path}.${key}`, member);
  }

  /** Members of an object, in the file's order; none when this is null. */
  entries(): readonly (readonly [key: string, value: PublishedValue])[] {
    if (this.isNull) return [];
    return [...this.#object().keys()].map((key) => [key, this.get(key)] as const);
  }

  /** Elements of a list; none when this is null. */
  items(): readonly PublishedValue[] {
    if (this.isNull) return [];
    if (!Array.isArray(this.value)) throw this.refuse('a list');
    return (this.value as readonly JsonValue[]).map(
      (value, at) => new PublishedValue(this.file, `${this.path}.${at}`, value),
    );
  }

  /** A finite number; null for null and for what is not finite. */
  number(): number | null {
    if (this.isNull) return null;
    if (typeof this.value !== 'number') throw this.refuse('a number');
    return this.value;
  }

  /** A whole number from 0 up to a bound. */
  count(max = Number.MAX_SAFE_INTEGER): number | null {
    const value = this.number();
    if (value !== null && !(Number.isSafeInteger(value) && value >= 0 && value <= max))
      throw this.refuse(`a whole number from 0 to ${max}`);
    return value;
  }

  /** A UID: u16. */
  uid(): number | null {
    return this.count(0xffff);
  }

  text(): string | null {
    if (this.isNull) return null;
    if (typeof this.value !== 'string') throw this.refuse('a text');
    return this.value;
  }

  /** True or false; a missing flag is false. */
  flag(): boolean {
    if (this.isNull) return false;
    if (typeof this.value !== 'boolean') throw this.refuse('true or false');
    return this.value;
  }

  /** The value that a reader cannot do without. */
  required<T>(value: T | null): T {
    if (value === null) throw this.refuse('a value');
    return value;
  }

  refuse(expected: string): PublishedFileError {
    return new PublishedFileError({
      what: `the published file ${this.file} cannot be read`,
      why: `${expected} was expected at ${this.path === '' ? 'its top' : this.path}`,
      remedy: 'Record the file again; a round is not judged from a part of it.',
      facts: { file: this.file, path: this.path },
    });
  }

  #object(): JsonObject {
    if (!(this.value instanceof Map)) throw this.refuse('an object');
    return this.value as JsonObject;
  }
}
