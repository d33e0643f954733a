import { GraphBuilder, type WeightSource } from './GraphBuilder.js';
import type { Attribute, OnnxType } from './messages.js';
import { PlacesBody } from './PlacesBody.js';
import type { ProtoWriter } from './ProtoWriter.js';

type Dims = readonly (number | string)[];
type Attributes = Readonly<Record<string, Attribute>>;

interface Rows {
  readonly start: number;
  readonly end: number;
}

/** A weight that was asked for; a node that takes it decides in which parts it is widened. */
interface Wanted {
  readonly name: string;
  readonly rows: Rows | undefined;
}

/**
 * Elements of a weight that are widened at once (4 MiB): they then stay in the processor's cache while all places take them.
 * More of them make the runtime slow to open the graph.
 */
const BLOCK_ELEMENTS = 1 << 20;
/** The runtime gives columns to threads in multiples of this. */
const COLUMNS = 16;
const DOWN = { axis: { int: 0 } };
const ACROSS = { axis: { int: 1 } };

/** Name of an input or output of the sequence at a place, counted from 0. */
export const atPlace = (word: string, place: number): string => `${word}@${place}`;

/**
 * Writes the graph of one sequence and one token (extents `T` and `R` are 1) once for each of several places: every node that
 * depends on an input stands there once a place, with the operator, the attributes and the rows that it has alone, so that each
 * place has the bits that it has alone (rule: decoding in company, docs/methodology.md). What depends on weights only is shared.
 * A product with a large weight is made in blocks of its columns, each of which all places take before the next is widened.
 *
 * A value is known by its name at the first place.
 */
export class PlacesBuilder extends GraphBuilder {
  private readonly placed = new Map<string, readonly string[]>();
  private readonly wanted = new Map<string, Wanted>();
  private readonly graphs = new Map<ProtoWriter, readonly ProtoWriter[]>();
  private readonly all: readonly number[];

  constructor(weights: ReadonlyMap<string, WeightSource>, roundF32: boolean, places: number) {
    super(weights, roundF32);
    this.all = Array.from({ length: places }, (_, place) => place);
  }

  /** Name of a value at a place; of a shared one its only name. */
  nameAt(value: string, place: number): string {
    return this.placed.get(value)?.[place] ?? this.taken(value);
  }

  override input(word: string, type: OnnxType, dims: Dims): string {
    return this.place(this.all.map((place) => super.input(atPlace(word, place), type, ownDims(dims, place))));
  }

  override output(word: string, value: string, type: OnnxType, dims: Dims): void {
    for (const place of this.all)
      super.output(atPlace(word, place), this.nameAt(value, place), type, ownDims(dims, place));
  }

  /** Extents with a name are equal at all places, because every run has one token. */
  override named(value: string, type: OnnxType, dims: Dims): string {
    const names = this.placed.get(value) ?? [value];
    for (const name of names) super.named(name, type, dims.map(oneToken));
    return value;
  }

  override weight(name: string, rows?: Rows): string {
    const value = `${name}[${rows?.start ?? 0}:${rows?.end ?? ''}] asked`;
    this.wanted.set(value, { name, rows });
    return value;
  }

  override body(): GraphBuilder {
    const bodies = this.all.map(() => super.body());
    return new PlacesBody(this, bodies, (graphs) => this.graphs.set(graphs[0] as ProtoWriter, graphs));
  }

  protected override add(
    op: string,
    domain: string,
    inputs: readonly string[],
    attributes: Attributes,
    outputs: number,
  ): string[] {
    const [x = '', factor = ''] = inputs;
    const weight = this.wanted.get(factor);
    if (op === 'Gemm' && 'transB' in attributes && weight !== undefined && this.placed.has(x))
      return [this.product(inputs, weight, attributes)];
    const { body } = attributes;
    const graphs = body !== undefined && 'graph' in body ? this.graphs.get(body.graph) : undefined;
    const taken = inputs.map((name) => this.taken(name));
    if (graphs === undefined && !taken.some((name) => this.placed.has(name)))
      return super.add(op, domain, taken, attributes, outputs);
    const found = this.all.map((place) => {
      const graph = graphs?.[place];
      const own = graph === undefined ? attributes : { ...attributes, body: { graph } };
      return super.add(op, domain, this.namesAt(taken, place), own, outputs);
    });
    return Array.from({ length: outputs }, (_, i) => this.place(found.map((names) => names[i] as string)));
  }

  /**
   * x W^T, with a bias where `inputs` has a third, for a weight [out, in]; no place has its row before all have theirs.
   * A product with a bias is not cut: such weights are small.
   */
  private product(inputs: readonly string[], { name, rows }: Wanted, attributes: Attributes): string {
    const [x = '', , ...bias] = inputs.map((input, i) => (i === 1 ? '' : this.taken(input)));
    const [out = 1, width = 1] = this.shapeOf(name);
    const { start, end } = rows ?? { start: 0, end: out };
    const most = Math.max(COLUMNS, BLOCK_ELEMENTS / width);
    const count = bias.length > 0 ? 1 : Math.ceil((end - start) / most);
    const step = Math.ceil((end - start) / count / COLUMNS) * COLUMNS;
    const blocks: string[] = [];
    for (let from = start; from < end; from += step) {
      const own = { start: from, end: Math.min(end, from + step) };
      const isWhole = own.start === 0 && own.end === out;
      const block = super.weight(name, isWhole ? undefined : own);
      const products = this.all.map(
        (place) => super.add('Gemm', '', [this.nameAt(x, place), block, ...bias], attributes, 1)[0] as string,
      );
      blocks.push(super.add('Concat', '', products, DOWN, 1)[0] as string);
    }
    const [joined] = blocks.length === 1 ? blocks : super.add('Concat', '', blocks, ACROSS, 1);
    const ones = this.int(this.all.map(() => 1));
    return this.place(super.add('Split', '', [joined as string, ones], DOWN, this.all.length));
  }

  private taken(value: string): string {
    const wanted = this.wanted.get(value);
    return wanted === undefined ? value : super.weight(wanted.name, wanted.rows);
  }

  private namesAt(values: readonly string[], place: number): string[] {
    return values.map((value) => this.nameAt(value, place));
  }

  private place(names: readonly string[]): string {
    this.placed.set(names[0] as string, names);
    return names[0] as string;
  }
}

const oneToken = (extent: number | string): number | string =>
  extent === 'T' || extent === 'R' ? 1 : extent;

/** Extents of inputs and outputs: those with a name are the lengths of what each sequence keeps. */
const ownDims = (dims: Dims, place: number): Dims =>
  dims.map(oneToken).map((extent) => (typeof extent === 'string' ? atPlace(extent, place) : extent));
