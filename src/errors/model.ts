import { AuditError } from './base.js';

/** A model file that cannot be trusted: offsets, header, dtype, unknown tensor or config key. Exit 64. */
export class ModelRefusedError extends AuditError {
  readonly code: string = 'MODEL_REFUSED';
  readonly exitCode = 64 as const;
}

/** A safetensors file whose header or offsets are not sound. */
export class SafetensorsError extends ModelRefusedError {
  override readonly code = 'SAFETENSORS';
}

/** A model whose weights give a result that is not a finite number. */
export class NotFiniteError extends ModelRefusedError {
  override readonly code = 'NOT_FINITE';
}

/** The engine process failed or was killed. Exit 70. */
export class EngineError extends AuditError {
  readonly code: string = 'ENGINE';
  readonly exitCode = 70 as const;
}

/** Two runs that must be equal bit for bit are not. Exit 70. */
export class NonDeterminismError extends EngineError {
  override readonly code = 'NON_DETERMINISM';
}
