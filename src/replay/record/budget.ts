import { NotAvailableError } from '../../errors/input.js';

/** How many bytes a recording may download in all. */
export class Budget {
  #spent = 0;

  constructor(readonly maxBytes: number) {}

  /** @throws NotAvailableError before the first byte of what would go over the limit */
  spend(bytes: number, what: string): void {
    if (this.#spent + bytes > this.maxBytes)
      throw new NotAvailableError({
        what: `${what} would take ${sizeText(bytes)} more, over the limit of ${sizeText(this.maxBytes)} for one recording`,
        why: `${sizeText(this.#spent)} of it are used`,
        remedy:
          'Give more with --max-bytes, fewer rounds, or fewer parts with --parts; what was fetched is kept.',
        facts: { bytes, spent: this.#spent, maxBytes: this.maxBytes },
      });
    this.#spent += bytes;
  }
}

const sizeText = (bytes: number): string =>
  bytes < 1e9 ? `${(bytes / 1e6).toFixed(2)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
