import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AuditError } from '../../src/errors/base.js';
import { readDemoReplay } from './readDemoReplay.js';
import { SESSION_PATH, sessionPicture } from './sessionPicture.js';

try {
  const root = process.env.RECROWN_ROOT ?? process.cwd();
  const path = join(root, SESSION_PATH);
  const picture = await sessionPicture(readDemoReplay(root), root);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, picture);
  process.stdout.write(`${SESSION_PATH}: ${Buffer.byteLength(picture)} bytes\n`);
} catch (error) {
  const lines = error instanceof AuditError ? [error.message, error.why, error.remedy] : [String(error)];
  process.stderr.write(`make-pictures: ${lines.filter((line) => line !== undefined).join('\n  ')}\n`);
  process.exitCode = error instanceof AuditError ? error.exitCode : 70;
}
