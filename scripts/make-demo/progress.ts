/** Tells the person on stderr how far the work is. */
export interface Progress {
  /** A stage begins. */
  readonly stage: (name: string) => void;
  /** Something inside the stage is done. */
  readonly step: (what: string) => void;
}

export function stderrProgress(): Progress {
  const start = performance.now();
  const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s`;
  const write = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  return {
    stage: (name) => write(`${seconds()}  ${name}`),
    step: (what) => write(`${seconds()}    ${what}`),
  };
}

export const silent: Progress = { stage: () => {}, step: () => {} };
