import type { Verdict } from '../../domain/verdict.js';
import type { RowStatus } from '../../domain/weights.js';
import type { Figure } from '../figures/figure.js';
import type { RepeatCommand } from '../repeatCommands.js';

/** What colours a cell; its text says the same. */
type Tone = Verdict | RowStatus | 'ok' | 'fail';

/** A piece of text as it was read: whoever writes a page cleans and escapes it. */
export interface Cell {
  readonly text: string;
  /** `code`: a name, hash or command. `number`: aligned right. `count`: a whole number that may get separators. */
  readonly style?: 'code' | 'number' | 'count';
  readonly tone?: Tone;
  /** Characters that are shown. */
  readonly max?: number;
}

export interface Column {
  readonly title: string;
  /** Aligned right, on one line. */
  readonly isNumber?: boolean;
  /** Short words of ours, on one line. */
  readonly isWord?: boolean;
}

/** A part of a report that every page format can write. */
export type Block =
  | {
      readonly kind: 'verdict';
      readonly verdict: Verdict;
      readonly conditional: boolean;
      readonly summary: string;
      readonly cause: string | null;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, cell: Cell])[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly kind: 'figure'; readonly figure: Figure }
  /** Folded up where a page can fold; its parts are no details again. */
  | {
      readonly kind: 'details';
      readonly title: string;
      readonly blocks: readonly Exclude<Block, { readonly kind: 'details' }>[];
    }
  | { readonly kind: 'commands'; readonly commands: readonly RepeatCommand[] };

export interface Section {
  /** Letters and hyphens: the anchor of the section. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A report for readers, before it has a format. */
export interface ReportDocument {
  readonly title: string;
  /** One line under the title. */
  readonly subtitle: string;
  readonly synthetic: boolean;
  readonly lead: readonly Block[];
  readonly sections: readonly Section[];
  /** Which program said so. */
  readonly foot: string;
}
