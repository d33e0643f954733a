import { GraphBuilder } from './GraphBuilder.js';
import type { Attribute, OnnxType } from './messages.js';
import type { ProtoWriter } from './ProtoWriter.js';

type Dims = readonly (number | string)[];

/** What a body needs of the graph around it. */
interface Around {
  nameAt(value: string, place: number): string;
}

/**
 * The body of a control-flow node in a `PlacesBuilder`: one body a place, as it may take values of the graph around it. A value
 * is known by its name at the first place. Weights are taken in the graph around it.
 */
export class PlacesBody extends GraphBuilder {
  private readonly placed = new Map<string, readonly string[]>();

  /** @param written is told the graphs of all places, the first of which `graph` gives */
  constructor(
    private readonly around: Around,
    private readonly bodies: readonly GraphBuilder[],
    private readonly written: (graphs: readonly ProtoWriter[]) => void,
  ) {
    super(new Map());
  }

  override input(word: string, type: OnnxType, dims: Dims): string {
    return this.atAll((body) => body.input(word, type, dims));
  }

  override output(word: string, value: string, type: OnnxType, dims: Dims): void {
    this.bodies.forEach((body, place) => {
      body.output(word, this.nameAt(value, place), type, dims);
    });
  }

  override named(value: string, type: OnnxType, dims: Dims): string {
    this.bodies.forEach((body, place) => {
      body.named(this.nameAt(value, place), type, dims);
    });
    return value;
  }

  override op(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    return this.atAll((body, place) => body.op(op, this.namesAt(inputs, place), attributes));
  }

  override float(values: number | readonly number[], dims?: readonly number[]): string {
    return this.atAll((body) => body.float(values, dims));
  }

  override int(values: number | readonly number[]): string {
    return this.atAll((body) => body.int(values));
  }

  override graph(): ProtoWriter {
    const graphs = this.bodies.map((body) => body.graph());
    this.written(graphs);
    return graphs[0] as ProtoWriter;
  }

  private nameAt(value: string, place: number): string {
    return this.placed.get(value)?.[place] ?? this.around.nameAt(value, place);
  }

  private namesAt(values: readonly string[], place: number): string[] {
    return values.map((value) => this.nameAt(value, place));
  }

  private atAll(name: (body: GraphBuilder, place: number) => string): string {
    const names = this.bodies.map(name);
    this.placed.set(names[0] as string, names);
    return names[0] as string;
  }
}
