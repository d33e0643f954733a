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

/** A run was stopped because its caller asked for it. Exit 70. */
export class EngineStoppedError extends EngineError {
  override readonly code = 'ENGINE_STOPPED';
}

/** The engine ran out of memory, or was killed as the system does when memory runs out. Exit 70. */
export class OutOfMemoryError extends EngineError {
  override readonly code = 'OUT_OF_MEMORY';
}

/** The chosen provider is not installed, has no device, or leaves arithmetic to another one. Exit 69. */
export class ProviderError extends AuditError {
  readonly code = 'PROVIDER';
  readonly exitCode = 69 as const;
}

/** A weight file is not the one that was opened: its numbers would be of no known model. Exit 74. */
export class ModelChangedError extends AuditError {
  readonly code = 'MODEL_CHANGED';
  readonly exitCode = 74 as const;
}
