import { atPlace } from '../onnx/PlacesBuilder.js';

/** Wide runs after which one place is computed alone once more. */
const CHECK_EVERY = 256;

/** What the runtime takes and gives: tensors by name. */
type Values<Tensor> = Readonly<Record<string, Tensor>>;

interface HeldTensor {
  readonly data: unknown;
}

/** The sessions behind one wide run. */
interface PlacesSessions<Tensor> {
  /** Places of the wide graph. */
  readonly width: number;
  /** Outputs of one sequence. */
  readonly fetches: readonly string[];
  readonly alone: (inputs: Values<Tensor>) => Promise<Values<Tensor>>;
  readonly wide: (inputs: Values<Tensor>, fetches: readonly string[]) => Promise<Values<Tensor>>;
}

/**
 * One step of several sequences in a wide graph, whose bits must be those of the same steps alone (rule: decoding in company,
 * docs/methodology.md). The first wide run is computed alone too and held against it, bit for bit; when they differ this and
 * every later step is computed alone. Later one place is held against itself alone now and then.
 */
export class PlacesRun<Tensor extends HeldTensor> {
  private runs = 0;
  private differs = false;

  constructor(private readonly sessions: PlacesSessions<Tensor>) {}

  /** Whether the wide graph gave other bits, so that every step is computed alone. */
  get refused(): boolean {
    return this.differs;
  }

  /**
   * @param steps inputs of at most as many sequences as there are places; with fewer than half of them each is computed alone
   * @throws Error when a place gives other bits after the first run, which gave the same
   */
  readonly run = async (steps: readonly Values<Tensor>[]): Promise<readonly Values<Tensor>[]> => {
    const { width } = this.sessions;
    if (this.differs || steps.length < 2 || 2 * steps.length < width) return this.eachAlone(steps);
    const found = await this.together(steps);
    if (this.runs === 0) {
      const alone = await this.eachAlone(steps);
      this.differs = !alone.every((one, i) => this.sameBits(one, found[i]));
      this.runs = 1;
      return alone;
    }
    if (this.runs % CHECK_EVERY === 0) {
      const place = (this.runs / CHECK_EVERY) % steps.length;
      const alone = await this.sessions.alone(steps[place] as Values<Tensor>);
      if (!this.sameBits(alone, found[place]))
        throw new Error(`place ${place} of ${width} gives other bits than alone, after ${this.runs} runs`);
    }
    this.runs += 1;
    return found;
  };

  private async eachAlone(steps: readonly Values<Tensor>[]): Promise<Values<Tensor>[]> {
    const found: Values<Tensor>[] = [];
    for (const step of steps) found.push(await this.sessions.alone(step));
    return found;
  }

  /** An empty place repeats the first sequence; what it gives is not read. */
  private async together(steps: readonly Values<Tensor>[]): Promise<Values<Tensor>[]> {
    const { width, fetches, wide } = this.sessions;
    const inputs: Record<string, Tensor> = {};
    for (let place = 0; place < width; place += 1)
      for (const [name, tensor] of Object.entries(steps[place] ?? (steps[0] as Values<Tensor>)))
        inputs[atPlace(name, place)] = tensor;
    const names = steps.map((_, place) => fetches.map((name) => [name, atPlace(name, place)] as const));
    const outputs = await wide(
      inputs,
      names.flat().map(([, name]) => name),
    );
    return names.map((of) =>
      Object.fromEntries(of.map(([name, placed]) => [name, outputs[placed] as Tensor])),
    );
  }

  private sameBits(a: Values<Tensor>, b: Values<Tensor> | undefined): boolean {
    return this.sessions.fetches.every((name) => bytesOf(a[name]).equals(bytesOf(b?.[name])));
  }
}

function bytesOf(tensor: HeldTensor | undefined): Buffer {
  if (tensor === undefined) throw new RangeError('the runtime left an output out');
  const { buffer, byteOffset, byteLength } = tensor.data as Float32Array;
  return Buffer.from(buffer, byteOffset, byteLength);
}
