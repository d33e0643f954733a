import { ProtoWriter } from './ProtoWriter.js';

/** Element types of ONNX that the graphs use, with their numbers in TensorProto.DataType. */
export const ONNX_TYPE = {
  float: 1,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  double: 11,
  bfloat16: 16,
} as const;
export type OnnxType = keyof typeof ONNX_TYPE;

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] }
  | { readonly graph: ProtoWriter };

export interface Node {
  readonly op: string;
  readonly domain: string;
  /** An empty name stands for an optional input that is not given. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface ValueInfo {
  readonly name: string;
  readonly type: OnnxType;
  /** A text is a symbolic extent. */
  readonly dims: readonly (number | string)[];
}

/** Where the bytes of an initialiser lie outside the model; `location` is relative to the folder given to the session. */
export interface ExternalBytes {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

export function nodeMessage(node: Node, name: string): ProtoWriter {
  const message = new ProtoWriter();
  for (const input of node.inputs) message.text(1, input);
  for (const output of node.outputs) message.text(2, output);
  message.text(3, name).text(4, node.op);
  for (const [key, value] of Object.entries(node.attributes))
    message.message(5, attributeMessage(key, value));
  return message.text(7, node.domain);
}

function attributeMessage(name: string, value: Attribute): ProtoWriter {
  const message = new ProtoWriter().text(1, name);
  if ('int' in value) return message.int(3, value.int).int(20, 2);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  if ('text' in value) return message.text(4, value.text).int(20, 3);
  if ('graph' in value) return message.message(6, value.graph).int(20, 5);
  for (const item of value.ints) message.int(8, item);
  return message.int(20, 7);
}

export function tensorMessage(
  name: string,
  type: OnnxType,
  dims: readonly number[],
  content: Uint8Array | ExternalBytes,
): ProtoWriter {
  const message = new ProtoWriter();
  for (const extent of dims) message.int(1, extent);
  message.int(2, ONNX_TYPE[type]).text(8, name);
  if (content instanceof Uint8Array) return message.bytes(9, content);
  for (const [key, value] of Object.entries(content))
    message.message(13, new ProtoWriter().text(1, key).text(2, String(value)));
  return message.int(14, 1);
}

export function valueMessage(value: ValueInfo): ProtoWriter {
  const shape = new ProtoWriter();
  for (const extent of value.dims)
    shape.message(
      1,
      typeof extent === 'number' ? new ProtoWriter().int(1, extent) : new ProtoWriter().text(2, extent),
    );
  const tensor = new ProtoWriter().int(1, ONNX_TYPE[value.type]).message(2, shape);
  return new ProtoWriter().text(1, value.name).message(2, new ProtoWriter().message(1, tensor));
}
