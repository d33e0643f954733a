import type { Dtype } from '../safetensors/dtype.js';
import { DTYPE_BYTES } from '../safetensors/dtype.js';
import {
  type Attribute,
  type Node,
  nodeMessage,
  ONNX_TYPE,
  type OnnxType,
  tensorMessage,
  type ValueInfo,
  valueMessage,
} from './messages.js';
import { neededNodes } from './neededNodes.js';
import { ProtoWriter } from './ProtoWriter.js';

/** A weight as the graph sees it: bytes in a file of the model's folder. */
export interface WeightSource {
  readonly location: string;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

const OPSET = 23;
const IR_VERSION = 10;
/** A constant is named by its values while they are few. */
const MAX_CONSTANT_NAME = 80;
/** Names that a written body takes, its own and those of the graph around it. */
const takenBy = new WeakMap<ProtoWriter, ReadonlySet<string>>();
const WEIGHT_TYPES: Partial<Record<Dtype, OnnxType>> = { F32: 'float', BF16: 'bfloat16', F16: 'float16' };

/**
 * Collects the nodes of one ONNX graph. Weights stay in their file as external data; those that are not float32 get one
 * Cast each, and all such Casts come first in the node list: the runtime then executes each just before its use
 * instead of holding every widened weight at once.
 */
export class GraphBuilder {
  private readonly casts: Node[] = [];
  private readonly nodes: Node[] = [];
  private readonly initializers = new Map<string, ProtoWriter>();
  private readonly widened = new Map<string, string>();
  private readonly constants = new Map<string, string>();
  private readonly inputs: ValueInfo[] = [];
  private readonly outputs: ValueInfo[] = [];
  private readonly probes = new Map<string, string[]>();
  private readonly known: ValueInfo[] = [];
  private count = 0;

  /**
   * @param roundF32 rounds float32 weights to bfloat16, as a library does that loads a checkpoint in bfloat16
   * @param prefix keeps the names of a body apart from those of the graph around it
   * @param asked words under which `probe` sets values aside
   */
  constructor(
    private readonly weights: ReadonlyMap<string, WeightSource>,
    private readonly roundF32 = false,
    private readonly prefix = '',
    private readonly asked: ReadonlySet<string> = new Set(),
  ) {}

  input(word: string, type: OnnxType, dims: readonly (number | string)[]): string {
    const name = `${this.prefix}${word}`;
    this.inputs.push({ name, type, dims });
    return name;
  }

  /** Declares `value` as an output that leaves under the name `word`. */
  output(word: string, value: string, type: OnnxType, dims: readonly (number | string)[]): void {
    const name = `${this.prefix}${word}`;
    this.nodes.push({ op: 'Identity', domain: '', inputs: [value], outputs: [name], attributes: {} });
    this.outputs.push({ name, type, dims });
  }

  /**
   * Names the extents of a value where the runtime cannot derive them: extents of one name must be equal in every run. An
   * extent without a name makes opening a session quadratic in the number of nodes.
   * @returns the value
   */
  named(value: string, type: OnnxType, dims: readonly (number | string)[]): string {
    this.known.push({ name: value, type, dims });
    return value;
  }

  /** Sets a value aside when `word` was asked for; otherwise `value` is not called and the graph stays as it is. */
  probe(word: string, value: () => string): void {
    if (this.asked.has(word)) this.probes.set(word, [...this.probed(word), value()]);
  }

  /** The values set aside under a word, in their order. */
  probed(word: string): readonly string[] {
    return this.probes.get(word) ?? [];
  }

  /** Adds a node of the standard operator set and returns its first output. */
  op(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.add(op, '', inputs, attributes, 1)[0] as string;
  }

  /** Adds a node of the standard operator set with several outputs. */
  ops(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: number,
  ): string[] {
    return this.add(op, '', inputs, attributes, outputs);
  }

  /** Adds a node of ONNX Runtime's own operator set and returns its outputs. */
  contrib(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: number,
  ): string[] {
    return this.add(op, 'com.microsoft', inputs, attributes, outputs);
  }

  /** A float32 constant; without `dims` a scalar. */
  float(values: number | readonly number[], dims?: readonly number[]): string {
    const list = typeof values === 'number' ? [values] : values;
    const shape = dims ?? (typeof values === 'number' ? [] : [list.length]);
    const bytes = new DataView(new ArrayBuffer(list.length * 4));
    list.forEach((value, i) => {
      bytes.setFloat32(i * 4, value, true);
    });
    return this.constant('f', list, shape, 'float', new Uint8Array(bytes.buffer));
  }

  /** An int64 constant; a number gives a scalar, a list a vector. */
  int(values: number | readonly number[]): string {
    const list = typeof values === 'number' ? [values] : values;
    const bytes = new DataView(new ArrayBuffer(list.length * 8));
    list.forEach((value, i) => {
      bytes.setBigInt64(i * 8, BigInt(value), true);
    });
    const shape = typeof values === 'number' ? [] : [list.length];
    return this.constant('i', list, shape, 'int64', new Uint8Array(bytes.buffer));
  }

  /** As `int`, with type int32. */
  int32(values: number | readonly number[]): string {
    const list = typeof values === 'number' ? [values] : values;
    const bytes = new DataView(new ArrayBuffer(list.length * 4));
    list.forEach((value, i) => {
      bytes.setInt32(i * 4, value, true);
    });
    const shape = typeof values === 'number' ? [] : [list.length];
    return this.constant('i32', list, shape, 'int32', new Uint8Array(bytes.buffer));
  }

