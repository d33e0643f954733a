/** Instructions of a classic BPF program: 8 bytes each, little endian. */
type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, k: number];

const LOAD = 0x20;
const EQUAL = 0x15;
const AT_LEAST = 0x35;
const ANY_BIT = 0x45;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const fails = (errno: number): number => 0x00050000 | errno;
const EPERM = 1;
const ENOSYS = 38;
const CLONE_THREAD = 0x10000;
/** Numbers from here on are the same calls by another door of x64. */
const SECOND_DOOR = 0x40000000;
/** Offsets in the data of a system call. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

const CALLS = {
  x64: { audit: 0xc000003e, clone: 56, forks: [57, 58], clone3: 435 },
  arm64: { audit: 0xc00000b7, clone: 220, forks: [], clone3: 435 },
} as const;

/**
 * A filter of system calls under which a program can start threads and no processes; another architecture's calls end it.
 * `clone3` is said to be missing, so that the C library takes `clone`, whose flags can be read.
 *
 * @param architecture as Node names it; null for one whose calls are not held here
 */
export function forkFilter(architecture: string): Uint8Array | null {
  if (architecture !== 'x64' && architecture !== 'arm64') return null;
  const { audit, clone, forks, clone3 } = CALLS[architecture];
  const program: Instruction[] = [
    [LOAD, 0, 0, ARCHITECTURE],
    [EQUAL, 1, 0, audit],
    [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, NUMBER],
    [AT_LEAST, 0, 1, SECOND_DOOR],
    [RETURN, 0, 0, KILL],
    [EQUAL, 0, 1, clone3],
    [RETURN, 0, 0, fails(ENOSYS)],
  ];
  for (const fork of forks) program.push([EQUAL, 0, 1, fork], [RETURN, 0, 0, fails(EPERM)]);
  program.push(
    [EQUAL, 0, 3, clone],
    [LOAD, 0, 0, FIRST_ARGUMENT],
    [ANY_BIT, 1, 0, CLONE_THREAD],
    [RETURN, 0, 0, fails(EPERM)],
    [RETURN, 0, 0, ALLOW],
  );
  const bytes = new Uint8Array(program.length * 8);
  const view = new DataView(bytes.buffer);
  program.forEach(([code, ifTrue, ifFalse, k], i) => {
    view.setUint16(i * 8, code, true);
    view.setUint8(i * 8 + 2, ifTrue);
    view.setUint8(i * 8 + 3, ifFalse);
    view.setUint32(i * 8 + 4, k, true);
  });
  return bytes;
}
