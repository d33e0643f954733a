/** A step that waits for company. */
interface Waiting<Step, Done> {
  readonly step: Step;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sequences that take their steps together. A step waits until every member has one, or has left; then the first `width` of
 * them run at once. Members come and go at any time, and all work runs one after the other.
 */
export class Company<Step, Done> {
  private members = 0;
  private waiting: Waiting<Step, Done>[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  /** @param run takes 1 to `width` steps and gives what came of each, in their order */
  constructor(
    private readonly width: number,
    private readonly run: (steps: readonly Step[]) => Promise<readonly Done[]>,
  ) {}

  /** Work of one member beside the steps of others, from its entry to its end. */
  async member<T>(work: () => Promise<T>): Promise<T> {
    this.members += 1;
    try {
      return await work();
    } finally {
      this.members -= 1;
      this.go();
    }
  }

  /** Work of a member that no other can share, in its turn. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  step(step: Step): Promise<Done> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ step, resolve, reject });
      this.go();
    });
  }

  private go(): void {
    if (this.waiting.length === 0 || this.waiting.length < this.members) return;
    const taken = this.waiting.splice(0, this.width);
    this.alone(() => this.run(taken.map(({ step }) => step))).then(
      (done) => {
        for (const [i, { resolve }] of taken.entries()) resolve(done[i] as Done);
      },
      (error: unknown) => {
        for (const { reject } of taken) reject(error);
      },
    );
  }
}