  /** A weight in the type in which its file has it. */
  storedWeight(name: string, rows?: { readonly start: number; readonly end: number }): string {
    const source = this.source(name);
    const key = rows === undefined ? name : `${name}[${rows.start}:${rows.end}]`;
    if (this.initializers.has(key)) return key;
    const rowBytes =
      source.shape.slice(1).reduce((product, extent) => product * extent, 1) * DTYPE_BYTES[source.dtype];
    const external =
      rows === undefined
        ? { location: source.location, offset: source.offset, length: source.sizeBytes }
        : {
            location: source.location,
            offset: source.offset + rows.start * rowBytes,
            length: (rows.end - rows.start) * rowBytes,
          };
    const dims = rows === undefined ? source.shape : [rows.end - rows.start, ...source.shape.slice(1)];
    this.initializers.set(key, tensorMessage(key, weightType(source.dtype), dims, external));
    return key;
  }

  /** A weight as float32. */
  weight(name: string, rows?: { readonly start: number; readonly end: number }): string {
    const stored = this.storedWeight(name, rows);
    const isWide = this.source(name).dtype === 'F32';
    if (isWide && !this.roundF32) return stored;
    const known = this.widened.get(stored);
    if (known !== undefined) return known;
    const narrow = isWide ? this.cast(stored, 'bfloat16') : stored;
    const wide = this.cast(narrow, 'float');
    this.widened.set(stored, wide);
    return wide;
  }

  /** Entries of a weight along its first axis as float32, picked by the tensor `index` before they are widened. */
  pick(name: string, index: string): string {
    return this.widen(this.op('Gather', [this.storedWeight(name), index]), name);
  }

  /** What was taken from the stored weight `name`, as float32. */
  widen(taken: string, name: string): string {
    const isWide = this.source(name).dtype === 'F32';
    if (isWide && !this.roundF32) return taken;
    const narrow = isWide ? this.op('Cast', [taken], { to: { int: ONNX_TYPE.bfloat16 } }) : taken;
    return this.op('Cast', [narrow], { to: { int: ONNX_TYPE.float } });
  }

  /** Element type in which a weight is stored. */
  storedType(name: string): OnnxType {
    return weightType(this.source(name).dtype);
  }

  /** Extents of a stored weight. */
  shapeOf(name: string): readonly number[] {
    return this.source(name).shape;
  }

  /** An empty builder for the body of a control-flow node. */
  body(): GraphBuilder {
    this.count += 1;
    return new GraphBuilder(this.weights, this.roundF32, `${this.prefix}${this.count}/`);
  }

  graph(): ProtoWriter {
    const message = new ProtoWriter();
    const { nodes, names } = neededNodes(
      [...this.casts, ...this.nodes],
      this.outputs.map(({ name }) => name),
      (body) => takenBy.get(body) ?? new Set(),
    );
    takenBy.set(message, names);
    nodes.forEach((node, i) => {
      message.message(1, nodeMessage(node, `${this.prefix}${node.op}#${i}`));
    });
    message.text(2, `${this.prefix}graph`);
    for (const [name, initializer] of this.initializers) if (names.has(name)) message.message(5, initializer);
    for (const input of this.inputs) message.message(11, valueMessage(input));
    for (const output of this.outputs) message.message(12, valueMessage(output));
    for (const value of this.known) if (names.has(value.name)) message.message(13, valueMessage(value));
    return message;
  }

  /** The bytes of the whole model file. */
  model(): Uint8Array {
    const opset = (domain: string, version: number) => new ProtoWriter().text(1, domain).int(2, version);
    return new ProtoWriter()
      .int(1, IR_VERSION)
      .text(2, 'recrown')
      .message(7, this.graph())
      .message(8, opset('', OPSET))
      .message(8, opset('com.microsoft', 1))
      .finish();
  }

  /** A cast of a weight, which stands before all other nodes. */
  private cast(stored: string, type: 'float' | 'bfloat16'): string {
    const output = `${stored}/${type}`;
    const attributes = { to: { int: ONNX_TYPE[type] } };
    this.casts.push({ op: 'Cast', domain: '', inputs: [stored], outputs: [output], attributes });
    return output;
  }

  protected add(
    op: string,
    domain: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: number,
  ): string[] {
    this.count += 1;
    const names = Array.from({ length: outputs }, (_, i) => `${this.prefix}${this.count}.${i}`);
    this.nodes.push({ op, domain, inputs, outputs: names, attributes });
    return names;
  }

  private constant(
    kind: string,
    values: readonly number[],
    dims: readonly number[],
    type: OnnxType,
    bytes: Uint8Array,
  ): string {
    const key = `${kind}(${values.join(',')})[${dims.join(',')}]`;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const name = `${this.prefix}${key.length <= MAX_CONSTANT_NAME ? key : `${kind}#${this.constants.size}`}`;
    this.constants.set(key, name);
    this.initializers.set(name, tensorMessage(name, type, dims, bytes));
    return name;
  }

  private source(name: string): WeightSource {
    const source = this.weights.get(name);
    if (source === undefined) throw new Error(`the graph asks for the unchecked tensor ${name}`);
    return source;
  }
}

function weightType(dtype: Dtype): OnnxType {
  const type = WEIGHT_TYPES[dtype];
  if (type === undefined) throw new Error(`the graph asks for an unchecked tensor of type ${dtype}`);
  return type;
}
